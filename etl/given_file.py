"""A file that somebody gives, as it is at one moment: read, hashed and kept from one and the same copy."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from etl.containers.limits import MAX_FILE_BYTES
from etl.errors import UnreadableFileError
from etl.folder import DataFolder, settle

_SEND_A_COPY = "Save a copy in a folder of your own and send that."
_PART = 1 << 20


@dataclass(frozen=True)
class GivenFile:
    """A copy of our own under the file's own name, and the SHA-256 of that copy."""

    path: Path
    digest: str


def check_is_file(path: Path) -> None:
    """Raises UnreadableFileError for what is no ordinary file, is not there, or has a name that no database
    keeps."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        raise UnreadableFileError("The file's name cannot be read. Rename it and send it again.") from None
    try:
        if path.is_dir():
            raise UnreadableFileError("This is a folder, not a file. Name the workbook inside it.")
        if not path.exists():
            raise UnreadableFileError("There is no such file. Check its name and folder.")
        if not path.is_file():
            # A pipe or a device: reading it might never end.
            raise UnreadableFileError(f"This is not an ordinary file. {_SEND_A_COPY}")
    except OSError as error:
        raise _cannot_be_opened(error) from None


@contextmanager
def as_given(folder: DataFolder, path: Path) -> Iterator[GivenFile]:
    """The file as it is now, gone again afterwards.

    Somebody may write the file while it is read, and even write back what it was before: only of a copy is
    what was read sure to be what is kept. Of a file that is larger than any reader takes, no more is copied
    than shows that. Raises UnreadableFileError where it cannot be read.
    """
    check_is_file(path)
    folder.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="given-", dir=folder.scratch) as place:
        copy = Path(place) / path.name
        try:
            source = path.open("rb")
        except OSError as error:
            raise _cannot_be_opened(error) from None
        with source, copy.open("wb") as destination:
            digest = _copy(source, destination)
        yield GivenFile(copy, digest)


def _copy(source: BinaryIO, destination: BinaryIO) -> str:
    seen = hashlib.sha256()
    left = MAX_FILE_BYTES + 1
    while part := _read(source, min(left, _PART)):
        destination.write(part)
        seen.update(part)
        left -= len(part)
    return seen.hexdigest()


def _read(source: BinaryIO, most: int) -> bytes:
    try:
        return source.read(most)
    except OSError as error:
        raise _cannot_be_opened(error) from None


def _cannot_be_opened(error: OSError) -> UnreadableFileError:
    return UnreadableFileError(f"The file cannot be opened: {error.strerror}. {_SEND_A_COPY}")


def keep_original(folder: DataFolder, given: GivenFile) -> None:
    """Keep a file under its hash, unless it is kept already."""
    destination = folder.original_path(given.digest)
    if destination.exists():
        return
    copy = folder.scratch_file(".original")
    try:
        shutil.copyfile(given.path, copy)
        settle(copy, destination)
    finally:
        copy.unlink(missing_ok=True)
