"""What can be wrong with a media file, each in one sentence.

BadInput
  UnreadableMedia     broken, cut off, or coded in a way that cannot be shown
  UnknownMedia        (an UnreadableMedia) none of the formats that are shown
"""

from curation.errors import BadInput
from curation.i18n import N_

ENDS_EARLY = N_("it ends in the middle")
BROKEN = N_("its parts do not fit together")
CHECKSUM = N_("a checksum in it is wrong")
EMPTY = N_("there is no picture or sound in it")
NOT_FOR_BROWSERS = N_("most browsers cannot show it; convert it first")


class UnreadableMedia(BadInput):
    """A file that cannot be shown, or cannot be cleaned of what tells its maker. Nothing of it is passed through."""

    template = N_("This {format} file cannot be shown: {reason}.")

    def __init__(self, format: str, reason: str) -> None:
        super().__init__(format=format, reason=reason)


class UnknownMedia(UnreadableMedia):
    """Bytes that are none of the formats that are shown."""

    template = N_("This file cannot be shown: it is not {expected}.")

    def __init__(self, expected: str) -> None:
        super(UnreadableMedia, self).__init__(expected=expected)
