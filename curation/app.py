"""Wiring: from settings to everything an entry point needs. Knows no Streamlit and no terminal."""

from dataclasses import dataclass

import numpy as np

from curation.actions.choosing import Choosers
from curation.actions.judging import Judging
from curation.actions.media_links import MediaLinks, workspace_secret
from curation.settings import Settings
from curation.storage import MediaFiles, Store


@dataclass(frozen=True)
class Curation:
    """One open workspace."""

    settings: Settings
    store: Store
    media: MediaFiles
    links: MediaLinks
    choosers: Choosers
    judging: Judging

    def close(self) -> None:
        """Stop what goes on in the background and close the database."""
        self.choosers.close()
        self.store.close()


def build(settings: Settings, *, rng: np.random.Generator | None = None, prepare: bool = False) -> Curation:
    """Open a workspace, making it if it is not there.

    With `prepare`, as a server does, the adaptive choice of pairs is compiled in the background and pairs are chosen
    in turn until it is ready.

    Raises:
        StorageError: It cannot be opened; the sentence says why. Nothing is changed.
    """
    store = Store(settings.url)
    links = MediaLinks(workspace_secret(settings.workspace))
    media = MediaFiles(settings.workspace / "media")
    choosers = Choosers(rng or np.random.default_rng(), compiled=not prepare)
    if prepare:
        choosers.prepare()
    judging = Judging(store, choosers, links)
    return Curation(settings, store, media, links, choosers, judging)
