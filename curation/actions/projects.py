"""Projects: make one, find one, list them with their progress, paste outputs into one."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from curation.actions.actor import Actor, require
from curation.actions.media_links import MediaLinks
from curation.errors import BadValue, NotFound
from curation.i18n import N_
from curation.models import Brief, Candidate, Criterion, Goal, Project, Recipe, Tag
from curation.models.projects import DEFAULT_QUESTION, fingerprint
from curation.storage import Rows, Store

CARD_PICTURES = 4
EXCERPT_CHARACTERS = 160
PASTED = "pasted"

# slug, English, French; offered for pictures, then for texts.
PICTURE_TAGS = (
    ("striking", "striking", "percutante"),
    ("original", "original", "originale"),
    ("well-composed", "well composed", "bien composée"),
    ("on-brand", "on brand", "dans la charte"),
    ("cliche", "cliché", "cliché"),
    ("looks-ai", "looks AI", "fait IA"),
    ("deformed", "deformed", "déformée"),
    ("garbled-text", "garbled text", "texte illisible"),
    ("off-brief", "off brief", "hors brief"),
)
TEXT_TAGS = (
    ("clear", "clear", "clair"),
    ("right-tone", "right tone", "ton juste"),
    ("vivid", "vivid", "imagé"),
    ("surprising", "surprising", "surprenant"),
    ("cliche", "cliché", "cliché"),
    ("wrong-tone", "wrong tone", "mauvais ton"),
    ("invented-fact", "invented fact", "fait inventé"),
    ("too-long", "too long", "trop long"),
    ("off-brief", "off brief", "hors brief"),
)


@dataclass(frozen=True)
class ProjectCard:
    """A project in the list: what is in it and how far its judging is."""

    id: int
    name: str
    goal: Goal
    briefs: int
    candidates: int
    judged: int
    judges: int
    media_urls: list[str]
    excerpt: str
    is_sample: bool


@dataclass(frozen=True)
class BriefCard:
    """A brief in a project."""

    id: int
    title: str
    text: str
    candidates: int
    judged: int


def new_project(
    rows: Rows,
    name: str,
    now: datetime,
    *,
    goal: Goal = Goal.PICK_BEST,
    question: str = DEFAULT_QUESTION,
    winners_per_brief: int = 1,
    is_sample: bool = False,
) -> Project:
    """A project with its first criterion and the default tags, within the caller's transaction.

    Raises:
        BadValue: The name is taken, empty, too long or holds control characters; the question is empty.
    """
    try:
        project = Project(
            name=name, goal=goal, winners_per_brief=winners_per_brief, is_sample=is_sample, created_at=now
        )
        criterion = Criterion(project_id=project.id, question=question, created_at=now)
    except ValidationError:
        expected = N_("a name of 1 to 200 characters without line breaks, and a question")
        raise BadValue(N_("project"), f"“{name[:60]!r}”", expected) from None
    if rows.find(Project, name=name) is not None:
        raise BadValue(N_("name"), f"“{name}”", N_("a name no other project has"))
    rows.add(project)
    labels = dict.fromkeys((*PICTURE_TAGS, *TEXT_TAGS))
    tags = [
        Tag(project_id=project.id, slug=slug, label_en=english, label_fr=french, position=place, created_at=now)
        for place, (slug, english, french) in enumerate(labels)
    ]
    rows.add(criterion, *tags)
    return project


def create_project(
    store: Store,
    actor: Actor,
    name: str,
    *,
    now: datetime,
    goal: Goal = Goal.PICK_BEST,
    question: str = DEFAULT_QUESTION,
    winners_per_brief: int = 1,
) -> Project:
    """Make an empty project. Raises BadValue when the name cannot be used."""
    require(actor, "curate")
    with store.writing() as rows:
        return new_project(rows, name, now, goal=goal, question=question, winners_per_brief=winners_per_brief)


def find_project(store: Store, actor: Actor, name: str) -> Project:
    """The project with this name. Raises NotFound, naming those there are."""
    require(actor, "judge")
    with store.reading() as rows:
        project = rows.find(Project, name=name)
    if project is None:
        raise NotFound(N_("project"), name, N_("See “curation projects”, or bring outputs in with “curation import”."))
    return project


def list_projects(store: Store, links: MediaLinks, actor: Actor, *, now: datetime) -> list[ProjectCard]:
    """Every project, the newest first."""
    require(actor, "judge")
    with store.reading() as rows:
        return [_card(rows, links, project, now) for project in reversed(rows.all(Project))]


def briefs_of(store: Store, actor: Actor, project_id: int) -> list[BriefCard]:
    """The briefs of a project that have candidates, in their order."""
    require(actor, "judge")
    with store.reading() as rows:
        counts = rows.candidates.count_by_brief(project_id)
        judged = rows.comparisons.count_by_brief(project_id)
        briefs = sorted(rows.all(Brief, project_id=project_id), key=lambda brief: (brief.position, brief.id))
        return [
            BriefCard(brief.id, brief.title, brief.text, counts[brief.id], judged.get(brief.id, 0))
            for brief in briefs
            if brief.id in counts
        ]


def paste_outputs(
    store: Store, actor: Actor, project_id: int, brief_text: str, outputs: list[str], *, now: datetime
) -> int:
    """Put pasted texts into a project as candidates of one brief; returns how many were new.

    The same text for the same brief is not put in twice.

    Raises:
        BadValue: No text, or one that cannot be stored.
    """
    require(actor, "curate")
    texts = [text for text in dict.fromkeys(output.strip() for output in outputs) if text]
    if not texts:
        raise BadValue(N_("outputs"), N_("no text"), N_("at least one output"))
    with store.writing() as rows:
        try:
            brief = brief_with_text(rows, project_id, brief_text.strip() or "—", now)
            recipe = recipe_named(rows, project_id, PASTED, now)
            known = {row.text for row in rows.candidates.visible(project_id, brief.id)}
            new = [
                Candidate(
                    project_id=project_id,
                    brief_id=brief.id,
                    recipe_id=recipe.id,
                    prompt=brief.text,
                    text=text,
                    created_at=now,
                )
                for text in texts
                if text not in known
            ]
        except ValidationError:
            raise BadValue(
                N_("outputs"), N_("a text that cannot be stored"), N_("texts under 1,000,000 characters")
            ) from None
        rows.add_all(new)
    return len(new)


def brief_with_text(rows: Rows, project_id: int, text: str, now: datetime, key: str | None = None) -> Brief:
    """The brief with exactly this text and no inputs; made when there is none."""
    brief = rows.find(Brief, project_id=project_id, fingerprint=fingerprint(text=text, inputs={}))
    if brief is None:
        position = rows.count(Brief, project_id=project_id)
        brief = Brief(project_id=project_id, text=text, key=key, position=position, created_at=now)
        rows.add(brief)
    return brief


def recipe_named(rows: Rows, project_id: int, name: str, now: datetime) -> Recipe:
    """The latest version of the recipe with this name; made when there is none."""
    versions = rows.all(Recipe, project_id=project_id, name=name)
    if versions:
        return max(versions, key=lambda recipe: recipe.version)
    recipe = Recipe(project_id=project_id, name=name, model=name, created_at=now)
    rows.add(recipe)
    return recipe


def _card(rows: Rows, links: MediaLinks, project: Project, now: datetime) -> ProjectCard:
    first = rows.candidates.first(project.id, CARD_PICTURES)
    shown = [links.url(project.id, row.shown_hash, now) for row in first if row.shown_hash]
    counts = rows.candidates.count_by_brief(project.id)
    text = next((row.text for row in first if row.text), "")
    return ProjectCard(
        id=project.id,
        name=project.name,
        goal=project.goal,
        briefs=len(counts),
        candidates=sum(counts.values()),
        judged=rows.comparisons.count(project.id),
        judges=rows.comparisons.count_judges(project.id),
        media_urls=shown,
        excerpt=text[:EXCERPT_CHARACTERS],
        is_sample=project.is_sample,
    )
