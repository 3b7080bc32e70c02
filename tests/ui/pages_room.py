"""Pages to drive without a browser, and workspaces in the states they have to show."""

from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from curation.actions.actor import local_actor
from curation.actions.pasting import start_project
from curation.app import Curation, build
from curation.models import Brief, Comparison, Criterion, Origin, Outcome, new_keys
from curation.models.base import utc_now
from curation.settings import Settings
from curation.ui import state

MAIN = Path(state.__file__).parent / "main.py"
HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) "quoted"'


def open_page(script: str, **query: object) -> AppTest:
    """A page of the app, drawn once."""
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    if script == "results":
        # Its address differs from its file's name: only a first run tells the test which page that is.
        page.run()
    for name, value in query.items():
        page.query_params[name] = str(value)
    page.switch_page(f"app_pages/{script}.py")
    return page.run()


def workspace(folder: Path) -> Curation:
    """The workspace of a folder, as the product opens it."""
    return build(Settings(folder))


def paste(folder: Path, name: str, brief: str, outputs: list[str], *, winners: int = 1) -> int:
    """A project with pasted outputs; its key."""
    here = workspace(folder)
    project, _made = start_project(
        here.store, local_actor(here.store), name, brief, outputs, now=utc_now(), winners_per_brief=winners
    )
    here.close()
    return project.id


def judge_in_order(folder: Path, project_id: int, *, times: int = 8) -> None:
    """Every candidate wins against every later one of its brief, `times` over."""
    here = workspace(folder)
    judge = local_actor(here.store).judge_id
    with here.store.writing() as rows:
        criterion = rows.all(Criterion, project_id=project_id)[0]
        for brief in rows.all(Brief, project_id=project_id):
            keys = [key.id for key in rows.candidates.keys(project_id, brief.id)]
            pairs = [(left, right) for place, left in enumerate(keys) for right in keys[place + 1 :]]
            for left, right in pairs * times:
                rows.session.add(
                    Comparison(
                        project_id=project_id,
                        brief_id=brief.id,
                        criterion_id=criterion.id,
                        judge_id=judge,
                        left_id=left,
                        right_id=right,
                        outcome=Outcome.LEFT,
                        origin=Origin.SAMPLE,
                    )
                )
    here.close()


def judge_at_random(folder: Path, project_id: int, count: int) -> None:
    """So many judgments of a project with one brief, spread over its candidates; the earlier candidate wins."""
    here = workspace(folder)
    with here.store.writing() as rows:
        found = rows.candidates.keys(project_id)
        keys, brief = [key.id for key in found], found[0].brief_id
        pairs = np.random.default_rng(7).choice(len(keys), (count, 2))
        pairs[:, 1] = np.where(pairs[:, 0] == pairs[:, 1], (pairs[:, 1] + 1) % len(keys), pairs[:, 1])
        left, right = ([keys[place] for place in side] for side in pairs.T)
        rows.comparisons.add_columns(
            {
                "id": new_keys(count),
                "left_id": left,
                "right_id": right,
                "outcome": [Outcome.LEFT if one < two else Outcome.RIGHT for one, two in zip(left, right, strict=True)],
                "created_at": [utc_now()] * count,
            },
            project_id=project_id,
            criterion_id=rows.all(Criterion, project_id=project_id)[0].id,
            judge_id=local_actor(here.store).judge_id,
            brief_id=brief,
            note="",
            origin=Origin.SAMPLE,
            sides_known=False,
        )
    here.close()


def html(page: AppTest) -> str:
    """Everything the page shows as HTML of ours."""
    return "\n".join(element.proto.body for element in page.get("html"))


def shown(page: AppTest) -> str:
    """Every sentence on the page; fails when an exception is shown."""
    assert not page.exception, page.exception
    kinds = (page.title, page.subheader, page.markdown, page.caption, page.success, page.error)
    return "\n".join([html(page), *(element.value for kind in kinds for element in kind)])


def unescaped(sentence: str) -> str:
    """A sentence as it is read, without what keeps Markdown from reading it."""
    return sentence.replace("\\", "")
