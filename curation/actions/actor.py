"""Who is doing something, and whether they may."""

from dataclasses import dataclass

from curation.errors import NotAllowed
from curation.i18n import N_
from curation.models import Judge, JudgeKind, Role
from curation.storage import Store


@dataclass(frozen=True)
class Actor:
    """A person with a role. Resolved by `curation.ui.identity` in the browser, by `local_actor` on a laptop."""

    judge_id: int
    name: str
    role: Role = Role.OWNER


# deed -> (who may, the words for the refusal)
RIGHTS: dict[str, tuple[frozenset[Role], str]] = {
    "judge": (frozenset(Role), N_("judge pairs")),
    "curate": (frozenset({Role.OWNER, Role.CURATOR}), N_("add or change candidates")),
    "see results": (frozenset({Role.OWNER, Role.CURATOR}), N_("see the results")),
    "export": (frozenset({Role.OWNER, Role.CURATOR}), N_("export results")),
    "own": (frozenset({Role.OWNER}), N_("change the project")),
}


def require(actor: Actor, deed: str) -> None:
    """Raise NotAllowed unless the actor's role has the right to this deed (a key of RIGHTS)."""
    allowed, words = RIGHTS[deed]
    if actor.role not in allowed:
        raise NotAllowed(words)


def local_actor(store: Store) -> Actor:
    """The one person of a laptop's workspace, made at first use; no name is asked."""
    with store.reading() as rows:
        judge = rows.find(Judge, kind=JudgeKind.PERSON, project_id=None)
    if judge is None:
        with store.writing() as rows:
            rows.one_at_a_time("the one person of this workspace")
            judge = rows.find(Judge, kind=JudgeKind.PERSON, project_id=None) or Judge(kind=JudgeKind.PERSON)
            rows.add(judge)
    return Actor(judge.id, judge.name)
