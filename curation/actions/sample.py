"""The sample project of the demo: pictures and texts made by this project, with judgments marked as samples."""

import json
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from curation.actions.actor import Actor, require
from curation.actions.projects import new_project
from curation.media import sniff, strip
from curation.models import (
    Brief,
    Candidate,
    Comparison,
    Criterion,
    Goal,
    Judge,
    JudgeKind,
    MediaKind,
    Origin,
    Outcome,
    Project,
    Recipe,
    Tag,
    Tagging,
)
from curation.storage import MediaFiles, Rows, Store


def sample_folder() -> Path:
    """Where the sample is: inside an installed wheel, or in `data/` of a checkout."""
    packed = Path(str(resources.files("curation"))) / "sample"
    return packed if packed.is_dir() else Path(str(resources.files("curation"))).parent / "data"


def load_sample(store: Store, media: MediaFiles, actor: Actor, *, now: datetime) -> Project:
    """The sample project, made when this workspace does not have it yet; a second call finds the first one's."""
    require(actor, "own")
    folder = sample_folder()
    sample = json.loads((folder / "sample.json").read_text("utf-8"))
    with store.reading() as rows:
        found = rows.find(Project, is_sample=True)
    if found is not None:
        return found
    hashes = _save_media(media, folder, sample)
    with store.writing() as rows:
        if found := rows.find(Project, is_sample=True):
            return found
        return _fill(rows, folder, sample, hashes, now)


def _save_media(media: MediaFiles, folder: Path, sample: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """path -> (hash of the original, hash of the shown copy, MIME type)."""
    hashes: dict[str, tuple[str, str, str]] = {}
    for candidate in sample["candidates"]:
        if name := candidate.get("media"):
            content = (folder / name).read_bytes()
            kind = sniff(content[:4096])
            hashes[name] = (media.save(content), media.save(strip(content)), kind.mime if kind else "")
    return hashes


def _fill(
    rows: Rows, folder: Path, sample: dict[str, Any], hashes: dict[str, tuple[str, str, str]], now: datetime
) -> Project:
    about = sample["project"]
    project = new_project(
        rows, about["name"], now, goal=Goal(about["goal"]), question=about["question"], is_sample=True
    )
    recipes = {
        recipe["key"]: Recipe(
            project_id=project.id,
            name=recipe["name"],
            version=recipe["version"],
            model=recipe["model"],
            prompt_template=recipe["prompt_template"],
            system_prompt=recipe["system_prompt"],
            parameters=recipe["parameters"],
            created_at=now,
        )
        for recipe in sample["recipes"]
    }
    briefs = {
        brief["key"]: Brief(
            project_id=project.id,
            key=brief["key"],
            title=brief["title"],
            text=brief["text"],
            inputs=brief["inputs"],
            winners=brief["winners"],
            position=position,
            created_at=now,
        )
        for position, brief in enumerate(sample["briefs"])
    }
    rows.add(*recipes.values(), *briefs.values())
    kinds = {brief["key"]: MediaKind(brief["media_kind"]) for brief in sample["briefs"]}
    candidates = {}
    for one in sample["candidates"]:
        original, shown, mime = hashes.get(one.get("media") or "", (None, None, None))
        candidates[one["key"]] = Candidate(
            project_id=project.id,
            brief_id=briefs[one["brief"]].id,
            recipe_id=recipes[one["recipe"]].id,
            prompt=one["prompt"],
            media=kinds[one["brief"]],
            text=one.get("text"),
            media_hash=original,
            shown_hash=shown,
            media_type=mime,
            parameters=one["parameters"],
            created_at=now,
        )
    rows.add(*candidates.values())
    _judge(rows, project, folder, briefs, candidates)
    return project


def _judge(
    rows: Rows, project: Project, folder: Path, briefs: dict[str, Brief], candidates: dict[str, Candidate]
) -> None:
    criterion = rows.all(Criterion, project_id=project.id)[0]
    tags = {tag.slug: tag for tag in rows.all(Tag, project_id=project.id)}
    judges: dict[str, Judge] = {}
    for line in (folder / "judgments.jsonl").read_text("utf-8").splitlines():
        given = json.loads(line)
        if given["judge"] not in judges:
            judge = Judge(project_id=project.id, kind=JudgeKind.SAMPLE, name=given["judge"])
            rows.add(judge)
            judges[given["judge"]] = judge
        judge, moment = judges[given["judge"]], datetime.fromisoformat(given["judged_at"])
        rows.session.add(
            Comparison(
                project_id=project.id,
                brief_id=briefs[given["brief"]].id,
                criterion_id=criterion.id,
                judge_id=judge.id,
                left_id=candidates[given["left"]].id,
                right_id=candidates[given["right"]].id,
                outcome=Outcome(given["outcome"]),
                seconds=given["seconds"],
                origin=Origin.SAMPLE,
                created_at=moment,
            )
        )
        for tagging in given["tags"]:
            rows.session.add(
                Tagging(
                    project_id=project.id,
                    candidate_id=candidates[tagging["candidate"]].id,
                    tag_id=tags[tagging["tag"]].id,
                    judge_id=judge.id,
                    created_at=moment,
                )
            )
