"""The closed lists of the design. Each is stored by its value, so that a log stays readable."""

from enum import StrEnum


class Goal(StrEnum):
    """What a project is for."""

    PICK_BEST = "pick_best"
    CHOOSE_RECIPE = "choose_recipe"
    STUDY = "study"


class MediaKind(StrEnum):
    """What a candidate is made of."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


class Outcome(StrEnum):
    """The answer to a pair, as shown: left and right are the sides on the screen."""

    LEFT = "left"
    RIGHT = "right"
    BOTH_GOOD = "both_good"
    BOTH_BAD = "both_bad"
    TIE = "tie"
    SKIP = "skip"


class Degree(StrEnum):
    """How much better the chosen side is, where a project asks for it."""

    CLEARLY = "clearly"
    SLIGHTLY = "slightly"


class Origin(StrEnum):
    """Where a comparison comes from."""

    APP = "app"
    IMPORT = "import"
    SAMPLE = "sample"


class JudgeKind(StrEnum):
    """Who judges: somebody in this workspace, a name in an imported file, or a judge of the sample project."""

    PERSON = "person"
    IMPORTED = "imported"
    SAMPLE = "sample"


class DecisionKind(StrEnum):
    """A decision about one candidate; the latest counts, the log keeps them all."""

    KEEP = "keep"
    REJECT = "reject"
    UNDECIDED = "undecided"
    PICKED = "picked"
    UNPICKED = "unpicked"
    MERGED = "merged"
    UNMERGED = "unmerged"


class ImportKind(StrEnum):
    """What a file brought in."""

    CANDIDATES = "candidates"
    JUDGMENTS = "judgments"


class ImportState(StrEnum):
    """Only the rows of a DONE import are visible."""

    PENDING = "pending"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class RunState(StrEnum):
    """The life of a request to generate."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class Role(StrEnum):
    """What a person may do in a project."""

    OWNER = "owner"
    CURATOR = "curator"
    JUDGE = "judge"
