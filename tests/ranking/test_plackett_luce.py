import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.ranking import NoMaximumLikelihood, Tally, bradley_terry, choices_of_rankings, plackett_luce
from tests.ranking.judgment_worlds import Judgments, judgments

orders = st.lists(
    st.permutations(range(4)).flatmap(lambda order: st.integers(2, 4).map(lambda n: order[:n])), max_size=12
)


@settings(max_examples=40)
@given(orders, st.floats(0.2, 10))
def test_strengths_from_rankings_equal_choix(rankings: list[list[int]], variance: float) -> None:
    # choix documents a prior variance of 1 / alpha; its code has 1 / (2 alpha).
    theirs = choix.opt_rankings(4, rankings, alpha=1 / (2 * variance), tol=1e-12)
    ours = plackett_luce(choices_of_rankings(rankings), n_items=4, prior_variance=variance)
    assert ours.converged
    assert ours.strengths == pytest.approx(theirs - theirs.mean(), abs=1e-5)


def test_maximum_likelihood_from_rankings_equals_choix() -> None:
    rankings = [[0, 1, 2], [3, 2, 0], [1, 3]]
    theirs = choix.opt_rankings(4, rankings, alpha=0.0, tol=1e-14)
    ours = plackett_luce(choices_of_rankings(rankings), n_items=4, prior_variance=np.inf).strengths
    assert ours == pytest.approx(theirs - theirs.mean(), abs=1e-8)


@given(judgments(max_items=5))
def test_choices_from_two_are_judgments_of_pairs(some: Judgments) -> None:
    decided = some.outcome != 0.5
    left, right, outcome = some.left[decided], some.right[decided], some.outcome[decided]
    choices = [[i, j] if y == 1 else [j, i] for i, j, y in zip(left.tolist(), right.tolist(), outcome, strict=True)]
    pairs = bradley_terry(Tally.from_arrays(left, right, outcome, some.n_items), prior_variance=2.0)
    assert plackett_luce(choices, n_items=some.n_items, prior_variance=2.0).strengths == pytest.approx(
        pairs.strengths, abs=1e-7
    )


def test_standard_errors_fit_the_errors_made() -> None:
    rng = np.random.default_rng(1)
    surprise = []
    for _ in range(40):
        truth = rng.normal(0, 1, 12)
        offers = [rng.choice(12, 4, replace=False) for _ in range(150)]
        chosen = [offer[np.argsort(-(truth[offer] + rng.gumbel(size=4)))].tolist() for offer in offers]
        fit = plackett_luce(chosen, n_items=12, prior_variance=1.0)
        surprise.extend((fit.strengths - truth + truth.mean()) / fit.standard_errors)
    assert 0.9 < np.std(surprise) < 1.1


def test_without_choices_there_is_only_the_prior() -> None:
    fit = plackett_luce([], n_items=4, prior_variance=2.0)
    assert fit.strengths.tolist() == [0.0] * 4
    assert fit.standard_errors == pytest.approx(np.full(4, np.sqrt(2 * 3 / 4)))
    assert plackett_luce([], n_items=1).strengths.tolist() == [0.0]


def test_choices_that_make_no_sense_are_refused() -> None:
    for wrong in ([[0]], [[0, 0]], [[0, 5]], [[-1, 0]]):
        with pytest.raises(ValueError, match="choice 0"):
            plackett_luce(wrong, n_items=3)
    with pytest.raises(ValueError, match="prior_variance"):
        plackett_luce([], n_items=3, prior_variance=0.0)
    with pytest.raises(NoMaximumLikelihood, match=r"1 only win \(item 0\)"):
        plackett_luce([[0, 1, 2], [1, 2], [2, 1]], n_items=3, prior_variance=np.inf)
