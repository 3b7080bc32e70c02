"""What a file of candidates would add to a project: worked out by reading only, then stored."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from curation.actions.projects import brief_with_text, recipe_named
from curation.errors import BadRow
from curation.i18n import N_
from curation.importers import CandidateRow
from curation.importers.excerpts import quoted
from curation.models import Brief, Candidate, Recipe, Tag
from curation.models.base import NAME_LENGTH
from curation.models.projects import fingerprint
from curation.storage import Rows


@dataclass
class CandidatePlan:
    """New briefs, recipes and candidates. Candidates are made by `adopt`, once the project has a key.

    Attributes:
        briefs: text -> key, of the briefs that are not there yet.
        recipes: Names of the recipes that are not there yet.
        rows: (brief text, row, source key) of every new candidate.
        unchanged: Rows whose candidate is there already.
    """

    briefs: dict[str, str | None] = field(default_factory=dict)
    recipes: list[str] = field(default_factory=list)
    rows: list[tuple[str, CandidateRow, str]] = field(default_factory=list)
    unchanged: int = 0
    candidates: list[Candidate] = field(default_factory=list)
    tags: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def adopt(self, rows: Rows, project_id: int, import_id: int, now: datetime) -> None:
        """Store the new briefs and recipes, and give the candidates their final references."""
        briefs = {
            text: brief_with_text(rows, project_id, text, now, key) for text, key in self._briefs_needed().items()
        }
        recipes = {name: recipe_named(rows, project_id, name, now) for name in {row.recipe for _, row, _ in self.rows}}
        for candidate, (text, row, _) in zip(self.candidates, self.rows, strict=True):
            candidate.project_id = project_id
            candidate.import_id = import_id
            candidate.brief_id = briefs[text].id
            candidate.recipe_id = recipes[row.recipe].id
            candidate.created_at = now

    def make_tags(self, rows: Rows, project_id: int, now: datetime) -> dict[str, int]:
        """The keys of the tags the rows name, by label; new ones are made."""
        known = {tag.slug: tag for tag in rows.all(Tag, project_id=project_id)}
        keys: dict[str, int] = {}
        for label in dict.fromkeys(label for labels in self.tags.values() for label in labels):
            slug = slug_of(label)
            if slug not in known:
                known[slug] = Tag(
                    project_id=project_id,
                    slug=slug,
                    label_en=label,
                    label_fr=label,
                    position=len(known),
                    created_at=now,
                )
                rows.add(known[slug])
            keys[label] = known[slug].id
        return keys

    def _briefs_needed(self) -> dict[str, str | None]:
        needed: dict[str, str | None] = dict.fromkeys(text for text, _, _ in self.rows)
        return {text: self.briefs.get(text) for text in needed}


def plan_candidates(
    rows: Rows, project_id: int | None, found: Sequence[CandidateRow], texts: Mapping[str, str], file: str
) -> CandidatePlan:
    """Work out what is new. A row is known by its brief, its recipe, its text and how often it stood there before.

    Raises:
        BadRow: A prompt that is no key of the briefs handed in.
    """
    plan = CandidatePlan()
    known_briefs, known_recipes, known_keys = _known(rows, project_id)
    occurrences: Counter[str] = Counter()
    for row in found:
        if len(row.recipe) > NAME_LENGTH:
            raise BadRow(file, row.line, quoted(row.recipe), N_("a name of at most 200 characters"))
        if texts and row.prompt not in texts:
            raise BadRow(file, row.line, quoted(row.prompt), N_("a key of the file of briefs"))
        text = texts.get(row.prompt, row.prompt)
        print_of_brief = fingerprint(text=text, inputs={})
        if print_of_brief not in known_briefs:
            known_briefs.add(print_of_brief)
            plan.briefs[text] = row.prompt if texts else None
        if row.recipe not in known_recipes:
            known_recipes.add(row.recipe)
            plan.recipes.append(row.recipe)
        content = "\0".join((print_of_brief, row.recipe, row.response))
        occurrences[content] += 1
        source_key = hashlib.sha256(f"{content}\0{occurrences[content]}".encode()).hexdigest()
        if source_key in known_keys:
            plan.unchanged += 1
        else:
            plan.rows.append((text, row, source_key))
            candidate = _candidate(text, row, source_key)
            plan.candidates.append(candidate)
            if row.tags:
                plan.tags[candidate.id] = row.tags
    return plan


def slug_of(label: str) -> str:
    """A tag's slug: ASCII letters and digits with hyphens; a hash where a label has none."""
    ascii_label = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_label).strip("-")[:64].strip("-")
    return slug or "tag-" + hashlib.sha256(label.encode()).hexdigest()[:8]


def _known(rows: Rows, project_id: int | None) -> tuple[set[str], set[str], set[str]]:
    if project_id is None:
        return set(), set(), set()
    briefs = {brief.fingerprint for brief in rows.all(Brief, project_id=project_id)}
    recipes = {recipe.name for recipe in rows.all(Recipe, project_id=project_id)}
    return briefs, recipes, rows.candidates.source_keys(project_id)


def _candidate(text: str, row: CandidateRow, source_key: str) -> Candidate:
    return Candidate(
        project_id=0,
        brief_id=0,
        recipe_id=0,
        source_key=source_key,
        prompt=text,
        text=row.response,
        parameters=row.parameters,
    )
