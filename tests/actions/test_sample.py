"""The sample project: loaded once, with judgments marked as samples and none on the posters."""

import json
from pathlib import Path

from curation.actions.actor import local_actor
from curation.actions.projects import briefs_of
from curation.actions.sample import load_sample, sample_folder
from curation.models import JudgeKind, MediaKind, Origin, Project
from curation.models.judgments import Judge
from curation.storage import MediaFiles, Store
from tests.actions.conftest import START


def test_the_sample_opens_with_fresh_posters_and_judged_briefs(sqlite_url: str, tmp_path: Path) -> None:
    store, media = Store(sqlite_url), MediaFiles(tmp_path / "media")
    actor = local_actor(store)
    project = load_sample(store, media, actor, now=START)
    briefs = briefs_of(store, actor, project.id)
    assert (briefs[0].candidates, briefs[0].judged) == (12, 0)
    assert [brief.candidates for brief in briefs] == [12, 24, 16, 16, 16, 16]
    assert all(brief.judged > 50 for brief in briefs[1:])
    with store.reading() as rows:
        assert {one.origin for one in rows.comparisons.log(project.id)} == {Origin.SAMPLE}
        assert len(rows.all(Judge, kind=JudgeKind.SAMPLE)) == 3
        pictures = [one for one in rows.candidates.visible(project.id) if one.media is MediaKind.IMAGE]
    assert len(pictures) == 36
    assert all(one.media_hash and one.shown_hash and media.has(one.shown_hash) for one in pictures)
    assert load_sample(store, media, actor, now=START).id == project.id
    with store.reading() as rows:
        assert rows.count(Project) == 1


def test_the_sample_comes_with_the_package() -> None:
    assert json.loads((sample_folder() / "sample.json").read_text("utf-8"))["project"]["name"]
