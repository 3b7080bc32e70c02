"""Texts of candidates and briefs as HTML that shows them and does nothing else.

Streamlit's own Markdown fetches remote pictures and rewrites what people wrote (`->`, `:smile:`, `$x$`), which would
falsify a judgment. Here every tag is ours: what looks like HTML in a text is shown as text, pictures are shown as
they were written, links are underlined and lead nowhere, and a line break in a text is a line break on the screen.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


class _Renderer(RendererHTML):
    """CommonMark without anything that leads out of the page."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link shows where it would lead, and stays."""
        return f'<u title="{escape(str(tokens[idx].attrGet("href") or ""))}">'

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of a link."""
        return "</u>"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    return parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])


_markdown = _parser()


@lru_cache(maxsize=256)
def as_html(text: str) -> str:
    """A text as HTML.

    Example:
        >>> as_html("*a* -> <b>")
        '<p><em>a</em> -&gt; &lt;b&gt;</p>\\n'
    """
    rendered: str = _markdown.render(text)
    return rendered


def as_line(text: str) -> str:
    """A short text as one line of HTML, its emphasis kept."""
    rendered: str = _markdown.renderInline(" ".join(text.split()))
    return rendered


def as_written(text: str) -> str:
    """A text character for character."""
    return f"<pre>{escape(text)}</pre>"
