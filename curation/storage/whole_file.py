"""Writing a file that is there whole or not at all."""

import os
import tempfile
from pathlib import Path

from curation.errors import BadValue
from curation.i18n import N_


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk, then rename over it.

    Raises:
        BadValue: The folder is not there or cannot be written. An existing file is left as it was.
    """
    beside = None
    try:
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a result is as readable as any other file of this person.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(beside, 0o666 & ~mask)
        os.replace(beside, path)
    except OSError as error:
        if beside is not None:
            Path(beside).unlink(missing_ok=True)
        raise BadValue(str(path), error.strerror or str(error), N_("a file in a folder that can be written")) from error
