"""The goals "choose the best recipe" and "run a study": model, intervals, choice of pairs, stopping, design, planning."""

from curation.ranking.recipes.clustered import ClusteredFit, WinShare, clustered_bradley_terry, win_share
from curation.ranking.recipes.model import Prior, RecipeFit, fit_recipes
from curation.ranking.recipes.planning import Plan, plan
from curation.ranking.recipes.selector import RecipeSelector
from curation.ranking.recipes.study import Presentations, StudyDesign
from curation.ranking.recipes.unusable import UnusableShare, unusable_share
from curation.ranking.recipes.wins import WinProbability, win_probability

__all__ = [
    "ClusteredFit",
    "Plan",
    "Presentations",
    "Prior",
    "RecipeFit",
    "RecipeSelector",
    "StudyDesign",
    "UnusableShare",
    "WinProbability",
    "WinShare",
    "clustered_bradley_terry",
    "fit_recipes",
    "plan",
    "unusable_share",
    "win_probability",
    "win_share",
]
