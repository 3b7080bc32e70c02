"""What can go wrong, as a tree. Each class holds its sentence once: what happened, where, what to do.

    CurationError
    ├── BadInput                     a file or a value that cannot be used; nothing was changed
    │   ├── BadFile                  the file as a whole: missing, empty, not text, not what its name says
    │   ├── MissingColumn            a table without a column that is needed
    │   ├── BadRow                   one line: what was found, what was expected
    │   ├── BadValue                 a value given by hand: an option, a field
    │   └── NoEstimate               judgments for which the asked estimate does not exist
    ├── NotFound                     a project, a brief or a candidate that is not there
    ├── NotAllowed                   the person has no right to do this
    ├── NothingToDo                  nothing to rank, to export, to take back: says why
    ├── Immutable                    a brief or recipe that is in use; make a new version
    └── StorageError                 the workspace cannot be used as it is
        ├── WorkspaceUnwritable
        ├── DatabaseUnreachable
        ├── DatabaseTooNew
        └── DatabaseBusy

Errors carry a template and values, so that the sentence can be said in the reader's language:
`error.message(translate)`. `str(error)` is the English sentence.
"""

from typing import ClassVar

from curation.i18n import N_, Phrase, Translate, untranslated


class CurationError(Exception):
    """Base of everything Curation says went wrong."""

    template: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def message(self, translate: Translate = untranslated) -> str:
        """The sentence in the reader's language."""
        spoken = {name: _said(value, translate) for name, value in self.values.items()}
        return translate(self.template).format(**spoken)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes."""
        return _rebuilt, (type(self), self.values)

    def __str__(self) -> str:
        return self.message()


def _said(value: object, translate: Translate) -> object:
    if isinstance(value, Phrase):
        return value.said(translate)
    return translate(value) if isinstance(value, str) and value else value


def _rebuilt(kind: type[CurationError], values: dict[str, object]) -> CurationError:
    error = kind.__new__(kind)
    CurationError.__init__(error, **values)
    return error


class BadInput(CurationError):
    """Something handed in that cannot be used. Nothing was changed."""


class BadFile(BadInput):
    """A file that cannot be read as what it was taken for."""

    template = N_("{file}: found {found}, expected {expected}.")

    def __init__(self, file: str, found: str, expected: str) -> None:
        super().__init__(file=file, found=found, expected=expected)


class MissingColumn(BadInput):
    """A table without a column that is needed."""

    template = N_(
        "{file}, line 1: found the columns {found}, expected {expected}. Name them with --map, for example --map {example}."
    )

    def __init__(self, file: str, found: str, expected: str, example: str) -> None:
        super().__init__(file=file, found=found, expected=expected, example=example)


class BadRow(BadInput):
    """One line of a file that cannot be used."""

    template = N_("{file}, line {line}: found {found}, expected {expected}.")

    def __init__(self, file: str, line: int, found: str, expected: str) -> None:
        super().__init__(file=file, line=line, found=found, expected=expected)


class BadValue(BadInput):
    """A value given by hand that cannot be used."""

    template = N_("{name}: found {found}, expected {expected}.")

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(name=name, found=found, expected=expected)


class NoEstimate(BadInput):
    """Judgments for which the asked estimate does not exist."""

    template = N_("{file}: {reason}")

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


class NotFound(CurationError):
    """Something named that is not there."""

    template = N_("There is no {kind} “{name}” here. {advice}")

    def __init__(self, kind: str, name: str, advice: str = "") -> None:
        super().__init__(kind=kind, name=name, advice=advice)

    def message(self, translate: Translate = untranslated) -> str:
        """The sentence, without a trailing space when there is no advice."""
        return super().message(translate).rstrip()


class NotAllowed(CurationError):
    """The person has no right to do this."""

    template = N_("You may not {deed} in this project. Ask its owner.")

    def __init__(self, deed: str) -> None:
        super().__init__(deed=deed)


class NothingToDo(CurationError):
    """There is nothing to work on; the sentence says why and what would help."""

    template = N_("{reason}")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class Immutable(CurationError):
    """A brief or a recipe that candidates refer to."""

    template = N_("The {kind} “{name}” is in use and cannot be changed. Make a new version of it.")

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind=kind, name=name)


class StorageError(CurationError):
    """The workspace cannot be used as it is."""


class WorkspaceUnwritable(StorageError):
    """The workspace folder cannot be made or written."""

    template = N_("The workspace {folder} cannot be written ({reason}). Choose another with --workspace.")

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(folder=folder, reason=reason)


class DatabaseUnreachable(StorageError):
    """The database does not answer, or the file is not a database."""

    template = N_("The database {database} cannot be opened: {reason}. Nothing was changed.")

    def __init__(self, database: str, reason: str) -> None:
        super().__init__(database=database, reason=reason)


class DatabaseTooNew(StorageError):
    """A newer version of Curation has written this database."""

    template = N_(
        "The database {database} was made by a newer version of Curation. Install that version; nothing was changed."
    )

    def __init__(self, database: str) -> None:
        super().__init__(database=database)


class DatabaseBusy(StorageError):
    """Another process held the database for longer than the busy timeout."""

    template = N_("Another program is using the database {database}. Nothing was changed; try again.")

    def __init__(self, database: str) -> None:
        super().__init__(database=database)
