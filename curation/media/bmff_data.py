"""The coded data of an ISO base media file, and the only places in it that may be blanked."""

from array import array
from bisect import bisect_right

from curation.media.bmff_boxes import FORMAT, Box, blank
from curation.media.errors import BROKEN, UnreadableMedia
from curation.media.signatures import blank_signatures


class CodedData:
    """Where coded data lies, in the order of the file.

    Tables that lie could have the same bytes blanked a thousand times over, so no more is ever blanked than there is.
    """

    def __init__(self, budget: int) -> None:
        self._starts = array("Q")
        self._ends = array("Q")
        self._budget = budget

    def __bool__(self) -> bool:
        return bool(self._starts)

    def add(self, box: Box) -> None:
        """A box of coded data, behind those added before."""
        self._starts.append(box.body)
        self._ends.append(box.end)

    def blank(self, buffer: bytearray, start: int, end: int) -> None:
        """Blank a piece that speaks; it has to lie within one box of coded data."""
        index = bisect_right(self._starts, start) - 1
        self._budget -= end - start
        if self._budget < 0 or index < 0 or end > self._ends[index]:
            raise UnreadableMedia(FORMAT, BROKEN)
        blank(buffer, start, end)

    def blank_signatures(self, buffer: bytearray) -> None:
        """Blank what encoders write about themselves."""
        for start, end in zip(self._starts, self._ends, strict=True):
            blank_signatures(buffer, start, end)
