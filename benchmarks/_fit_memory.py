"""One fit in a process of its own: `python -m benchmarks._fit_memory ITEMS JUDGMENTS`; prints seconds and peak memory."""

import json
import resource
import sys
from time import process_time

import numpy as np

from benchmarks._fit_worlds import judged
from curation.ranking import Tally, bradley_terry


def peak_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main(n_items: int, n: int) -> None:
    bradley_terry(Tally.from_labels(["a", "b"], ["b", "a"], [1.0, 1.0])[0], prior_variance=np.inf)
    _, left, right, outcome = judged(n_items, n)
    names = np.array([f"candidate-{item:06d}" for item in range(n_items)], dtype=object)
    left_labels, right_labels = names[left], names[right]
    begin = process_time()
    tally = Tally.from_arrays(left, right, outcome, n_items)
    counted = process_time()
    fit = bradley_terry(tally, prior_variance=np.inf, tolerance=1e-6)
    fitted = process_time()
    tally, _ = Tally.from_labels(left_labels, right_labels, outcome)
    fit = bradley_terry(tally, prior_variance=np.inf, tolerance=1e-6)
    labelled = process_time()
    print(
        json.dumps(
            {
                "tally": counted - begin,
                "fit": fitted - counted,
                "labels": labelled - fitted,
                "peak_gigabytes": peak_gigabytes(),
                "converged": fit.converged,
                "pairs": tally.n_pairs,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
