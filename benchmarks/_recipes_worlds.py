"""Simulated projects for the recipe goal, and the ways of choosing pairs that are compared."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from curation.ranking.recipes import RecipeSelector

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Chooser = Callable[[RecipeSelector], tuple[int, int]]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(60)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


@dataclass(frozen=True)
class Setting:
    """A kind of world: standard deviations in logits; one candidate per recipe and brief."""

    recipes: int = 12
    briefs: int = 50
    effect: float = 0.7
    interaction: float = 0.7
    luck: float = 0.5
    clicks: float = 0.0

    @property
    def name(self) -> str:
        text = f"{self.recipes} recipes x {self.briefs} briefs"
        usual = Setting()
        if (self.interaction, self.luck) != (usual.interaction, usual.luck):
            text += f", interaction {self.interaction}, luck {self.luck}"
        if self.effect != usual.effect:
            text += f", recipes {self.effect} apart"
        if self.clicks:
            text += f", {self.clicks:.0%} random clicks"
        return text


@dataclass(frozen=True)
class World:
    """One drawn truth; the same for every strategy. Candidate = brief * recipes + recipe."""

    setting: Setting
    seed: int
    effects: Floats
    strengths: Floats

    @classmethod
    def draw(cls, setting: Setting, seed: int) -> "World":
        rng = np.random.default_rng([seed, setting.recipes, setting.briefs])
        effects = rng.normal(0.0, setting.effect, setting.recipes)
        shape = (setting.briefs, setting.recipes)
        strengths = effects + rng.normal(0.0, setting.interaction, shape) + rng.normal(0.0, setting.luck, shape)
        return cls(setting, seed, effects, strengths.ravel())

    @property
    def recipe(self) -> Integers:
        return np.tile(np.arange(self.setting.recipes), self.setting.briefs)

    @property
    def brief(self) -> Integers:
        return np.repeat(np.arange(self.setting.briefs), self.setting.recipes)

    def judge(self) -> Callable[[int, int], float]:
        """Answers by the logistic model, a share of them random clicks."""
        rng = np.random.default_rng([self.seed, 1])

        def answer(left: int, right: int) -> float:
            chance = 0.5 if rng.random() < self.setting.clicks else expit(self.strengths[left] - self.strengths[right])
            return float(rng.random() < chance)

        return answer

    def win_probability(self, against: int) -> Floats:
        """The truth the intervals are about: new candidates of each recipe against one, on new briefs."""
        spread = np.sqrt(2.0 * (self.setting.interaction**2 + self.setting.luck**2)) * NODES
        wins: Floats = expit((self.effects - self.effects[against])[:, None] + spread) @ WEIGHTS
        return wins


def adaptive(world: World) -> Chooser:
    """What the product does."""
    return lambda selector: selector.ask()


def uniform(world: World) -> Chooser:
    """A random brief, two random recipes."""
    rng = np.random.default_rng([world.seed, 2])
    n = world.setting.recipes

    def choose(selector: RecipeSelector) -> tuple[int, int]:
        brief = int(rng.integers(world.setting.briefs)) * n
        first, second = rng.choice(n, 2, replace=False)
        return brief + int(first), brief + int(second)

    return choose


def _in_rotation(world: World, pairs: list[tuple[int, int]]) -> Chooser:
    rng = np.random.default_rng([world.seed, 3])
    setting, time = world.setting, 0
    pairs = [pairs[n] for n in rng.permutation(len(pairs))]
    briefs = rng.permutation(setting.briefs)
    cycle = int(np.lcm(len(pairs), setting.briefs))

    def choose(selector: RecipeSelector) -> tuple[int, int]:
        nonlocal time
        brief = int(briefs[(time + time // cycle) % setting.briefs]) * setting.recipes
        sides = rng.permutation(pairs[time % len(pairs)])
        time += 1
        return brief + int(sides[0]), brief + int(sides[1])

    return choose


def balanced(world: World) -> Chooser:
    """Round robin of all pairs of recipes, briefs rotating: the design of a study."""
    n = world.setting.recipes
    return _in_rotation(world, [(a, b) for a in range(n) for b in range(a + 1, n)])


def star(world: World) -> Chooser:
    """The baseline (recipe 0) against all others in turn, briefs rotating."""
    return _in_rotation(world, [(0, b) for b in range(1, world.setting.recipes)])
