"""Pictures, sound and film: recognised by their contents, and copied without anything that tells who made them.

Bytes in, bytes out. One module per format, registered in `strip.STRIPPERS`; coded pixels and samples are never touched.
What is in the pixels or the coding itself (a watermark, the choice of an encoder) stays, as it would in print.
"""

from curation.media.errors import UnknownMedia, UnreadableMedia
from curation.media.sniff import MediaType, sniff
from curation.media.strip import size, strip

__all__ = ["MediaType", "UnknownMedia", "UnreadableMedia", "size", "sniff", "strip"]
