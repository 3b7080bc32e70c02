import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import t as student

from curation.ranking.recipes import plan


@pytest.mark.parametrize(
    ("preference", "brief_variance", "per_pair", "briefs", "fewest"),
    [
        (0.60, 0.74, 1, 189, 42),
        (0.60, 0.74, 5, 72, 42),
        (0.55, 0.34, 2, 439, 101),
        (0.65, 1.25, 3, 43, 24),
        (0.70, 0.34, 5, 13, 5),
    ],
)
def test_two_recipes_need_the_briefs_of_the_simulated_table(preference, brief_variance, per_pair, briefs, fewest):
    found = plan(preference, brief_variance=brief_variance, judges_per_pair=per_pair)
    assert (found.briefs, found.fewest_briefs, found.judgments) == (briefs, fewest, briefs * per_pair)


def test_a_plan_for_sixty_forty_has_the_power_it_promises():
    found = plan(0.6)
    rng = np.random.default_rng(0)
    quantile, seen = student.ppf(0.975, found.briefs - 1), []
    for _ in range(1500):
        wins = rng.random(found.briefs) < expit(found.difference + rng.normal(0, np.sqrt(1.48), found.briefs))
        seen.append(wins.mean() - quantile * wins.std(ddof=1) / np.sqrt(found.briefs) > 0.5)
    assert np.mean(seen) == pytest.approx(0.8, abs=0.035)


@given(st.floats(0.52, 0.9), st.integers(2, 20))
def test_a_larger_preference_needs_less(preference, recipes):
    small, large = plan(preference, recipes=recipes), plan(preference + 0.05, recipes=recipes)
    assert large.judgments <= small.judgments
    assert large.briefs <= small.briefs


def test_more_recipes_judges_per_pair_or_power_cost_more():
    assert plan(recipes=12, briefs=100).judgments > 10 * plan().judgments
    assert plan(judges_per_pair=3).judgments > plan().judgments
    assert plan(power=0.95).judgments == pytest.approx(1.66 * plan().judgments, rel=0.01)


def test_briefs_at_hand_trade_against_judgments():
    assert plan(recipes=12, briefs=200).judgments < plan(recipes=12, briefs=60).judgments


def test_too_few_briefs_are_named_with_what_it_takes():
    with pytest.raises(ValueError, match="it takes 189"):
        plan(briefs=50)
    with pytest.raises(ValueError, match="20 briefs are too few"):
        plan(recipes=12, briefs=20)


def test_people_in_general_need_more_judges_the_more_tastes_differ():
    alone, mild, strong = plan(), plan(taste=0.3), plan(taste=0.6)
    assert alone.judges < mild.judges < strong.judges
    assert mild.judgments > alone.judgments


@pytest.mark.parametrize(
    "options",
    [{"preference": 0.5}, {"preference": 1.0}, {"recipes": 1}, {"judges_per_pair": 0}, {"power": 1.0}, {"taste": -1.0}],
)
def test_what_cannot_be_planned_is_refused(options):
    with pytest.raises(ValueError, match=r"\w+"):
        plan(**options)
