"""What stands above and between the buttons, as HTML: few elements to send for a pair, however rich it is.

Nothing here knows who made a candidate: it is given `Pair` and `Shown`, which hold the content and nothing else.
"""

import json
import time
from collections.abc import Callable
from html import escape

from curation.actions.judging import Pair, Shown
from curation.i18n import N_, Translate
from curation.models import MediaKind, Outcome
from curation.ui.compare.showing import YOUNGEST_SECONDS
from curation.ui.compare.text import as_html, as_line, as_written

LINE_CHARACTERS = 160

# The questions the product itself proposes; those of people are shown as they were written.
QUESTIONS = (N_("Which would you publish?"),)

SIDES = {Outcome.LEFT: N_("Candidate on the left"), Outcome.RIGHT: N_("Candidate on the right")}
SIDES_ON_PHONE = {Outcome.LEFT: N_("Candidate at the top"), Outcome.RIGHT: N_("Candidate at the bottom")}


def progress(judged: int, to_go: int | None, _: Translate) -> str:
    """How far this judge is, quietly."""
    if to_go is None:
        return _("{judged} judged").format(judged=judged)
    return _("{judged} judged, about {to_go} to go").format(judged=judged, to_go=to_go)


def head(pair: Pair, _: Translate, *, notice: str = "") -> str:
    """The brief in one line, the question, and how far this judge is or what went wrong with the last press.

    The attributes are for `watch.js`; the serial is new whenever this is drawn.
    """
    said = _(notice) if notice else progress(pair.judged, pair.to_go, _)
    return (
        f'<div class="judging-head" data-serial="{time.monotonic_ns():x}" data-young="{round(1000 * YOUNGEST_SECONDS)}"'
        f' data-next="{escape(" ".join(pair.next_urls))}" data-say="{escape(said)}">'
        f'<p class="brief-line" dir="auto">{_brief_line(pair)}</p><h1 dir="auto">{escape(_(pair.question))}</h1>'
        f'<p class="{"notice" if notice else "progress"}">{escape(said)}</p></div>'
    )


def _brief_line(pair: Pair) -> str:
    text = " ".join(pair.brief_text.split())
    if pair.brief_title and (pair.inputs or len(text) > LINE_CHARACTERS):
        return as_line(pair.brief_title)
    return as_line(text if len(text) <= LINE_CHARACTERS else f"{text[:LINE_CHARACTERS].rsplit(' ', 1)[0]} …")


def brief(pair: Pair) -> str | None:
    """The whole brief with its inputs where one line cannot hold it; three lines of it, and the rest at a press."""
    text = " ".join(pair.brief_text.split())
    parts = [as_html(pair.brief_text)] if len(text) > LINE_CHARACTERS or (pair.inputs and pair.brief_title) else []
    values = {name: value if isinstance(value, str) else json.dumps(value) for name, value in pair.inputs.items()}
    if len(values) > 1:
        parts.append("<p>{}</p>".format(" ".join(map(_named, values.items()))))
    else:
        parts += map(as_html, values.values())
    if not parts:
        return None
    return f'<details class="brief" dir="auto"><summary>{"".join(parts)}</summary></details>'


def _named(item: tuple[str, str]) -> str:
    name, value = item
    return f"<span><strong>{escape(name)}</strong> {as_line(value)}</span>"


def reads(pair: Pair) -> bool:
    """Whether there is text to read."""
    return MediaKind.TEXT in (pair.left.media, pair.right.media)


def cards(pair: Pair, chosen: Outcome | None, _: Translate, *, raw: bool, on_phone: bool) -> str:
    """Both candidates, the same way: pictures on mats, texts on sheets that scroll as one."""
    names = SIDES_ON_PHONE if on_phone else SIDES
    sides = ((Outcome.LEFT, pair.left), (Outcome.RIGHT, pair.right))
    reading = reads(pair)
    drawn = "".join(
        f'<section class="{"sheet" if reading else "mat"} {side.value}{_was(side, chosen)}" aria-label="{_(names[side])}">'
        f"{_candidate(shown, _(names[side]), raw=raw)}</section>"
        for side, shown in sides
    )
    if reading:
        label = escape(_("Both texts"))
        return f'<div class="pair reading" tabindex="0" role="region" aria-label="{label}">{drawn}</div>'
    return f'<div class="pair">{drawn}</div>'


def _was(side: Outcome, chosen: Outcome | None) -> str:
    both = chosen in (Outcome.BOTH_GOOD, Outcome.BOTH_BAD)
    return " was" if chosen is side or both else ""


def _candidate(shown: Shown, name: str, *, raw: bool) -> str:
    if shown.media is MediaKind.TEXT or shown.url is None:
        text = shown.text or ""
        return as_written(text) if raw else f'<div class="words" dir="auto">{as_html(text)}</div>'
    return MEDIA[shown.media](escape(shown.url), escape(name))


def _picture(url: str, name: str) -> str:
    return f'<img src="{url}" alt="{name}">'


def _sound(url: str, name: str) -> str:
    return f'<audio controls preload="auto" src="{url}" aria-label="{name}"></audio>'


def _film(url: str, name: str) -> str:
    return f'<video controls playsinline preload="auto" src="{url}" aria-label="{name}"></video>'


MEDIA: dict[MediaKind, Callable[[str, str], str]] = {
    MediaKind.IMAGE: _picture,
    MediaKind.AUDIO: _sound,
    MediaKind.VIDEO: _film,
}
