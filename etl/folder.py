"""Where a trust's data lives: one folder, its parts, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from etl.errors import UsageError

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT_NAME = "TRUST_DATA"


@dataclass(frozen=True)
class DataFolder:
    """The one folder of a trust. `record` and what it points at are kept; `published` is derived."""

    root: Path

    @classmethod
    def find(cls, argument: str | Path | None = None) -> DataFolder:
        """The folder that was named, else the one in TRUST_DATA, else `data` in the project.

        Raises UsageError for a path that DuckDB would take for something else.
        """
        chosen = argument or os.environ.get(ENVIRONMENT_NAME) or ROOT / "data"
        if "?" in str(chosen):
            raise UsageError("The path of a data folder must not have a “?” in it. Choose another folder.")
        return cls(Path(chosen).expanduser().resolve())

    @property
    def record_path(self) -> Path:
        return self.root / "record.sqlite"

    @property
    def originals(self) -> Path:
        """Every file as it was given, by its SHA-256."""
        return self.root / "originals"

    @property
    def returns(self) -> Path:
        """The tidy rows of each accepted return, as immutable Parquet."""
        return self.root / "returns"

    @property
    def open_data(self) -> Path:
        """The tidy rows of each published file of DfE or Ofsted, as immutable Parquet."""
        return self.root / "open_data"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def drops(self) -> Path:
        """The published file of each closed data drop, kept."""
        return self.root / "drops"

    @property
    def scratch(self) -> Path:
        """Half-written files: on the same disk as their destination, so that a rename is atomic."""
        return self.root / "scratch"

    def exists(self) -> bool:
        return self.record_path.is_file()

    def create(self) -> None:
        for part in (self.originals, self.returns, self.open_data, self.published, self.drops, self.scratch):
            part.mkdir(parents=True, exist_ok=True)

    def scratch_file(self, suffix: str) -> Path:
        self.scratch.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=suffix, dir=self.scratch)
        os.close(handle)
        return Path(name)

    def original_path(self, digest: str) -> Path:
        return self.originals / digest[:2] / digest


def settle(written: Path, destination: Path) -> None:
    """Make a finished file appear at its place at once, and only after it is on disk."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    with written.open("rb+") as handle:
        os.fsync(handle.fileno())
    for seconds in (0.01, 0.05, 0.2, 1.0):
        try:
            os.replace(written, destination)
            break
        except PermissionError:
            # Windows refuses while somebody has the former file open, which readers do for moments.
            time.sleep(seconds)
    else:
        os.replace(written, destination)
    _keep_name(destination.parent)


def _keep_name(folder: Path) -> None:
    """Have a folder's list of names on disk too, where the system lets one ask for it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
