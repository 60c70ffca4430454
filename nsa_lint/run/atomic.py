"""Write a file so that a reader, or a process killed half way, finds the old content or the new, never a half."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, root: Path | None = None) -> None:
    """Replace the content of the regular file `path` with `data`, keeping its permissions.

    The new content goes to a temporary file in the same folder, which then takes the place of the old one in one
    step. `data` is written as it is: encoding, byte order mark and line ends are the caller's.

    A symbolic link is written through (the link stays a link), unless its target lies outside `root`, the tree that
    the caller was given: then nothing is written. Without `root` the tree is the folder of the path.

    Raises OSError where `path` is not a regular file, leads out of the tree, may not be written, or the disk is full;
    the old file is whole then.
    """
    tree = (root if root is not None else path.parent).resolve()
    target = path.resolve(strict=True)
    if not target.is_relative_to(tree):
        raise OSError(f"{path} leads to {target}, outside {tree}; not written")
    before = target.stat()
    if not stat.S_ISREG(before.st_mode):
        raise OSError(f"{path} is not a regular file; not written")
    if not os.access(target, os.W_OK):
        raise PermissionError(f"{path} may not be written")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(stat.S_IMODE(before.st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
