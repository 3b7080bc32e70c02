"""Simulated projects for the recipe tests: recipes on briefs with a known truth."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from curation.ranking.recipes import RecipeSelector


@dataclass
class World:
    """True effects and strengths, and judges who answer by the logistic model."""

    effects: np.ndarray
    recipe: np.ndarray
    brief: np.ndarray
    strength: np.ndarray
    rng: np.random.Generator

    def answer(self, left: int, right: int) -> float:
        return float(self.rng.random() < 1.0 / (1.0 + np.exp(self.strength[right] - self.strength[left])))

    def random_judgments(self, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Random pairs across recipes within a brief, with answers."""
        left, right = [], []
        while len(left) < n:
            brief = self.rng.integers(self.brief.max() + 1)
            i, j = self.rng.choice(np.flatnonzero(self.brief == brief), 2, replace=False)
            if self.recipe[i] != self.recipe[j]:
                left.append(int(i))
                right.append(int(j))
        y = [self.answer(i, j) for i, j in zip(left, right, strict=True)]
        return np.array(left), np.array(right), np.array(y)

    def judge(self, selector: RecipeSelector, n: int) -> None:
        for _ in range(n):
            left, right = selector.ask()
            selector.tell(left, right, self.answer(left, right))


@pytest.fixture(scope="session")
def world() -> Callable[..., World]:
    def make(seed: int, *, recipes: int = 4, briefs: int = 20, per_cell: int = 1, spread: float = 0.7) -> World:
        rng = np.random.default_rng(seed)
        effects = rng.normal(0.0, spread, recipes)
        interaction = rng.normal(0.0, 0.7, (briefs, recipes, 1))
        luck = rng.normal(0.0, 0.5, (briefs, recipes, per_cell))
        strength = (effects[None, :, None] + interaction + luck).ravel()
        recipe = np.tile(np.repeat(np.arange(recipes), per_cell), briefs)
        return World(effects, recipe, np.repeat(np.arange(briefs), recipes * per_cell), strength, rng)

    return make
