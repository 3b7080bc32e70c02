"""Changing a brief or a recipe: in place while nothing refers to it, as a new version once a candidate does."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from curation.actions.actor import Actor, require
from curation.errors import BadValue, NotFound
from curation.i18n import N_
from curation.models import Brief, Recipe, new_key
from curation.storage import Rows, Store

Word = TypeVar("Word", Brief, Recipe)

BRIEF_FIELDS = frozenset({"title", "text", "inputs", "winners"})
RECIPE_FIELDS = frozenset({"connection_id", "model", "prompt_template", "system_prompt", "parameters"})


def revise_brief(store: Store, actor: Actor, brief_id: int, *, now: datetime, **changes: Any) -> Brief:
    """The brief with these changes (BRIEF_FIELDS): itself while it has no candidates, else its next version.

    A change back to an earlier version's words finds that version.

    Raises:
        NotFound: There is no such brief.
        BadValue: A field that cannot be changed, or a value it cannot have. Nothing is changed.
    """
    require(actor, "curate")
    with store.writing() as rows:
        brief = rows.get(Brief, brief_id)
        if brief is None:
            raise NotFound(N_("brief"), str(brief_id))
        family = rows.all(Brief, lineage_id=brief.lineage_id)
        version = max(one.version for one in family) + 1
        revised = _changed(Brief, brief, changes, BRIEF_FIELDS, now, version=version)
        return _kept(rows, brief, revised, family, BRIEF_FIELDS, used=rows.candidates.use_brief(brief.id))


def revise_recipe(store: Store, actor: Actor, recipe_id: int, *, now: datetime, **changes: Any) -> Recipe:
    """The recipe with these changes (RECIPE_FIELDS): itself while it has no candidates, else the next version of its name.

    A change back to an earlier version's content finds that version.

    Raises:
        NotFound: There is no such recipe.
        BadValue: A field that cannot be changed, or a value it cannot have. Nothing is changed.
    """
    require(actor, "curate")
    with store.writing() as rows:
        recipe = rows.get(Recipe, recipe_id)
        if recipe is None:
            raise NotFound(N_("recipe"), str(recipe_id))
        family = rows.all(Recipe, project_id=recipe.project_id, name=recipe.name)
        version = max(one.version for one in family) + 1
        revised = _changed(Recipe, recipe, changes, RECIPE_FIELDS, now, version=version)
        return _kept(rows, recipe, revised, family, RECIPE_FIELDS, used=rows.candidates.use_recipe(recipe.id))


def _changed(
    word: type[Word], row: Word, changes: dict[str, Any], fields: frozenset[str], now: datetime, *, version: int
) -> Word:
    if unknown := changes.keys() - fields:
        raise BadValue(sorted(unknown)[0], N_("a field that does not change"), ", ".join(sorted(fields)))
    fresh = {"id": new_key(), "version": version, "fingerprint": "", "created_at": now}
    try:
        return word(**{**row.model_dump(), **fresh, **changes})
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else word.__name__
        raise BadValue(field, N_("a value that cannot be stored"), N_("a value within its limits")) from None


def _kept(rows: Rows, row: Word, revised: Word, family: list[Word], fields: frozenset[str], *, used: bool) -> Word:
    same = [one for one in family if all(getattr(one, name) == getattr(revised, name) for name in fields)]
    if same:
        return same[-1]
    if used:
        rows.add(revised)
        return revised
    for name in (*fields, "fingerprint"):
        setattr(row, name, getattr(revised, name))
    rows.add(row)
    return row
