"""Commands on files alone; no workspace is needed."""

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.options import Format, Map, MethodName, Prior, TableFormat, Ties, TiesName, mapping_of, prior_variance
from curation.cli.speaking import json_text


def rank(
    file: Annotated[Path, typer.Argument(help="Any file of judgments: left, right, winner in one of many spellings.")],
    map: Map = None,
    method: Annotated[
        MethodName, typer.Option("--method", help="Bradley-Terry, or Elo in the order of the file.")
    ] = MethodName.BRADLEY_TERRY,
    ties: Ties = TiesName.HALF,
    prior: Prior = "auto",
    k_factor: Annotated[float, typer.Option("--k-factor", help="Elo: points at stake in one judgment.")] = 32.0,
    initial: Annotated[float, typer.Option("--initial", help="Elo: rating at the start.")] = 1000.0,
    scale: Annotated[float, typer.Option("--scale", help="Elo: points for odds of 10 to 1.")] = 400.0,
    format: Format = TableFormat.TABLE,
) -> None:
    """Rank the names in any file of judgments; no workspace is needed."""
    from curation.actions.rating import RatingSettings, rank_judgments
    from curation.importers import read, read_judgments

    judgments = read_judgments(read(file), mapping_of(map), outcomes_only=True)
    settings = RatingSettings(method.value, ties.value, prior_variance(prior), k_factor, initial, scale)
    ranking = rank_judgments(judgments.left, judgments.right, judgments.outcome, settings, file=judgments.file)
    if format is TableFormat.JSON:
        from curation.actions.printing import ranking_json

        print(json_text(ranking_json(ranking)))
        return
    from curation.actions.printing import estimates_table

    print(estimates_table(ranking.estimates))
