"""Judging: a pair is shown, answered once, undone if wanted. The answer is stored before the next pair is chosen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from curation.actions.actor import Actor, require
from curation.actions.choosing import Choosers, KeyChooser
from curation.actions.media_links import MediaLinks
from curation.errors import NotAllowed, NotFound
from curation.i18n import N_
from curation.models import (
    Brief,
    Candidate,
    Comparison,
    Criterion,
    Degree,
    MediaKind,
    Origin,
    Outcome,
    Presentation,
    Project,
)
from curation.storage import Rows, Store

LIFETIME = timedelta(minutes=10)
# How many pairs in a row stay with one brief: texts have to be read anew, pictures are seen at once.
STAY = {MediaKind.TEXT: 3, MediaKind.IMAGE: 10, MediaKind.AUDIO: 3, MediaKind.VIDEO: 3}


@dataclass(frozen=True)
class Shown:
    """What a judge may know of a candidate: its content and nothing about its maker."""

    media: MediaKind
    text: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Pair:
    """A pair before a judge. `token` is all the browser may hand back.

    Attributes:
        earlier: The answer that undo took back, to be outlined.
        judged: Answers of this judge in this project that count.
        to_go: How many more are useful in this brief (or project), about; None when nobody can say.
        to_go_range: Between how many it is nine times in ten.
        settled: Probability that the winners of this brief will not change; None when nobody can say.
        next_urls: Media of the pair that probably follows, to be fetched in advance.
    """

    token: str
    question: str
    brief_id: int
    brief_title: str
    brief_text: str
    inputs: dict[str, Any]
    left: Shown
    right: Shown
    earlier: Outcome | None
    judged: int
    to_go: int | None
    settled: float | None
    presented_at: datetime
    next_urls: list[str] = field(default_factory=list)
    to_go_range: tuple[int, int] | None = None


class Emptiness(StrEnum):
    """Why there is no pair."""

    NO_OUTPUTS = "no_outputs"
    ONE_OUTPUT = "one_output"
    ALL_SEEN = "all_seen"


@dataclass(frozen=True)
class NoPair:
    """There is nothing to compare, and why."""

    reason: Emptiness
    judged: int


class Judging:
    """The judging of one workspace."""

    def __init__(self, store: Store, choosers: Choosers, links: MediaLinks) -> None:
        self._store = store
        self._choosers = choosers
        self._links = links

    def pair(self, actor: Actor, project_id: int, *, now: datetime, brief_id: int | None = None) -> Pair | NoPair:
        """The pair this judge has open, or a new one. Asking again gives the same pair."""
        require(actor, "judge")
        with self._store.reading() as rows:
            shown = rows.presentations.open_of(project_id, actor.judge_id)
            if shown is not None and brief_id in (None, shown.brief_id):
                return self._describe(_Turn(rows, actor, project_id, self._choosers, anew=True), shown, now)
        with self._store.writing() as rows:
            return self._present(_Turn(rows, actor, project_id, self._choosers, anew=True), brief_id, now)

    def answer(
        self,
        actor: Actor,
        token: str,
        outcome: Outcome,
        *,
        now: datetime,
        seconds: float | None = None,
        degree: Degree | None = None,
        note: str = "",
        brief_id: int | None = None,
    ) -> Pair | NoPair:
        """Store the answer to the pair with this token, once, and return the next pair.

        The same token twice stores nothing more. A late answer, after the pair was given back, counts.

        Raises:
            NotFound: No pair has this token.
            NotAllowed: The pair was shown to somebody else.
            DatabaseBusy: Nothing was stored; the pair is still open.
        """
        require(actor, "judge")
        with self._store.writing() as rows:
            shown = _shown_to(rows, actor, token)
            turn = _Turn(rows, actor, shown.project_id, self._choosers)
            # Before saving: a chooser renewed afterwards would learn the answer from the log as well.
            chooser = turn.chooser(shown.brief_id)
            answered = Comparison(
                project_id=shown.project_id,
                brief_id=shown.brief_id,
                criterion_id=shown.criterion_id,
                judge_id=actor.judge_id,
                presentation_id=shown.id,
                left_id=shown.left_id,
                right_id=shown.right_id,
                outcome=outcome,
                degree=degree,
                note=note,
                seconds=seconds,
                origin=Origin.APP,
                created_at=now,
            )
            if rows.comparisons.save(answered):
                chooser.tell([(shown.left_id, shown.right_id, outcome, actor.judge_id)])
                self._choosers.count_answer(shown.project_id, shown.brief_id, actor.judge_id)
            rows.presentations.close(shown.id, now)
            return self._present(turn, brief_id, now)

    def undo(self, actor: Actor, project_id: int, *, now: datetime) -> Pair | NoPair | None:
        """Take this judge's latest answer back and show its pair again, same sides. None when there is none."""
        require(actor, "judge")
        with self._store.writing() as rows:
            last = rows.comparisons.last_of(project_id, actor.judge_id)
            if last is None:
                return None
            rows.comparisons.retract(last, actor.judge_id, "undo", now)
            self._choosers.forget(project_id, last.brief_id, last.criterion_id)
            if before := rows.presentations.open_of(project_id, actor.judge_id):
                rows.presentations.close(before.id, now)
            again = Presentation(
                project_id=project_id,
                brief_id=last.brief_id,
                criterion_id=last.criterion_id,
                judge_id=actor.judge_id,
                left_id=last.left_id,
                right_id=last.right_id,
                policy="undo",
                undo_of=last.id,
                created_at=now,
                expires_at=now + LIFETIME,
            )
            rows.add(again)
            return self._describe(_Turn(rows, actor, project_id, self._choosers, anew=True), again, now)

    def _present(self, turn: "_Turn", brief_id: int | None, now: datetime) -> Pair | NoPair:
        rows, judge_id = turn.rows, turn.actor.judge_id
        open_now = rows.presentations.open_of(turn.project.id, judge_id)
        if open_now is not None and brief_id in (None, open_now.brief_id):
            return self._describe(turn, open_now, now)
        if open_now is not None:
            rows.presentations.close(open_now.id, now)
        counts = {brief: len(keys) for brief, keys in turn.roster.by_brief.items()}
        if brief_id is not None:
            counts = {brief_id: counts.get(brief_id, 0)}
        for brief in [None] if turn.across_briefs else turn.briefs_in_turn(counts):
            seen = turn.seen(brief)
            chooser = turn.chooser(brief)
            chosen = chooser.take(judge_id, seen)
            if chosen is None:
                continue
            of_pair = brief if brief is not None else turn.brief_of(chosen[0])
            shown = Presentation(
                project_id=turn.project.id,
                brief_id=of_pair,
                criterion_id=turn.criterion.id,
                judge_id=judge_id,
                left_id=chosen[0],
                right_id=chosen[1],
                policy=chooser.chooser.policy,
                created_at=now,
                expires_at=now + LIFETIME,
            )
            rows.add(shown)
            chooser.plan(judge_id, seen, chosen)
            return self._describe(turn, shown, now)
        most = max(counts.values(), default=0)
        reason = Emptiness.ALL_SEEN if most > 1 else Emptiness.ONE_OUTPUT if most == 1 else Emptiness.NO_OUTPUTS
        return NoPair(reason, turn.given())

    def _describe(self, turn: "_Turn", shown: Presentation, now: datetime) -> Pair:
        rows, brief, chooser = turn.rows, turn.brief(shown.brief_id), turn.chooser(shown.brief_id)
        following = chooser.planned.get(shown.judge_id, ())
        candidates = rows.candidates.with_ids([shown.left_id, shown.right_id, *following])
        undone = rows.get(Comparison, shown.undo_of) if shown.undo_of else None
        to_go, settled = chooser.outlook()
        next_urls = [self._show(candidates[key], now).url for key in following if key in candidates]
        return Pair(
            token=shown.token,
            question=turn.criterion.question,
            brief_id=brief.id,
            brief_title=brief.title,
            brief_text=brief.text,
            inputs=brief.inputs,
            left=self._show(candidates[shown.left_id], now),
            right=self._show(candidates[shown.right_id], now),
            earlier=undone.outcome if undone else None,
            judged=turn.given(),
            to_go=to_go.expected if to_go else None,
            to_go_range=(to_go.low, to_go.high) if to_go else None,
            settled=settled,
            presented_at=shown.created_at,
            next_urls=[url for url in next_urls if url],
        )

    def _show(self, candidate: Candidate, now: datetime) -> Shown:
        if candidate.shown_hash is None:
            return Shown(candidate.media, text=candidate.text)
        return Shown(candidate.media, candidate.text, self._links.url(candidate.project_id, candidate.shown_hash, now))


class _Turn:
    """What one transaction of judging looks up more than once."""

    def __init__(self, rows: Rows, actor: Actor, project_id: int, choosers: Choosers, *, anew: bool = False) -> None:
        project = rows.get(Project, project_id)
        if project is None:
            raise NotFound(N_("project"), str(project_id))
        self.rows = rows
        self.actor = actor
        self.project = project
        self.criterion = rows.all(Criterion, project_id=project_id)[0]
        self.roster = choosers.roster(rows, project_id)
        self._choosers = choosers
        self._anew = anew
        self._chooser_of: dict[int | None, KeyChooser] = {}

    def brief(self, brief_id: int) -> Brief:
        """The brief with this key."""
        brief = self.rows.get(Brief, brief_id)
        if brief is None:
            raise NotFound(N_("brief"), str(brief_id))
        return brief

    @cached_property
    def across_briefs(self) -> bool:
        """Whether pairs are chosen over all briefs at once, because the goal is a recipe."""
        return self._choosers.covers_recipes(self.project, self.roster)

    def given(self) -> int:
        """How many answers of this judge count."""
        return self._choosers.given(self.rows, self.project.id, self.actor.judge_id, anew=self._anew)

    def brief_of(self, candidate_id: int) -> int:
        """The brief of a candidate."""
        return next(key.brief_id for key in self.roster.keys if key.id == candidate_id)

    def chooser(self, brief_id: int | None) -> KeyChooser:
        """What chooses the pairs of a brief, or of the project."""
        scope = None if self.across_briefs else brief_id
        if scope not in self._chooser_of:
            own = self.brief(scope).winners if scope is not None else None
            winners = own or self.project.winners_per_brief
            keys = self.roster.keys if scope is None else self.roster.by_brief.get(scope, [])
            self._chooser_of[scope] = self._choosers.of(
                self.rows, self.project, self.criterion.id, scope, winners, keys
            )
        return self._chooser_of[scope]

    def seen(self, brief_id: int | None) -> set[frozenset[int]]:
        """The pairs of a brief, or of the project, that this judge was shown."""
        shown = self.rows.presentations.pairs_seen(self.project.id, self.actor.judge_id, self.criterion.id, brief_id)
        return {frozenset(pair) for pair in shown}

    def briefs_in_turn(self, counts: dict[int, int]) -> list[int]:
        """The briefs with a pair in them: the present one until its turn is over, then the least judged."""
        usable = [brief for brief, count in counts.items() if count > 1]
        if len(usable) < 2:
            return usable
        judged = self._choosers.judged(self.rows, self.project.id)
        in_turn = sorted(usable, key=lambda brief: (judged.get(brief, 0) / counts[brief], brief))
        recent = self.rows.presentations.recent_briefs(self.project.id, self.actor.judge_id, max(STAY.values()))
        if recent and recent[0] in usable:
            kind = self.roster.by_brief[recent[0]][0].media
            run = next((at for at, brief in enumerate(recent) if brief != recent[0]), len(recent))
            if run % STAY[kind]:
                in_turn.remove(recent[0])
                in_turn.insert(0, recent[0])
        return in_turn


def _shown_to(rows: Rows, actor: Actor, token: str) -> Presentation:
    shown = rows.presentations.by_token(token)
    if shown is None:
        raise NotFound(N_("pair"), token[:8], N_("Reload the page."))
    if shown.judge_id != actor.judge_id:
        raise NotAllowed(N_("answer for somebody else"))
    return shown
