"""Milliseconds of ask() and tell(), one core."""

from time import perf_counter

import numpy as np

from curation.ranking.pairing import PairSelector

SIZES = (50, 200, 1000, 2000)
_REPEATS = 200
_TARGETS = {50: (1, 1), 200: (2, 1), 1000: (20, 5), 2000: (50, 15)}


def timings() -> dict[str, dict[str, float]]:
    """Medians over 200 judgments after 5 N random ones, k = 10 % of N; refits are inside tell() and in its maximum."""
    found: dict[str, dict[str, float]] = {}
    for n in SIZES:
        rng = np.random.default_rng(n)
        truth = rng.normal(0.0, 2.0, n)
        selector = PairSelector(n, winners=n // 10, rng=rng)
        left = rng.integers(n, size=5 * n)
        right = (left + rng.integers(1, n, size=5 * n)) % n
        outcome = rng.random(5 * n) < 1.0 / (1.0 + np.exp(truth[right] - truth[left]))
        start = perf_counter()
        selector.tell_many(left, right, outcome.astype(float))
        selector.refit()
        loading = perf_counter() - start
        selector.settled(), selector.remaining()  # Compiled code is loaded here.
        times = np.array([_one(selector, truth, rng) for _ in range(_REPEATS)]) * 1e3
        found[str(n)] = {
            "ask_median_ms": round(float(np.median(times[:, 0])), 3),
            "ask_target_ms": _TARGETS[n][0],
            "tell_median_ms": round(float(np.median(times[:, 1])), 3),
            "tell_target_ms": _TARGETS[n][1],
            "tell_longest_ms": round(float(times[:, 1].max()), 1),
            "ask_avoiding_median_ms": round(_avoiding(selector), 3),
            "settled_ms": round(_timed(selector.settled), 1),
            "top_ms": round(_timed(selector.top), 1),
            "load_5n_ms": round(loading * 1e3, 1),
        }
    return found


def _one(selector: PairSelector, truth: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    start = perf_counter()
    left, right = selector.ask()
    asked = perf_counter()
    selector.tell(left, right, float(rng.random() < 1.0 / (1.0 + np.exp(truth[right] - truth[left]))))
    return asked - start, perf_counter() - asked


def _avoiding(selector: PairSelector) -> float:
    """Median milliseconds of ask() for a judge who saw the two hundred best pairs."""
    seen: set[tuple[int, int]] = set()
    times = []
    for _ in range(_REPEATS):
        start = perf_counter()
        pair = selector.ask(avoid=seen)
        times.append(perf_counter() - start)
        seen.add(pair)
    return float(np.median(times)) * 1e3


def _timed(call) -> float:
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1e3
