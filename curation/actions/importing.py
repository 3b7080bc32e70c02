"""Bringing files in: candidates and earlier judgments become rows, all of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from curation.actions.actor import Actor, require
from curation.actions.binding import Binding, bind_judgments
from curation.actions.plans import CandidatePlan, plan_candidates
from curation.actions.projects import find_project, new_project
from curation.errors import NotFound, NothingToDo
from curation.i18n import N_
from curation.importers import Table, read, read_briefs, read_candidates, read_judgments, recognise
from curation.models import (
    Criterion,
    Import,
    ImportKind,
    ImportState,
    Judge,
    JudgeKind,
    Origin,
    Project,
    Tagging,
    new_keys,
)
from curation.models.projects import fingerprint
from curation.storage import Rows, Store

CANDIDATE_BATCH = 2_000
JUDGMENT_BATCH = 100_000
FILE_NAME_LENGTH = 500


@dataclass(frozen=True)
class ImportResult:
    """What an import brought, or would bring.

    Attributes:
        left_out: Rows that the file itself marks as not valid.
        already: When the same file was brought in before; then nothing was changed.
        unchanged: Rows that were there already.
    """

    import_id: int | None
    project: str
    file: str
    kind: ImportKind
    rows: int
    briefs: int = 0
    recipes: int = 0
    candidates: int = 0
    judgments: int = 0
    judges: int = 0
    unchanged: int = 0
    left_out: int = 0
    already: datetime | None = None


def import_file(
    store: Store,
    actor: Actor,
    path: Path,
    project_name: str,
    *,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    briefs_path: Path | None = None,
    make_candidates: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Bring one file into a project, which is made if missing.

    Args:
        mapping: What a column of the file means, as target -> column: `{"prompt": "question"}`.
        briefs_path: A file of keys and texts, for files whose prompts are only keys.
        make_candidates: Judgments of candidates that are not there make them, from their names or texts.
        dry_run: Only say what would be brought in.

    Raises:
        BadInput: The sentence names the file, the line, what was found and what was expected. Nothing is changed.
    """
    table = read(path)
    texts = read_briefs(read(briefs_path)) if briefs_path else {}
    return import_table(
        store,
        actor,
        table,
        project_name,
        now=now,
        mapping=mapping or {},
        texts=texts,
        make_candidates=make_candidates,
        dry_run=dry_run,
    )


def import_table(
    store: Store,
    actor: Actor,
    table: Table,
    project_name: str,
    *,
    now: datetime,
    mapping: Mapping[str, str],
    texts: Mapping[str, str],
    make_candidates: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """As `import_file`, for a table that was already read."""
    require(actor, "curate")
    kind = recognise(table, mapping)
    how = _how(mapping, texts, make_candidates)
    with store.reading() as rows:
        project = rows.find(Project, name=project_name)
        if project and not dry_run and (returning := rows.imports.returnable(project.id, table.content_hash, how)):
            return _bring_back(store, project, returning, now)
        before = rows.imports.done(project.id, table.content_hash) if project else None
        if before is not None:
            return ImportResult(None, project_name, table.file, kind, before.rows, already=before.created_at)
        project_id = project.id if project else None
        if kind is ImportKind.CANDIDATES:
            plan = plan_candidates(rows, project_id, read_candidates(table, mapping), texts, table.file)
            binding, left_out = None, 0
        else:
            judgments = read_judgments(table, mapping)
            binding = bind_judgments(rows, project_id, judgments, texts, make_candidates)
            plan = binding.plan
            left_out = judgments.left_out
    result = ImportResult(
        import_id=None,
        project=project_name,
        file=table.file,
        kind=kind,
        rows=len(table.lines),
        briefs=len(plan.briefs),
        recipes=len(plan.recipes),
        candidates=len(plan.candidates),
        unchanged=plan.unchanged + (binding.unchanged if binding else 0),
        judgments=len(binding.left) if binding else 0,
        judges=len(binding.judges) if binding else 0,
        left_out=left_out,
    )
    if dry_run:
        return result
    import_id = _write(store, actor, table, project_name, kind, how, plan, binding, now)
    return ImportResult(**{**result.__dict__, "import_id": import_id})


def list_imports(store: Store, actor: Actor, project_name: str) -> list[Import]:
    """What was brought into a project, oldest first."""
    require(actor, "curate")
    project = find_project(store, actor, project_name)
    with store.reading() as rows:
        return rows.imports.all(project.id)


def take_back(store: Store, actor: Actor, project_name: str, import_id: int) -> Import:
    """Make everything an import brought invisible. The rows stay in the log; judgments of people stay too.

    Raises:
        NotFound: The project has no such import.
        NothingToDo: It was taken back already.
    """
    require(actor, "own")
    project = find_project(store, actor, project_name)
    with store.writing() as rows:
        found = rows.get(Import, import_id)
        if found is None or found.project_id != project.id:
            raise NotFound(N_("import"), str(import_id), N_("See “curation imports --project NAME”."))
        if found.state is not ImportState.DONE:
            raise NothingToDo(N_("That import was taken back already, or never finished. Nothing was changed."))
        found.state = ImportState.TAKEN_BACK
        rows.add(found)
        return found


def _how(mapping: Mapping[str, str], texts: Mapping[str, str], make_candidates: bool) -> dict[str, Any]:
    """What decides, beside the file, what an import makes."""
    how: dict[str, Any] = {"columns": dict(mapping)}
    if texts:
        how["briefs"] = fingerprint(**texts)
    if make_candidates:
        how["make_candidates"] = True
    return how


def _bring_back(store: Store, project: Project, taken_back: Import, now: datetime) -> ImportResult:
    """The same file in the same way as an import that was taken back: its rows, and judgments of them, are seen again."""
    with store.writing() as rows:
        rows.one_at_a_time(project.name)
        found = rows.get(Import, taken_back.id)
        if found is None or rows.imports.done(project.id, found.content_hash) is not None:
            raise NothingToDo(N_("The same file was brought in by somebody else just now. Nothing was changed."))
        found.state = ImportState.DONE
        found.finished_at = now
        rows.add(found)
        candidates, judgments, judges = rows.imports.sizes(found.id)
    return ImportResult(
        import_id=found.id,
        project=project.name,
        file=found.file_name,
        kind=found.kind,
        rows=found.rows,
        candidates=candidates,
        judgments=judgments,
        judges=judges,
    )


def _write(
    store: Store,
    actor: Actor,
    table: Table,
    project_name: str,
    kind: ImportKind,
    how: dict[str, Any],
    plan: CandidatePlan,
    binding: Binding | None,
    now: datetime,
) -> int:
    """Store a plan in batches that stay invisible until the last transaction marks the import as done."""
    with store.writing() as rows:
        rows.one_at_a_time(project_name)
        project = rows.find(Project, name=project_name) or new_project(rows, project_name, now)
        record = Import(
            project_id=project.id,
            judge_id=actor.judge_id,
            kind=kind,
            file_name=table.file[:FILE_NAME_LENGTH],
            content_hash=table.content_hash,
            mapping=how,
            rows=len(table.lines),
            created_at=now,
        )
        rows.add(record)
        plan.adopt(rows, project.id, record.id, now)
    for start in range(0, len(plan.candidates), CANDIDATE_BATCH):
        with store.writing() as rows:
            rows.add_all(plan.candidates[start : start + CANDIDATE_BATCH])
    if plan.tags:
        with store.writing() as rows:
            rows.one_at_a_time(project_name)
            _tag(rows, project.id, plan, now)
    if binding is not None:
        _write_judgments(store, project, record.id, binding, now)
    with store.writing() as rows:
        rows.one_at_a_time(project_name)
        if rows.imports.done(project.id, table.content_hash) is not None:
            raise NothingToDo(N_("The same file was brought in by somebody else just now. Nothing was changed."))
        record.state = ImportState.DONE
        record.finished_at = now
        rows.add(rows.session.merge(record))
    return record.id


def _tag(rows: Rows, project_id: int, plan: CandidatePlan, now: datetime) -> None:
    judge = imported_judge(rows, project_id, "import")
    tags = plan.make_tags(rows, project_id, now)
    rows.add_all(
        Tagging(project_id=project_id, candidate_id=candidate_id, tag_id=tags[label], judge_id=judge.id, created_at=now)
        for candidate_id, labels in plan.tags.items()
        for label in labels
    )


def _write_judgments(store: Store, project: Project, import_id: int, binding: Binding, now: datetime) -> None:
    with store.writing() as rows:
        rows.one_at_a_time(project.name)
        criterion = rows.all(Criterion, project_id=project.id)[0]
        judges = {name: imported_judge(rows, project.id, name).id for name in binding.judges}
    columns = binding.columns(judges, now)
    for start in range(0, len(binding.left), JUDGMENT_BATCH):
        part = {name: values[start : start + JUDGMENT_BATCH] for name, values in columns.items()}
        with store.writing() as rows:
            rows.comparisons.add_columns(
                {"id": new_keys(len(part["left_id"])), **part},
                project_id=project.id,
                criterion_id=criterion.id,
                import_id=import_id,
                note="",
                origin=Origin.IMPORT,
                sides_known=binding.sides_known,
            )


def imported_judge(rows: Rows, project_id: int, name: str) -> Judge:
    """The judge a file names, made when there is none; the same name in two files is the same judge."""
    judge = rows.find(Judge, project_id=project_id, kind=JudgeKind.IMPORTED, name=name)
    if judge is None:
        judge = Judge(project_id=project_id, kind=JudgeKind.IMPORTED, name=name)
        rows.add(judge)
    return judge
