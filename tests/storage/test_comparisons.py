"""The log of judgments: saved once, tallied as it was answered, retracted without being rewritten."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.models import (
    Comparison,
    Import,
    ImportState,
    Origin,
    Outcome,
    Presentation,
    new_keys,
)
from curation.storage import Store
from tests.storage.conftest import World, world

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def answer(world: World, left: int, right: int, outcome: Outcome, **more: object) -> Comparison:
    """A sample comparison of two of the world's candidates."""
    return Comparison(
        project_id=world.project.id,
        brief_id=world.brief.id,
        criterion_id=world.criterion.id,
        judge_id=world.judge.id,
        left_id=world.candidates[left].id,
        right_id=world.candidates[right].id,
        outcome=outcome,
        **{"origin": Origin.SAMPLE, "created_at": NOON, **more},
    )


def present(world: World, left: int = 0, right: int = 1) -> Presentation:
    """A stored, open presentation."""
    shown = Presentation(
        project_id=world.project.id,
        brief_id=world.brief.id,
        criterion_id=world.criterion.id,
        judge_id=world.judge.id,
        left_id=world.candidates[left].id,
        right_id=world.candidates[right].id,
        policy="test",
    )
    with world.store.writing() as rows:
        rows.add(shown)
    return shown


def test_the_same_presentation_is_answered_once(world: World) -> None:
    shown = present(world)
    first = answer(world, 0, 1, Outcome.LEFT, origin=Origin.APP, presentation_id=shown.id)
    second = answer(world, 0, 1, Outcome.RIGHT, origin=Origin.APP, presentation_id=shown.id)
    with world.store.writing() as rows:
        assert rows.comparisons.save(first)
    with world.store.writing() as rows:
        assert not rows.comparisons.save(second)
    with world.store.reading() as rows:
        assert [row.outcome for row in rows.comparisons.log(world.project.id)] == [Outcome.LEFT]


def test_a_judge_has_one_open_presentation_per_project(world: World) -> None:
    from sqlalchemy.exc import IntegrityError

    shown = present(world)
    with pytest.raises(IntegrityError):
        present(world, 2, 3)
    with world.store.writing() as rows:
        rows.presentations.close(shown.id, NOON)
    present(world, 2, 3)


def test_a_retracted_comparison_stays_in_the_table_and_counts_no_more(world: World) -> None:
    given_answer = answer(world, 0, 1, Outcome.LEFT)
    with world.store.writing() as rows:
        rows.comparisons.save(given_answer)
        assert rows.comparisons.retract(given_answer, world.judge.id, "undo", NOON)
        assert not rows.comparisons.retract(given_answer, world.judge.id, "undo", NOON)
    with world.store.reading() as rows:
        assert rows.comparisons.count(world.project.id) == 0
        assert rows.comparisons.tally(world.project.id, world.criterion.id).left.size == 0
        assert rows.count(Comparison) == 1


def test_imported_rows_are_invisible_until_their_import_is_done(world: World) -> None:
    record = Import(project_id=world.project.id, kind="judgments", file_name="votes.csv", content_hash="0" * 64)
    ids = [candidate.id for candidate in world.candidates]
    with world.store.writing() as rows:
        rows.add(record)
        rows.comparisons.add_columns(
            {"id": new_keys(2), "left_id": ids[:2], "right_id": ids[2:], "outcome": [Outcome.LEFT, Outcome.TIE]},
            project_id=world.project.id,
            brief_id=world.brief.id,
            criterion_id=world.criterion.id,
            judge_id=world.judge.id,
            import_id=record.id,
            note="",
            origin=Origin.IMPORT,
            sides_known=True,
            created_at=NOON,
        )
    states = {}
    for state in (ImportState.PENDING, ImportState.DONE, ImportState.TAKEN_BACK):
        with world.store.writing() as rows:
            record.state = state
            rows.add(rows.session.merge(record))
        with world.store.reading() as rows:
            states[state] = rows.comparisons.count(world.project.id)
            log = rows.comparisons.log(world.project.id)
            if log:
                assert [row.created_at for row in log] == [NOON, NOON]
                assert [row.outcome for row in log] == [Outcome.LEFT, Outcome.TIE]
    assert states == {ImportState.PENDING: 0, ImportState.DONE: 2, ImportState.TAKEN_BACK: 0}


def test_undo_finds_the_latest_answer_that_still_counts(world: World) -> None:
    answers = []
    for left, right in ((0, 1), (2, 3)):
        shown = present(world, left, right)
        one = answer(world, left, right, Outcome.RIGHT, origin=Origin.APP, presentation_id=shown.id)
        with world.store.writing() as rows:
            rows.comparisons.save(one)
            rows.presentations.close(shown.id, NOON)
        answers.append(one)
    for expected in reversed(answers):
        with world.store.writing() as rows:
            last = rows.comparisons.last_of(world.project.id, world.judge.id)
            assert last is not None
            assert last.id == expected.id
            rows.comparisons.retract(last, world.judge.id, "undo", NOON)
    with world.store.reading() as rows:
        assert rows.comparisons.last_of(world.project.id, world.judge.id) is None


judgments = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(Outcome)).filter(lambda row: row[0] != row[1]),
    max_size=40,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(judgments)
def test_the_tally_counts_what_was_answered(given_answers: list[tuple[int, int, Outcome]]) -> None:
    fresh = world.__wrapped__(Store("sqlite://"))  # type: ignore[attr-defined]
    with fresh.store.writing() as rows:
        for left, right, outcome in given_answers:
            rows.comparisons.save(answer(fresh, left, right, outcome))
    with fresh.store.reading() as rows:
        counts = rows.comparisons.tally(fresh.project.id, fresh.criterion.id)
    place = {candidate.id: number for number, candidate in enumerate(fresh.candidates)}
    tallied = {
        (place[left], place[right], outcome): int(counts.counts[outcome][row])
        for row, (left, right) in enumerate(zip(counts.left.tolist(), counts.right.tolist(), strict=True))
        for outcome in Outcome
        if counts.counts[outcome][row]
    }
    assert tallied == dict(Counter(given_answers))


def test_the_tally_of_a_brief_has_only_its_pairs(world: World) -> None:
    with world.store.writing() as rows:
        rows.comparisons.save(answer(world, 0, 1, Outcome.LEFT))
    with world.store.reading() as rows:
        assert rows.comparisons.tally(world.project.id, world.criterion.id, world.brief.id).left.size == 1
        assert rows.comparisons.tally(world.project.id, world.criterion.id, 1).left.size == 0
