import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.ranking import Tally
from tests.ranking.judgment_worlds import Judgments, judgments


def contents(tally: Tally) -> list[tuple[float, ...]]:
    columns = (tally.first, tally.second, tally.count, tally.wins, tally.ties)
    return [tuple(round(float(x), 9) for x in row) for row in zip(*columns, strict=True)]


@given(judgments())
def test_every_judgment_is_counted_once(some: Judgments) -> None:
    tally = some.tally()
    assert tally.count.sum() == len(some.left) == tally.n_comparisons
    assert tally.comparisons_per_item.sum() == 2 * len(some.left)
    assert tally.wins_per_item.sum() == len(some.left)
    assert tally.ties.sum() == np.sum(some.outcome == 0.5)


@given(judgments())
def test_pairs_are_distinct_ascending_and_lower_item_first(some: Judgments) -> None:
    tally = some.tally()
    keys = tally.first * some.n_items + tally.second
    assert np.all(np.diff(keys) > 0)
    assert np.all(tally.first < tally.second)


@given(judgments())
def test_sides_do_not_matter_to_a_tally(some: Judgments) -> None:
    swapped = Tally.from_arrays(some.right, some.left, 1 - some.outcome, some.n_items)
    assert contents(swapped) == contents(some.tally())


@given(judgments(), st.integers(0, 40), st.booleans())
def test_adding_later_equals_counting_at_once(some: Judgments, place: int, one_by_one: bool) -> None:
    tally = Tally.from_arrays(some.left[:place], some.right[:place], some.outcome[:place], some.n_items)
    if one_by_one:
        for left, right, outcome in zip(some.left[place:], some.right[place:], some.outcome[place:], strict=True):
            tally.add(int(left), int(right), float(outcome))
    else:
        tally.add(some.left[place:], some.right[place:], some.outcome[place:])
    assert contents(tally) == contents(some.tally())
    assert tally.n_comparisons == len(some.left)


def test_a_few_judgments_join_a_large_tally_in_place() -> None:
    rng = np.random.default_rng(1)
    left = rng.integers(0, 60, 3000)
    right = (left + rng.integers(1, 60, 3000)) % 60
    outcome = rng.integers(0, 3, 3000) / 2
    tally = Tally.from_arrays(left[:2990], right[:2990], outcome[:2990], 61)
    earlier = tally.count
    before = earlier.copy()
    for k in range(2990, 3000):
        tally.add(left[k], right[k], outcome[k])
    tally.add(60, 3, 1.0)
    at_once = Tally.from_arrays([*left, 60], [*right, 3], [*outcome, 1.0], 61)
    assert contents(tally) == contents(at_once)
    assert np.array_equal(earlier, before), "arrays that a fit may hold were changed"


@given(judgments(), st.data())
def test_a_weight_is_a_count(some: Judgments, data: st.DataObject) -> None:
    weight = np.array([data.draw(st.integers(0, 3)) for _ in some.left], np.int64)
    weighted = Tally.from_arrays(some.left, some.right, some.outcome, some.n_items, weight)
    repeated = Tally.from_arrays(
        np.repeat(some.left, weight), np.repeat(some.right, weight), np.repeat(some.outcome, weight), some.n_items
    )
    assert contents(weighted) == contents(repeated)


def test_a_divided_judgment_is_shared_out() -> None:
    tally = Tally.from_arrays([1], [0], [0.75], 2)
    assert contents(tally) == [(0, 1, 1.0, 0.25, 0.75)]


@given(judgments())
def test_counts_from_elsewhere_equal_counting_here(some: Judgments) -> None:
    rows: dict[tuple[int, int], list[int]] = {}
    for left, right, outcome in zip(some.left, some.right, some.outcome, strict=True):
        rows.setdefault((int(left), int(right)), [0, 0, 0])[{1.0: 0, 0.0: 1, 0.5: 2}[float(outcome)]] += 1
    first, second = [pair[0] for pair in rows], [pair[1] for pair in rows]
    won, lost, tied = ([row[n] for row in rows.values()] for n in range(3))
    tally = Tally.from_pairs(first, second, won, lost, tied, some.n_items)
    assert contents(tally) == contents(some.tally())
    assert tally.n_comparisons == len(some.left)


@pytest.mark.parametrize("kind", [list, np.array, lambda x: np.array(x, object)])
def test_labels_are_numbered_by_first_appearance(kind: type) -> None:
    left, right = kind(["b", "a", "b"]), kind(["c", "b", "d"])
    tally, labels = Tally.from_labels(left, right, [1.0, 0.5, 0.0])
    assert labels == ["b", "a", "c", "d"]
    assert contents(tally) == [(0, 1, 1, 0.5, 1), (0, 2, 1, 1, 0), (0, 3, 1, 0, 0)]


def test_labels_need_not_be_strings() -> None:
    _, labels = Tally.from_labels([10, 20], [20, 30], [1.0, 1.0])
    assert labels == [10, 20, 30]


@pytest.mark.parametrize(
    ("left", "right", "outcome", "complaint"),
    [
        ([0], [0], [1.0], "row 0 compares item 0 with itself"),
        ([0, 1], [1, 3], [1.0, 1.0], "row 1 compares items 1 and 3"),
        ([-1], [1], [1.0], "numbered 0 to 2"),
        ([0], [1], [1.5], "row 0 has outcome 1.5"),
        ([0], [1], [float("nan")], "row 0 has outcome nan"),
        ([0, 1], [1], [1.0], "same length"),
        ([0.5], [1], [1.0], "left must be whole numbers"),
        ([0], [1], ["left"], "outcome must be numbers"),
        ([[0]], [[1]], [[1.0]], "one dimension"),
    ],
)
def test_wrong_judgments_are_named(left: list[int], right: list[int], outcome: list[float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Tally.from_arrays(left, right, outcome, 3)
    tally = Tally.from_arrays([0], [1], [1.0], 3)
    with pytest.raises(ValueError):
        tally.add(left, right, outcome)
    assert tally.n_comparisons == tally.count.sum() == 1


@pytest.mark.parametrize(
    ("row", "complaint"), [((0, 0, 1.0), "itself"), ((0, 9, 1.0), "numbered"), ((0, 1, -1.0), "outcome")]
)
def test_one_wrong_judgment_is_refused_and_not_counted(row: tuple[int, int, float], complaint: str) -> None:
    tally = Tally(3)
    with pytest.raises(ValueError, match=complaint):
        tally.add(*row)
    with pytest.raises(ValueError, match="weight"):
        tally.add(0, 1, 1.0, weight=-1.0)
    assert tally.n_comparisons == tally.n_pairs == 0


@pytest.mark.parametrize("weight", [[-1.0], [float("inf")], [float("nan")]])
def test_wrong_weights_are_refused(weight: list[float]) -> None:
    with pytest.raises(ValueError, match="row 0 has weight"):
        Tally.from_arrays([0], [1], [1.0], 2, weight)


@pytest.mark.parametrize("n_items", [0, -1, 1.5, True])
def test_a_number_of_items_that_makes_no_sense_is_refused(n_items: int) -> None:
    with pytest.raises(ValueError, match="n_items"):
        Tally(n_items)


def test_wrong_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="itself"):
        Tally.from_pairs([1], [1], [1], [0], [0], 2)
    with pytest.raises(ValueError, match="row 0 has count -1"):
        Tally.from_pairs([0], [1], [-1], [0], [0], 2)
    with pytest.raises(ValueError, match="numbered 0 to 1"):
        Tally.from_pairs([0], [2], [1], [0], [0], 2)


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_label_is_named(missing: object) -> None:
    with pytest.raises(ValueError, match="row 1 has an empty label"):
        Tally.from_labels(["a", missing], ["b", "a"], [1.0, 1.0])
    with pytest.raises(ValueError, match="no judgments"):
        Tally.from_labels([], [], [])
