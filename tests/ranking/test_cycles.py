from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from curation.ranking import Tally, cycles, preference_cycles
from tests.ranking.judgment_worlds import Judgments, judgments, simulate


def seeded() -> np.random.Generator:
    return np.random.default_rng(0)


def counted_by_hand(some: Judgments) -> tuple[int, int]:
    margin = np.zeros((some.n_items, some.n_items))
    for left, right, outcome in zip(some.left, some.right, some.outcome, strict=True):
        margin[left, right] += outcome - 0.5
        margin[right, left] -= outcome - 0.5
    contradicting = triads = 0
    for a, b, c in combinations(range(some.n_items), 3):
        signs = [np.sign(margin[a, b]), np.sign(margin[b, c]), np.sign(margin[c, a])]
        triads += 0 not in signs
        contradicting += abs(sum(signs)) == 3
    return contradicting, triads


@pytest.mark.parametrize("dense_share", [0.0, 2.0])
@given(some=judgments(min_items=3, max_size=60))
def test_triads_are_those_counted_by_hand(dense_share: float, some: Judgments) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cycles, "DENSE_SHARE", dense_share)
        found = preference_cycles(some.tally(), rng=seeded(), n_simulations=2)
    assert (found.contradicting, found.triads) == counted_by_hand(some)
    assert len(found.examples) == min(found.contradicting, 10)


@given(judgments(min_items=3, max_size=60))
def test_examples_really_go_round(some: Judgments) -> None:
    tally = some.tally()
    margin = {
        (int(i), int(j)): 2 * w - c
        for i, j, w, c in zip(tally.first, tally.second, tally.wins, tally.count, strict=True)
    }
    for a, b, c in preference_cycles(tally, rng=seeded(), n_simulations=2).examples.tolist():
        for winner, loser in ((a, b), (b, c), (c, a)):
            sign = 1 if winner < loser else -1
            assert sign * margin[min(winner, loser), max(winner, loser)] > 0


def test_chance_explains_the_contradictions_of_judges_who_share_one_order() -> None:
    rng = seeded()
    p_values = []
    for _ in range(40):
        some = simulate(rng, rng.normal(0, 1, 12), 200)
        p_values.append(preference_cycles(some.tally(), rng=rng, n_simulations=99).p_value)
    assert np.mean(np.array(p_values) <= 0.05) <= 0.15
    assert 0.3 < np.mean(p_values) < 0.8


def test_chance_does_not_explain_rock_paper_scissors() -> None:
    rng = seeded()
    kind = np.arange(12) % 3
    left = rng.integers(0, 12, 600)
    right = (left + rng.integers(1, 12, 600)) % 12
    p = np.array([0.5, 0.8, 0.2])[(kind[right] - kind[left]) % 3]
    tally = Tally.from_arrays(left, right, (rng.random(600) < p).astype(float), 12)
    found = preference_cycles(tally, rng=rng)
    assert found.p_value < 0.02
    assert not found.chance_explains
    assert found.contradicting > found.high > found.expected > found.low


def test_without_a_complete_triad_there_is_nothing_to_explain() -> None:
    for tally in (Tally(1), Tally(5), Tally.from_arrays([0, 1], [1, 2], [1.0, 1.0], 3)):
        found = preference_cycles(tally, rng=seeded())
        assert (found.triads, found.contradicting, found.p_value, found.chance_explains) == (0, 0, 1.0, True)
        assert found.examples.shape == (0, 3)
    all_ties = Tally.from_arrays([0, 1, 2], [1, 2, 0], [0.5] * 3, 3)
    assert preference_cycles(all_ties, rng=seeded()).triads == 0


def test_at_least_one_simulation_is_needed() -> None:
    with pytest.raises(ValueError, match="n_simulations"):
        preference_cycles(Tally(3), rng=seeded(), n_simulations=0)
