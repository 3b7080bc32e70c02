"""The reveal at the end: whose candidates a judge chose while blind."""

from collections import Counter
from dataclasses import dataclass

from curation.actions.actor import Actor, require
from curation.models import Outcome, Recipe
from curation.storage import Store


@dataclass(frozen=True)
class Reveal:
    """The recipe a judge chose most often.

    Attributes:
        recipe: Its name.
        chosen: How often its candidate was chosen.
        of: How often it could have been: against another recipe, and a side was chosen.
    """

    recipe: str
    chosen: int
    of: int


def reveal(store: Store, actor: Actor, project_id: int, brief_id: int | None = None) -> Reveal | None:
    """Among this judge's own answers in the app: the recipe with the highest share of choices, then the most.

    None while no answer chose between two recipes.
    """
    require(actor, "judge")
    with store.reading() as rows:
        answers = rows.comparisons.of_judge(project_id, actor.judge_id)
        recipe_of = {key.id: key.recipe_id for key in rows.candidates.keys(project_id)}
        names = {recipe.id: recipe.name for recipe in rows.all(Recipe, project_id=project_id)}
    met: Counter[int] = Counter()
    won: Counter[int] = Counter()
    for answer in answers:
        left, right = recipe_of.get(answer.left_id), recipe_of.get(answer.right_id)
        chooses = answer.outcome in (Outcome.LEFT, Outcome.RIGHT)
        if brief_id not in (None, answer.brief_id) or left is None or right is None or left == right or not chooses:
            continue
        met.update((left, right))
        won[left if answer.outcome is Outcome.LEFT else right] += 1
    if not met:
        return None
    best = max(met, key=lambda recipe: (won[recipe] / met[recipe], won[recipe], -recipe))
    return Reveal(names[best], won[best], met[best])
