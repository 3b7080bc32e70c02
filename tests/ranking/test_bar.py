import numpy as np
import pytest

from curation.ranking import Tally, fit_bar


class Judged:
    """Answers of a judge who calls a tie within `within`, and then each side good with probability sigmoid(t - bar)."""

    def __init__(self, rng: np.random.Generator, n_items: int, n: int, within: float = 0.5, at: float = 0.8) -> None:
        self.truth = rng.normal(0, 2, n_items)
        self.bar = float(np.quantile(self.truth, at))
        left = rng.integers(0, n_items, n)
        right = (left + rng.integers(1, n_items, n)) % n_items
        impression = self.truth[left] - self.truth[right] + rng.logistic(size=n)
        tie = np.abs(impression) < within
        self.tally = Tally.from_arrays(left, right, np.where(tie, 0.5, impression > 0), n_items)
        good_left, good_right = (rng.random(n) < 1 / (1 + np.exp(self.bar - self.truth[x])) for x in (left, right))

        def count(rows: np.ndarray) -> np.ndarray:
            return np.bincount(left[rows], minlength=n_items) + np.bincount(right[rows], minlength=n_items)

        self.links = {
            "both_good": count(tie & good_left & good_right),
            "both_bad": count(tie & ~good_left & ~good_right),
            "mixed": count(tie & (good_left != good_right)),
        }
        keep = rng.random(n_items) < 1 / (1 + np.exp(self.bar - self.truth))
        self.decisions = {"kept": keep.astype(float), "rejected": (~keep).astype(float)}

    @property
    def centred_bar(self) -> float:
        return self.bar - float(self.truth.mean())


def test_the_bar_is_found_from_both_good_and_both_bad() -> None:
    rng = np.random.default_rng(1)
    errors, covered = [], []
    for _ in range(40):
        judged = Judged(rng, 40, 400)
        fit = fit_bar(judged.tally, **judged.links)
        low, high = fit.interval(0.9)
        errors.append(fit.strength - judged.centred_bar)
        covered.append(low <= judged.centred_bar <= high)
    assert abs(np.mean(errors)) < 0.2
    assert np.std(errors) < 0.55
    assert np.mean(covered) >= 0.78


# One decision per item says less about the bar than its model believes: a claim of .7 may be .5.
@pytest.mark.parametrize(("source", "accuracy"), [("links", 0.1), ("decisions", 0.25)])
def test_the_probability_of_clearing_the_bar_is_what_it_says(source: str, accuracy: float) -> None:
    rng = np.random.default_rng(2)
    said, true = [], []
    for _ in range(40):
        judged = Judged(rng, 40, 400)
        said.extend(fit_bar(judged.tally, **getattr(judged, source)).clears)
        true.extend(judged.truth >= judged.bar)
    claims, facts = np.array(said), np.array(true)
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.0)):
        among = (claims >= low) & (claims <= high)
        assert among.sum() > 30
        assert facts[among].mean() == pytest.approx(claims[among].mean(), abs=accuracy)


def test_the_sharpness_of_decisions_is_told_from_decisions_at_random() -> None:
    rng = np.random.default_rng(3)
    sharp, blunt = [], []
    for _ in range(10):
        judged = Judged(rng, 60, 900)
        sharp.append(fit_bar(judged.tally, **judged.decisions).sharpness)
        coin = rng.integers(0, 2, 60).astype(float)
        blunt.append(fit_bar(judged.tally, kept=coin, rejected=1 - coin).sharpness)
    assert np.median(sharp) > 0.8
    assert np.median(blunt) < 0.5


def test_absolute_answers_also_tell_items_apart() -> None:
    fit = fit_bar(Tally(3), both_good=[8, 0, 0], both_bad=[0, 8, 0], prior_variance=4.0)
    assert fit.strengths[0] > fit.strengths[2] > fit.strengths[1]
    assert fit.clears[0] > 0.8 > fit.clears[2] > 0.2 > fit.clears[1]


def test_more_answers_make_the_bar_surer() -> None:
    rng = np.random.default_rng(4)
    judged = Judged(rng, 30, 300)
    once = fit_bar(judged.tally, **judged.links, prior_variance=4.0)
    thrice = fit_bar(judged.tally, **{name: 3 * counts for name, counts in judged.links.items()}, prior_variance=4.0)
    assert thrice.standard_error < once.standard_error


def test_calling_good_what_was_called_bad_mirrors_the_bar() -> None:
    rng = np.random.default_rng(5)
    judged = Judged(rng, 20, 200)
    tally, links = judged.tally, judged.links
    turned = Tally.from_pairs(
        tally.first,
        tally.second,
        tally.count - tally.wins - tally.ties / 2,
        tally.wins - tally.ties / 2,
        tally.ties,
        20,
    )
    fit = fit_bar(tally, **links)
    mirrored = fit_bar(turned, both_good=links["both_bad"], both_bad=links["both_good"], mixed=links["mixed"])
    assert mirrored.strength == pytest.approx(-fit.strength, abs=1e-5)
    assert mirrored.clears == pytest.approx(1 - fit.clears, abs=1e-5)


def test_without_absolute_answers_the_bar_could_be_anywhere() -> None:
    fit = fit_bar(Tally(4))
    assert (fit.strength, fit.links, fit.converged) == (0.0, 0.0, True)
    assert fit.standard_error > 3
    assert fit.clears == pytest.approx(np.full(4, 0.5))
    assert fit_bar(Tally(1), kept=[5], rejected=[0]).clears[0] > 0.8


def test_many_items_give_nearly_the_same_as_the_exact_way(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Judged(np.random.default_rng(6), 150, 3000)
    exact = fit_bar(judged.tally, **judged.links)
    monkeypatch.setattr("curation.ranking.bar.DENSE_ITEMS", 10)
    quick = fit_bar(judged.tally, **judged.links)
    assert quick.standard_error == pytest.approx(exact.standard_error, rel=0.25)
    assert quick.clears == pytest.approx(exact.clears, abs=0.15)


def test_counts_that_make_no_sense_are_refused() -> None:
    for wrong in ([1.0], [-1.0, 0.0], [float("nan"), 0.0]):
        with pytest.raises(ValueError, match="kept"):
            fit_bar(Tally(2), kept=wrong)
    with pytest.raises(ValueError, match="prior_variance"):
        fit_bar(Tally(2), prior_variance=np.inf)
    with pytest.raises(ValueError, match="level"):
        fit_bar(Tally(2)).interval(90)
