"""arena-rank's side of `benchmarks.fit`, run by an interpreter that has it: `python _fit_arena.py FOLDER`.

Reads left.npy, right.npy, outcome.npy of the folder; prints times of the second call (the first one compiles) as JSON.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from arena_rank.models.bradley_terry import BradleyTerry
from arena_rank.utils.data_utils import PairDataset


def main(folder: Path) -> None:
    left, right, outcome = (np.load(folder / f"{name}.npy") for name in ("left", "right", "outcome"))
    winner = np.array(["model_b", "tie", "model_a"])[(2 * outcome).astype(int)]
    names = np.array([f"candidate-{item:06d}" for item in range(max(left.max(), right.max()) + 1)], dtype=object)
    frame = pd.DataFrame({"model_a": names[left], "model_b": names[right], "winner": winner})
    best = {"labels": np.inf, "fit": np.inf, "intervals": np.inf}
    for call in range(4):
        begin = process_time()
        dataset = PairDataset.from_pandas(frame)
        read = process_time()
        model = BradleyTerry(n_competitors=len(dataset.competitors))
        model.fit(dataset)
        fitted = process_time()
        result = model.compute_ratings_and_cis(dataset)
        done = process_time()
        if call:
            times = {"labels": fitted - begin, "fit": fitted - read, "intervals": done - fitted}
            best = {name: min(best[name], times[name]) for name in best}
    width = (np.asarray(result["rating_upper"]) - np.asarray(result["rating_lower"])) / 2 / 1.959964
    errors = dict(zip(dataset.competitors, (width * np.log(10) / 400).tolist(), strict=True))
    errors_by_item = [errors[name] for name in names if name in errors]
    print(json.dumps({"version": version("arena-rank"), **best, "standard_errors": errors_by_item}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
