"""Which published file is the current one, and bringing it up to the record when it is behind.

A load is over when the record says so; publishing only shows it. Whatever is killed in between, the next
command or page that asks for the current file finds the record ahead and publishes.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from etl.folder import DataFolder, settle
from etl.publish.build import build, schema_hash
from etl.publish.trouble import in_plain_words
from etl.record import drops
from etl.record.connection import NoTrustHereError, Record, RecordNotWritableError
from etl.record.opening import open_record

POINTER = "current"
# What lies half-written for a day was left behind by a process that was killed.
ABANDONED_SECONDS = 24 * 60 * 60
MADE_BY_OTHER_CODE = -1
KEPT = 5  # published files that no closed drop keeps: old ones outlive their readers


@dataclass(frozen=True)
class Published:
    """One published file. Never changes once it exists, so anything made from it may be kept by `number`."""

    path: Path
    number: int
    record_version: int  # MADE_BY_OTHER_CODE where it has to be made anew, whatever the record says


def published(folder: DataFolder) -> Published:
    """The current file as the pointer names it, be the record ahead or not.

    Raises NoTrustHereError where nothing was published yet.
    """
    found = _pointer(folder)
    if found is None:
        raise NoTrustHereError(f"There is no trust in {folder.root} yet: nothing has been published.")
    return found


def current_file(folder: DataFolder) -> Path:
    """The current file, published first where it is behind the record.

    Whoever may only read the folder gets the one that is published.
    """
    try:
        return bring_up_to_date(folder).path
    except RecordNotWritableError:
        if _pointer(folder) is None:
            raise
        return published(folder).path


def bring_up_to_date(folder: DataFolder, record: Record | None = None) -> Published:
    """Publish what the record holds, unless that is published already."""
    record = record or open_record(folder)
    found = _pointer(folder)
    if found is not None and found.record_version == record.version():
        return found
    return _publish(folder, record, anew=False)


def rebuild(folder: DataFolder) -> Published:
    """Publish anew from the record and the returns, whatever is published."""
    return _publish(folder, open_record(folder), anew=True)


def _publish(folder: DataFolder, record: Record, *, anew: bool) -> Published:
    folder.create()
    with FileLock(folder.root / "publish.lock"):
        found = _pointer(folder)
        # Whoever held the lock before may have published our decision along with theirs.
        if not anew and found is not None and found.record_version == record.version():
            return found
        number = _last_number(folder) + 1
        written = folder.scratch / f"publishing-{number}-{os.getpid()}.duckdb"
        written.unlink(missing_ok=True)
        try:
            base = None if anew or found is None else found.path
            with in_plain_words():
                decided = build(folder, record, written, number, base)
            destination = folder.published / f"trust-{number:06d}.duckdb"
            settle(written, destination)
        finally:
            written.unlink(missing_ok=True)
            written.with_suffix(".duckdb.wal").unlink(missing_ok=True)
        made = Published(destination, number, decided.version)
        _keep_closed_drops(folder, decided.drops, destination)
        _point_to(folder, made)
        _tidy(folder, made)
        return made


def _pointer(folder: DataFolder) -> Published | None:
    try:
        held = json.loads((folder.published / POINTER).read_text(encoding="utf-8"))
        # After an update of the code, pages would ask for columns that the file lacks.
        version = held["record_version"] if held.get("made_by") == schema_hash() else MADE_BY_OTHER_CODE
        found = Published(folder.published / held["file"], held["number"], version)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None  # nothing was published, or the pointer is damaged: the next publication makes it anew
    return found if found.path.is_file() else None


def _point_to(folder: DataFolder, made: Published) -> None:
    pointer = folder.scratch_file(".pointer")
    content = {
        "file": made.path.name,
        "number": made.number,
        "record_version": made.record_version,
        "made_by": schema_hash(),
    }
    pointer.write_text(json.dumps(content), encoding="utf-8")
    settle(pointer, folder.published / POINTER)


def _numbered(folder: DataFolder) -> list[tuple[int, Path]]:
    return sorted((int(path.stem.split("-")[1]), path) for path in folder.published.glob("trust-*.duckdb"))


def _last_number(folder: DataFolder) -> int:
    return max((number for number, _ in _numbered(folder)), default=0)


def drop_file(folder: DataFolder, held: drops.Drop) -> Path:
    """Where the published file of a closed drop is kept.

    The moment of closing is in its name: after a backup was brought back, another drop may be closed
    under the same number, and must not be taken for the former one.
    """
    assert held.closed_at is not None
    return folder.drops / f"drop-{held.label}-{held.half_term.slug}-{held.closed_at:%Y%m%dT%H%M%S}.duckdb"


def _keep_closed_drops(folder: DataFolder, shown: Sequence[drops.Drop], made: Path) -> None:
    """Keep a published file for every drop that it shows as closed and that has none yet.

    Only what the file itself shows counts: the record may have gone on since, and a drop been closed
    whose last returns the file lacks. What a closed half-term holds cannot change, so that a file
    published later will do.
    """
    for held in shown:
        if held.closed and not drop_file(folder, held).exists():
            copy = folder.scratch_file(".duckdb")
            shutil.copyfile(made, copy)
            settle(copy, drop_file(folder, held))


def _tidy(folder: DataFolder, made: Published) -> None:
    """Remove published files beyond the last few, and what killed processes left half-written."""
    for number, path in _numbered(folder):
        if number <= made.number - KEPT:
            _remove(path)
    for path in folder.scratch.glob("publishing-*"):
        _remove(path)
    for path in folder.scratch.iterdir():
        if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
            _remove(path)


def _remove(path: Path) -> None:
    # Windows refuses to remove a file that somebody reads; it goes the next time.
    try:
        if path.is_dir():
            shutil.rmtree(path)  # where DuckDB put what had no room in memory
        else:
            path.unlink()
    except OSError:
        return
