"""Ranking by pairwise judgments: arrays in, arrays out.

Names are loaded when first used, so that importing this package (and starting the app) does not pay for numba or scipy.
A module that would have the name of its function has an underscore (`_elo` holds `elo`): importing a submodule binds its
name in the package, where it would hide the function.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.ranking._bradley_terry import BradleyTerryFit, bradley_terry
    from curation.ranking._covariates import CovariateFit, covariates
    from curation.ranking._davidson import DavidsonFit, davidson
    from curation.ranking._elo import EloFit, elo
    from curation.ranking._plackett_luce import PlackettLuceFit, choices_of_rankings, plackett_luce
    from curation.ranking.agreement import (
        Alpha,
        PairwiseKappa,
        Rate,
        SelfConsistency,
        krippendorff_alpha,
        left_rate,
        pairwise_kappa,
        self_consistency,
        wilson_rate,
    )
    from curation.ranking.bar import BarFit, fit_bar
    from curation.ranking.crowd import CrowdFit, crowd_bradley_terry
    from curation.ranking.cycles import PreferenceCycles, preference_cycles
    from curation.ranking.errors import CovarianceTooLarge, NoMaximumLikelihood
    from curation.ranking.pairing import OrderSelector, PairSelector
    from curation.ranking.recipes import RecipeSelector, StudyDesign, plan
    from curation.ranking.tally import Tally

__all__ = [
    "Alpha",
    "BarFit",
    "BradleyTerryFit",
    "CovarianceTooLarge",
    "CovariateFit",
    "CrowdFit",
    "DavidsonFit",
    "EloFit",
    "NoMaximumLikelihood",
    "OrderSelector",
    "PairSelector",
    "PairwiseKappa",
    "PlackettLuceFit",
    "PreferenceCycles",
    "Rate",
    "RecipeSelector",
    "SelfConsistency",
    "StudyDesign",
    "Tally",
    "bradley_terry",
    "choices_of_rankings",
    "covariates",
    "crowd_bradley_terry",
    "davidson",
    "elo",
    "fit_bar",
    "krippendorff_alpha",
    "left_rate",
    "pairwise_kappa",
    "plackett_luce",
    "plan",
    "preference_cycles",
    "self_consistency",
    "wilson_rate",
]

_HOMES = {
    "Alpha": "agreement",
    "BarFit": "bar",
    "BradleyTerryFit": "_bradley_terry",
    "CovarianceTooLarge": "errors",
    "CovariateFit": "_covariates",
    "CrowdFit": "crowd",
    "DavidsonFit": "_davidson",
    "EloFit": "_elo",
    "NoMaximumLikelihood": "errors",
    "OrderSelector": "pairing",
    "PairSelector": "pairing",
    "PairwiseKappa": "agreement",
    "PlackettLuceFit": "_plackett_luce",
    "PreferenceCycles": "cycles",
    "Rate": "agreement",
    "RecipeSelector": "recipes",
    "SelfConsistency": "agreement",
    "StudyDesign": "recipes",
    "Tally": "tally",
    "bradley_terry": "_bradley_terry",
    "choices_of_rankings": "_plackett_luce",
    "covariates": "_covariates",
    "crowd_bradley_terry": "crowd",
    "davidson": "_davidson",
    "elo": "_elo",
    "fit_bar": "bar",
    "krippendorff_alpha": "agreement",
    "left_rate": "agreement",
    "pairwise_kappa": "agreement",
    "plackett_luce": "_plackett_luce",
    "plan": "recipes",
    "preference_cycles": "cycles",
    "self_consistency": "agreement",
    "wilson_rate": "agreement",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
