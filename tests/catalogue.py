"""Keeps the French catalogue: `python -m tests.catalogue` collects the marked sentences and compiles the translations.

New sentences are added empty, to be translated by hand in `curation.po`; those that are gone are removed.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "curation"
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "curation.po"
KEYWORDS = {"_": None, "N_": None}
METHODS = [("**.py", "python")]


def collected() -> Catalog:
    """Every marked sentence of the package, with the files it stands in; without lines, which change too often."""
    template = Catalog(project="curation")
    for file, _line, sentence, comments, _context in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        template.add(sentence, locations=[(f"curation/{Path(file).as_posix()}", None)], auto_comments=comments)
    return template


def translations() -> Catalog:
    """The French catalogue as it is stored."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def compiled(catalogue: Catalog) -> bytes:
    """What gettext reads."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> None:
    """Bring both files up to date with the sources, and say what is left to translate."""
    catalogue = translations()
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with FRENCH.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    FRENCH.with_suffix(".mo").write_bytes(compiled(translations()))
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} sentences, {len(missing)} without a translation", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
