"""Judging: a pair is shown, answered once, undone if wanted. The answer is stored before the next pair is chosen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from curation.actions.actor import Actor, require
from curation.actions.choosing import BriefChooser, Choosers
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
        to_go: How many more are useful in this brief, about; None when nobody can say.
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
                return self._describe(rows, shown, now)
        with self._store.writing() as rows:
            return self._present(rows, actor, project_id, brief_id, now)

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
            shown = self._shown_to(rows, actor, token)
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
            # Before saving: a chooser renewed afterwards would learn the answer from the log as well.
            chooser = self._chooser(rows, shown.project_id, shown.brief_id, shown.criterion_id)
            if rows.comparisons.save(answered):
                chooser.tell([(shown.left_id, shown.right_id, outcome, actor.judge_id)])
            rows.presentations.close(shown.id, now)
            return self._present(rows, actor, shown.project_id, brief_id, now)

    def undo(self, actor: Actor, project_id: int, *, now: datetime) -> Pair | NoPair | None:
        """Take this judge's latest answer back and show its pair again, same sides. None when there is none."""
        require(actor, "judge")
        with self._store.writing() as rows:
            last = rows.comparisons.last_of(project_id, actor.judge_id)
            if last is None:
                return None
            rows.comparisons.retract(last, actor.judge_id, "undo", now)
            self._choosers.forget(last.brief_id, last.criterion_id)
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
            return self._describe(rows, again, now)

    def _shown_to(self, rows: Rows, actor: Actor, token: str) -> Presentation:
        shown = rows.presentations.by_token(token)
        if shown is None:
            raise NotFound(N_("pair"), token[:8], N_("Reload the page."))
        if shown.judge_id != actor.judge_id:
            raise NotAllowed(N_("answer for somebody else"))
        return shown

    def _present(self, rows: Rows, actor: Actor, project_id: int, brief_id: int | None, now: datetime) -> Pair | NoPair:
        open_now = rows.presentations.open_of(project_id, actor.judge_id)
        if open_now is not None and brief_id in (None, open_now.brief_id):
            return self._describe(rows, open_now, now)
        if open_now is not None:
            rows.presentations.close(open_now.id, now)
        project = rows.get(Project, project_id)
        if project is None:
            raise NotFound(N_("project"), str(project_id))
        criterion = rows.all(Criterion, project_id=project_id)[0]
        counts = rows.candidates.count_by_brief(project_id)
        if brief_id is not None:
            counts = {brief_id: counts.get(brief_id, 0)}
        seen = {frozenset(p) for p in rows.presentations.pairs_seen(project_id, actor.judge_id, criterion.id)}
        for brief in self._briefs_in_turn(rows, actor, project_id, counts):
            chooser = self._chooser(rows, project_id, brief, criterion.id)
            chosen = chooser.take(actor.judge_id, seen)
            if chosen is None:
                continue
            shown = Presentation(
                project_id=project_id,
                brief_id=brief,
                criterion_id=criterion.id,
                judge_id=actor.judge_id,
                left_id=chosen[0],
                right_id=chosen[1],
                policy=chooser.chooser.policy,
                created_at=now,
                expires_at=now + LIFETIME,
            )
            rows.add(shown)
            chooser.plan(actor.judge_id, seen, chosen)
            return self._describe(rows, shown, now)
        most = max(counts.values(), default=0)
        reason = Emptiness.ALL_SEEN if most > 1 else Emptiness.ONE_OUTPUT if most == 1 else Emptiness.NO_OUTPUTS
        return NoPair(reason, rows.comparisons.count(project_id, actor.judge_id))

    def _briefs_in_turn(self, rows: Rows, actor: Actor, project_id: int, counts: dict[int, int]) -> list[int]:
        """The briefs with a pair in them: the present one until its turn is over, then the least judged."""
        judged = rows.comparisons.count_by_brief(project_id)
        usable = [brief for brief, count in counts.items() if count > 1]
        in_turn = sorted(usable, key=lambda brief: (judged.get(brief, 0) / counts[brief], brief))
        recent = rows.presentations.recent_briefs(project_id, actor.judge_id, max(STAY.values()))
        if recent and recent[0] in usable:
            kind = rows.candidates.keys(project_id, recent[0])[0].media
            run = next((at for at, brief in enumerate(recent) if brief != recent[0]), len(recent))
            if run % STAY[kind]:
                in_turn.remove(recent[0])
                in_turn.insert(0, recent[0])
        return in_turn

    def _describe(self, rows: Rows, shown: Presentation, now: datetime) -> Pair:
        brief = rows.get(Brief, shown.brief_id)
        criterion = rows.get(Criterion, shown.criterion_id)
        sides = rows.candidates.with_ids([shown.left_id, shown.right_id])
        undone = rows.get(Comparison, shown.undo_of) if shown.undo_of else None
        chooser = self._chooser(rows, shown.project_id, shown.brief_id, shown.criterion_id)
        following = rows.candidates.with_ids(list(chooser.planned.get(shown.judge_id, ())))
        if brief is None or criterion is None or len(sides) != 2:
            raise NotFound(N_("pair"), shown.token[:8], N_("Reload the page."))
        return Pair(
            token=shown.token,
            question=criterion.question,
            brief_id=brief.id,
            brief_title=brief.title,
            brief_text=brief.text,
            inputs=brief.inputs,
            left=self._show(sides[shown.left_id], now),
            right=self._show(sides[shown.right_id], now),
            earlier=undone.outcome if undone else None,
            judged=rows.comparisons.count(shown.project_id, shown.judge_id),
            to_go=chooser.to_go(),
            settled=chooser.settled(),
            presented_at=shown.created_at,
            next_urls=[url for url in (self._show(candidate, now).url for candidate in following.values()) if url],
        )

    def _chooser(self, rows: Rows, project_id: int, brief_id: int, criterion_id: int) -> BriefChooser:
        project, brief = rows.get(Project, project_id), rows.get(Brief, brief_id)
        if project is None or brief is None:
            raise NotFound(N_("project"), str(project_id))
        winners = brief.winners or project.winners_per_brief
        return self._choosers.of(rows, project.goal, winners, project_id, brief_id, criterion_id)

    def _show(self, candidate: Candidate, now: datetime) -> Shown:
        if candidate.shown_hash is None:
            return Shown(candidate.media, text=candidate.text)
        return Shown(candidate.media, candidate.text, self._links.url(candidate.project_id, candidate.shown_hash, now))
