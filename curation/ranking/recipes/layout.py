"""Who stands where: candidates sorted by brief and recipe, so that compiled code walks one block per brief."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def integers(values: npt.ArrayLike, what: str) -> Integers:
    """One axis of integers from 0 on, or a ValueError that names the argument."""
    array = np.asarray(values)
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{what} must be one axis of integers, found {array.ndim} axes of {array.dtype}.")
    if array.min() < 0:
        raise ValueError(f"{what} must count from 0, found {array.min()}.")
    return array.astype(np.int64)


@dataclass(frozen=True)
class Layout:
    """The candidates of a project: for each, the recipe that made it and the brief it answers.

    Args:
        recipe, brief: integers from 0 on, one entry per candidate. A recipe may be missing on some briefs, may have
            several candidates on others, and may have none at all (it then keeps its prior and is never chosen).

    Example:
        >>> layout = Layout.of([0, 1, 0, 1], [0, 0, 1, 1])
        >>> layout.n_recipes, layout.n_briefs, layout.one_per_cell
        (2, 2, True)
    """

    recipe: Integers
    brief: Integers

    @classmethod
    def of(cls, recipe: npt.ArrayLike, brief: npt.ArrayLike) -> "Layout":
        recipes, briefs = integers(recipe, "recipe"), integers(brief, "brief")
        if recipes.size != briefs.size:
            raise ValueError(f"recipe and brief must be of one length, found {recipes.size} and {briefs.size}.")
        return cls(recipes, briefs)

    @property
    def n_candidates(self) -> int:
        return int(self.recipe.size)

    @cached_property
    def n_recipes(self) -> int:
        return int(self.recipe.max()) + 1 if self.recipe.size else 0

    @cached_property
    def n_briefs(self) -> int:
        return int(self.brief.max()) + 1 if self.brief.size else 0

    @cached_property
    def order(self) -> Integers:
        """Candidates by position."""
        return np.lexsort((self.recipe, self.brief)).astype(np.int64)

    @cached_property
    def position(self) -> Integers:
        """Position by candidate."""
        position = np.empty(self.n_candidates, dtype=np.int64)
        position[self.order] = np.arange(self.n_candidates)
        return position

    @cached_property
    def sorted_recipe(self) -> Integers:
        return np.ascontiguousarray(self.recipe[self.order])

    @cached_property
    def sorted_brief(self) -> Integers:
        return np.ascontiguousarray(self.brief[self.order])

    @cached_property
    def starts(self) -> Integers:
        """First position of each brief, and the end."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.brief, minlength=self.n_briefs))]).astype(np.int64)

    @cached_property
    def squares(self) -> Integers:
        """Where each brief's covariance block begins in one flat array, and the end."""
        return np.concatenate([[0], np.cumsum(np.diff(self.starts) ** 2)]).astype(np.int64)

    @cached_property
    def one_per_cell(self) -> bool:
        """No recipe has two candidates on one brief: then interaction and luck cannot be told apart."""
        cells = self.brief * self.n_recipes + self.recipe
        return bool(np.unique(cells).size == cells.size)

    @cached_property
    def present(self) -> npt.NDArray[np.bool_]:
        """Which recipes have a candidate, shape (n_recipes,)."""
        return np.bincount(self.recipe, minlength=self.n_recipes) > 0

    def check_pairs(self, left: Integers, right: Integers) -> None:
        """Refuse pairs that say nothing about recipes: other candidates, another brief, the same recipe twice."""
        if left.size != right.size:
            raise ValueError(f"left and right must be of one length, found {left.size} and {right.size}.")
        if left.size == 0:
            return
        last = max(int(left.max()), int(right.max()))
        if last >= self.n_candidates:
            raise ValueError(f"Candidate {last} is unknown: there are {self.n_candidates}, counted from 0.")
        if np.any(self.brief[left] != self.brief[right]):
            at = int(np.flatnonzero(self.brief[left] != self.brief[right])[0])
            raise ValueError(f"Candidates {left[at]} and {right[at]} answer different briefs and cannot be compared.")
        if np.any(left == right):
            raise ValueError(f"Candidate {left[np.flatnonzero(left == right)[0]]} was compared with itself.")
