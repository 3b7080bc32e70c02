"""Judging: two candidates side by side, blind."""

from curation.actions.judging import Emptiness, NoPair
from curation.ui.compare.interludes import nothing
from curation.ui.compare.screen import judging
from curation.ui.compare.tools import tools
from curation.ui.compare.watch import watch
from curation.ui.language import on_phone, translate
from curation.ui.state import asked_number, project_id

_ = translate()
project = project_id()
if project is None:
    nothing(NoPair(Emptiness.NO_OUTPUTS, 0), None, _)
else:
    judging(project, asked_number("brief"))
    tools(project, _, on_phone=on_phone())
    watch()
