"""The one place where errors on a screen end: one sentence for the reader, the rest in the log."""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from curation.errors import CurationError
from curation.i18n import N_
from curation.ui.language import plain, translate

SOMETHING_WRONG = N_(
    "Something went wrong. What you saved is kept: reload the page. The log tells more under {reference}."
)

log = logging.getLogger("curation")


def _show(sentence: str) -> None:
    st.error(plain(sentence))


@contextmanager
def boundary(tell: Callable[[str], None] = _show) -> Iterator[None]:
    """Tell what goes wrong inside in one sentence. Streamlit's own control flow passes through."""
    try:
        yield
    except CurationError as error:
        tell(error.message(translate()))
    except Exception as error:
        tell(translate()(SOMETHING_WRONG).format(reference=note(error)))


def note(error: BaseException) -> str:
    """Write where it happened into the log and return the reference to find it by.

    The message and the values are left out: they may hold prompts, outputs or keys.
    """
    reference = secrets.token_hex(3)
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s: %s\n  %s", reference, type(error).__qualname__, "\n  ".join(places))
    return reference
