"""Ranking by pairwise judgments: arrays in, arrays out.

Names are loaded when first used, so that importing this package (and starting the app) does not pay for numba or scipy.
A module that would have the name of its function has an underscore (`_elo` holds `elo`): importing a submodule binds its
name in the package, where it would hide the function.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.ranking._bradley_terry import BradleyTerryFit, bradley_terry
    from curation.ranking._davidson import DavidsonFit, davidson
    from curation.ranking._elo import EloFit, elo
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
    from curation.ranking.errors import CovarianceTooLarge, NoMaximumLikelihood
    from curation.ranking.tally import Tally

__all__ = [
    "Alpha",
    "BradleyTerryFit",
    "CovarianceTooLarge",
    "DavidsonFit",
    "EloFit",
    "NoMaximumLikelihood",
    "PairwiseKappa",
    "Rate",
    "SelfConsistency",
    "Tally",
    "bradley_terry",
    "davidson",
    "elo",
    "krippendorff_alpha",
    "left_rate",
    "pairwise_kappa",
    "self_consistency",
    "wilson_rate",
]

_HOMES = {
    "Alpha": "agreement",
    "BradleyTerryFit": "_bradley_terry",
    "CovarianceTooLarge": "errors",
    "DavidsonFit": "_davidson",
    "EloFit": "_elo",
    "NoMaximumLikelihood": "errors",
    "PairwiseKappa": "agreement",
    "Rate": "agreement",
    "SelfConsistency": "agreement",
    "Tally": "tally",
    "bradley_terry": "_bradley_terry",
    "davidson": "_davidson",
    "elo": "_elo",
    "krippendorff_alpha": "agreement",
    "left_rate": "agreement",
    "pairwise_kappa": "agreement",
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
