"""How a found value is shown in a sentence: short, on one line, between quotation marks."""

import json
from collections.abc import Iterable

from curation.i18n import Phrase
from curation.models.base import TEXT_LENGTH

SHOWN = 60


def escaped(text: str) -> str:
    """The text with everything that does not print (line breaks, controls, half characters) written as an escape.

    Example:
        >>> escaped("one\\nline")
        'one\\\\nline'
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def quoted(value: object) -> str:
    """A value as its file writes it, shortened to 60 characters.

    Example:
        >>> quoted("left")
        '“left”'
    """
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = escaped(written[: SHOWN + 1])
    return f"“{text[: SHOWN - 1]}…”" if len(text) > SHOWN else f"“{text}”"


def listed(values: Iterable[str]) -> str:
    """Names one after the other; after the twelfth, how many more there are."""
    names = list(values)
    shown = [quoted(name) for name in names[:12]]
    if len(names) > len(shown):
        shown.append(f"… (+{len(names) - len(shown)})")
    return ", ".join(shown)


def phrase(template: str, **values: object) -> Phrase:
    """A marked phrase with its values, which the reader's language keeps apart."""
    return Phrase(template, **values)


def grouped(number: int) -> str:
    """A number with its thousands apart: 1,000,000."""
    return f"{number:,}"


LONGEST = grouped(TEXT_LENGTH)
