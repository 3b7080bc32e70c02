"""What stands in the place of a pair: nothing to compare, everything seen, or what was chosen blind."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from curation.actions.judging import Emptiness, NoPair
from curation.actions.reveal import Reveal
from curation.i18n import N_, Translate
from curation.ui.compare.showing import go_on
from curation.ui.language import plain

EMPTY = {
    Emptiness.NO_OUTPUTS: N_("Nothing to compare yet: add outputs."),
    Emptiness.ONE_OUTPUT: N_("One output is here: add another to compare it with."),
    Emptiness.ALL_SEEN: N_("You’ve seen every useful pair. Thank you."),
}
RESULTS_PAGE = "app_pages/results.py"
ADD_PAGE = "app_pages/add.py"
PROJECTS_PAGE = "app_pages/projects.py"


BLIND = N_("You were blind: you chose recipe {recipe} {chosen} of {of} times.")


def nothing(view: NoPair, project_id: int | None, _: Translate) -> None:
    """Why there is no pair, and the way on."""
    with _centred(_(EMPTY[view.reason])):
        if view.reason is Emptiness.ALL_SEEN:
            leave(_("See results"), "compare.results", RESULTS_PAGE, project_id, primary=True)
        else:
            leave(_("Add outputs"), "compare.add", ADD_PAGE, project_id, primary=True)


def unveil(revealed: Reveal, project_id: int, _: Translate) -> None:
    """What was chosen blind."""
    with _centred(_(BLIND).format(recipe=plain(revealed.recipe), chosen=revealed.chosen, of=revealed.of)):
        st.button(_("Keep judging"), key="compare.more", shortcut="Enter", on_click=go_on)
        leave(_("See results"), "compare.results", RESULTS_PAGE, project_id, primary=True)


@contextmanager
def _centred(sentence: str) -> Iterator[None]:
    with st.container(key="compare-interlude", horizontal_alignment="center", gap="medium"):
        st.title(sentence, anchor=False, text_alignment="center", width=720)
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            yield


def leave(
    words: str, key: str, page: str, project_id: int | None, *, primary: bool = False, quiet: bool = False
) -> None:
    """A button that leads to another page of the same project."""
    if st.button(words, key=key, type="primary" if primary else "tertiary" if quiet else "secondary"):
        st.switch_page(page, query_params={"project": str(project_id)} if project_id else None)
