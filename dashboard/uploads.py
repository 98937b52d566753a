"""Files that people give the dashboard: on disk only while they are read, under a name that does no harm."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from etl.folder import DataFolder

# What a file is, is told from its content; the endings only help people to choose in their file dialogue.
SHEET_ENDINGS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "txt", "tsv"]
RESULT_ENDINGS = [*SHEET_ENDINGS, "xml"]
MOST_MEGABYTES = 20
PREFIX = "upload-"
LEFT_BEHIND = 3600  # seconds after which an upload can only be that of a process that was killed


@dataclass(frozen=True)
class Upload:
    """One file as it was given. Two with the same content are equal, whatever they are called."""

    name: str = field(compare=False)
    content: bytes = field(compare=False, repr=False)
    digest: str


def upload_of(given: Any) -> Upload:
    """From what Streamlit's uploader gives."""
    content = given.getvalue()
    return Upload(safe_name(given.name), content, hashlib.sha256(content).hexdigest())


def safe_name(name: str) -> str:
    """The file's own name without folders and characters that mean something to a system."""
    bare = PurePosixPath(PureWindowsPath(name).name).name
    return re.sub(r"[^\w .()&'+,-]", "_", bare).strip(" .")[-120:] or "upload"


@contextmanager
def on_disk(folder: DataFolder, upload: Upload) -> Iterator[Path]:
    """The upload as a file, gone again afterwards.

    Within the trust's own folder, where pupils' data belongs, as soon as there is one.
    """
    keeps = folder.scratch if folder.exists() else None
    if keeps:
        keeps.mkdir(exist_ok=True)
        _sweep(keeps)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=keeps) as place:
        path = Path(place) / upload.name
        path.write_bytes(upload.content)
        yield path


def _sweep(scratch: Path) -> None:
    for place in scratch.glob(f"{PREFIX}*"):
        if time.time() - place.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(place, ignore_errors=True)
