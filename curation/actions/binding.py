"""Binding earlier judgments to candidates: by brief and recipe, and by text where the file carries it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from typing import Any

from curation.actions.plans import CandidatePlan, plan_candidates
from curation.errors import BadRow
from curation.i18n import N_
from curation.importers import CandidateRow, Judgments
from curation.importers.excerpts import quoted
from curation.models import Brief, Candidate, Outcome, Recipe
from curation.storage import Rows

UNNAMED_JUDGE = "imported"
UNNAMED_BRIEF = "—"


@dataclass
class Binding:
    """Judgments as columns of candidate keys; `plan` holds the candidates that have to be made first."""

    left: list[int]
    right: list[int]
    brief_of: dict[int, int]
    outcome: list[Outcome]
    judge: list[str]
    judges: list[str]
    seconds: list[float | None] | None
    judged_at: list[datetime | None] | None
    degree: list[Any] | None
    sides_known: bool
    plan: CandidatePlan = field(default_factory=CandidatePlan)
    unchanged: int = 0

    def columns(self, judges: Mapping[str, int], now: datetime) -> dict[str, list[Any]]:
        """Columns of the comparison table. New candidates have their brief only now."""
        brief_of = {**self.brief_of, **{candidate.id: candidate.brief_id for candidate in self.plan.candidates}}
        columns: dict[str, list[Any]] = {
            "left_id": self.left,
            "right_id": self.right,
            "brief_id": [brief_of[key] for key in self.left],
            "outcome": self.outcome,
            "judge_id": [judges[name] for name in self.judge],
            "created_at": [moment or now for moment in self.judged_at] if self.judged_at else [now] * len(self.left),
        }
        if self.seconds is not None:
            columns["seconds"] = self.seconds
        if self.degree is not None:
            columns["degree"] = self.degree
        return columns


def bind_judgments(
    rows: Rows, project_id: int | None, found: Judgments, texts: Mapping[str, str], make_candidates: bool
) -> Binding:
    """Find the candidate of every side.

    Raises:
        BadRow: A side that no candidate, or more than one, has; a row without a prompt where there are many briefs.
    """
    plan = _plan_missing(rows, project_id, found, texts) if make_candidates else CandidatePlan()
    places = _Places(rows, project_id, plan)
    left: list[int] = []
    right: list[int] = []
    for row, line in enumerate(found.lines):
        brief = places.brief(found, row, texts)
        for names, responses, keys in (
            (found.left, found.left_response, left),
            (found.right, found.right_response, right),
        ):
            response = responses[row] if responses else None
            keys.append(places.candidate(found.file, line, brief, names[row], response))
    judge = [name or UNNAMED_JUDGE for name in found.judge]
    binding = Binding(
        left=left,
        right=right,
        brief_of=places.brief_of,
        outcome=found.outcome,
        judge=judge,
        judges=list(dict.fromkeys(judge)),
        seconds=found.seconds,
        judged_at=found.judged_at,
        degree=found.degree,
        sides_known=found.sides_known,
        plan=plan,
    )
    if project_id is not None and (any(found.judge) or found.judged_at):
        _leave_out_known(binding, rows.comparisons.imported(project_id))
    return binding


def _leave_out_known(binding: Binding, known: list[tuple[int, int, str, str, datetime]]) -> None:
    """Leave out judgments that an earlier import brought: a log exported again is longer, or has other line ends.

    The k-th judgment of one judge (at one time) with one answer to one pair is known when k of them are there. Without
    judges and times nothing tells two judgments apart, so then every row counts.
    """
    times = binding.judged_at or [None] * len(binding.left)
    timed = binding.judged_at is not None
    there = Counter((left, right, out, name, when if timed else None) for left, right, out, name, when in known)
    seen: Counter[tuple[int, int, str, str, datetime | None]] = Counter()
    kept = []
    for row in zip(binding.left, binding.right, binding.outcome, binding.judge, times, strict=True):
        key = (row[0], row[1], row[2].value, row[3], row[4])
        seen[key] += 1
        kept.append(seen[key] > there[key])
    binding.unchanged = kept.count(False)
    for name in ("left", "right", "outcome", "judge", "seconds", "judged_at", "degree"):
        if (values := getattr(binding, name)) is not None:
            setattr(binding, name, list(compress(values, kept)))
    binding.judges = list(dict.fromkeys(binding.judge))


def _plan_missing(rows: Rows, project_id: int | None, found: Judgments, texts: Mapping[str, str]) -> CandidatePlan:
    """One candidate for each (brief, name) the judgments speak of and the project does not have."""
    known = _Places(rows, project_id, CandidatePlan())
    made: dict[tuple[str, str, str | None], CandidateRow] = {}
    for row, line in enumerate(found.lines):
        prompt = found.brief[row] or known.only_brief_text() or UNNAMED_BRIEF
        brief = known.brief_key(texts.get(prompt, prompt)) or known.brief_key(prompt)
        for names, responses in ((found.left, found.left_response), (found.right, found.right_response)):
            response = responses[row] if responses else None
            if known.has(brief, names[row], response):
                continue
            content = names[row] if response is None else response
            made.setdefault((prompt, names[row], response), CandidateRow(line, prompt, content, names[row], {}, ()))
    return plan_candidates(rows, project_id, list(made.values()), texts, found.file)


class _Places:
    """Where candidates are, by brief and recipe name."""

    def __init__(self, rows: Rows, project_id: int | None, plan: CandidatePlan) -> None:
        self._briefs: dict[str, str] = {}
        self._candidates: dict[tuple[str, str], list[Candidate]] = {}
        self.brief_of: dict[int, int] = {}
        briefs = rows.all(Brief, project_id=project_id) if project_id else []
        text_of = {brief.id: brief.text for brief in briefs}
        for brief in briefs:
            self._briefs[brief.text] = brief.text
            if brief.key is not None:
                self._briefs.setdefault(brief.key, brief.text)
        names = {recipe.id: recipe.name for recipe in rows.all(Recipe, project_id=project_id)} if project_id else {}
        for candidate in rows.candidates.visible(project_id) if project_id else []:
            self.brief_of[candidate.id] = candidate.brief_id
            place = (text_of[candidate.brief_id], names[candidate.recipe_id])
            self._candidates.setdefault(place, []).append(candidate)
        for candidate, (text, row, _) in zip(plan.candidates, plan.rows, strict=True):
            self._briefs.setdefault(text, text)
            self._briefs.setdefault(row.prompt, text)
            self._candidates.setdefault((text, row.recipe), []).append(candidate)
        self._unnamed = UNNAMED_BRIEF if any(row.prompt == UNNAMED_BRIEF for _, row, _ in plan.rows) else None
        self._judged_briefs = list(dict.fromkeys(text for text, _ in self._candidates))

    def only_brief_text(self) -> str | None:
        """The text of the only brief with candidates, if there is exactly one."""
        return self._judged_briefs[0] if len(self._judged_briefs) == 1 else None

    def brief_key(self, prompt: str) -> str | None:
        """The text of the brief a prompt means, by text or by key."""
        return self._briefs.get(prompt)

    def brief(self, found: Judgments, row: int, texts: Mapping[str, str]) -> str:
        """The text of the brief of one judgment."""
        prompt = found.brief[row]
        if not prompt:
            only = self.only_brief_text() or self._unnamed
            if only is None:
                expected = N_("a prompt column that says which brief is meant, or --make-candidates")
                raise BadRow(found.file, found.lines[row], N_("no prompt"), expected)
            return only
        text = self._briefs.get(texts.get(prompt, prompt)) or self._briefs.get(prompt)
        if text is None:
            expected = N_("a brief of this project, or --make-candidates")
            raise BadRow(found.file, found.lines[row], quoted(prompt), expected)
        return text

    def has(self, brief: str | None, name: str, response: str | None) -> bool:
        """Whether a candidate for this side is there."""
        return brief is not None and bool(self._matching(brief, name, response))

    def candidate(self, file: str, line: int, brief: str, name: str, response: str | None) -> int:
        """The key of the one candidate of this brief with this recipe name (and text, where the file has it)."""
        there = self._matching(brief, name, response)
        if len(there) != 1:
            expected = (
                N_("a recipe with a candidate for this brief, or --make-candidates")
                if not there
                else N_("one candidate of this recipe for this brief, but there are several")
            )
            raise BadRow(file, line, quoted(name), expected)
        return there[0].id

    def _matching(self, brief: str, name: str, response: str | None) -> list[Candidate]:
        there = self._candidates.get((brief, name), [])
        return there if response is None else [candidate for candidate in there if candidate.text == response]
