"""Words for people: English is the source, other languages are gettext catalogues inside the package.

Nothing is translated when a module is imported: sentences are marked with `N_` where they are written
and translated where they are shown, with the translator of the person who reads them.
"""

import gettext
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Self

Translate = Callable[[str], str]

CATALOGUES = Path(__file__).parent / "locale"
LANGUAGES = ("en", "fr")


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue and return it unchanged."""
    return sentence


class Phrase(str):
    """A marked part of a sentence with its values, such as “line 3 of x.csv”. As text it is English.

    Example:
        >>> Phrase("line {line}", line=3)
        'line 3'
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """Fill in the values; the template stays known."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def said(self, translate: Translate) -> str:
        """The part in another language."""
        return translate(self.template).format(**self.values)


def untranslated(sentence: str) -> str:
    """The source language itself."""
    return sentence


@lru_cache(maxsize=16)
def translator(locale: str | None) -> Translate:
    """The translator for a locale such as `fr`, `fr-FR` or `fr_CA.UTF-8`; English when there is no catalogue.

    Example:
        >>> translator("en")("Skip")
        'Skip'
    """
    language = (locale or "en").replace("-", "_").split(".")[0]
    names = [language, language.split("_")[0]]
    return gettext.translation("curation", CATALOGUES, languages=names, fallback=True).gettext


def locale_of(environment: Mapping[str, str] = os.environ) -> str:
    """The locale a terminal asks for, by the order of POSIX: LC_ALL, LC_MESSAGES, LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return value
    return "en"
