"""A trust's whole data folder in one file, and back.

A backup is a zip archive of the record, the originals, the returns' Parquet and the kept drops. What is
derived from them is left out: it is made again.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from etl.errors import TrustDataError, UnreadableFileError
from etl.folder import DataFolder, settle
from etl.publish.current import bring_up_to_date
from etl.record import audit
from etl.record.connection import copy_record, is_a_record, now, put_version
from etl.record.opening import make_record, open_record

MANIFEST = "backup.json"
RECORD = "record.sqlite"
FORMAT = 1


def back_up(
    folder: DataFolder, destination: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> int:
    """Write a backup while everything runs on: how many files it holds.

    The record is copied first. What it names was written before it, and is never altered, so that the
    files copied afterwards are complete whatever is loaded meanwhile.
    """
    record = open_record(folder)
    audit.log(record, by, role, "back up", "the whole folder")
    copy = folder.scratch_file(".sqlite")
    written = destination.with_name(destination.name + ".part")
    try:
        copy_record(folder.record_path, copy)
        destination.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(written, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            files = list(_kept_files(folder))
            manifest = {"format": FORMAT, "made_at": now().isoformat(), "files": len(files) + 1}
            archive.writestr(MANIFEST, json.dumps(manifest))
            archive.write(copy, RECORD)
            for path in files:
                archive.write(path, path.relative_to(folder.root).as_posix())
        os.replace(written, destination)
    except OSError as error:
        raise TrustDataError(f"The backup could not be written to {destination}: {error.strerror}.") from None
    finally:
        copy.unlink(missing_ok=True)
        written.unlink(missing_ok=True)
    return len(files) + 1


def restore(
    folder: DataFolder, source: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> None:
    """Bring a folder back to what a backup holds; what was decided since is gone.

    The whole backup is checked before anything is touched. Files that the former record named stay where
    they are: nothing but the record itself is replaced. Raises UnreadableFileError for a file that is no
    backup or is damaged.
    """
    folder.create()
    with _opened(source) as archive:
        names = [one for one in archive.namelist() if one != MANIFEST]
        record_copy = folder.scratch_file(".sqlite")
        try:
            with archive.open(RECORD) as inside, record_copy.open("wb") as outside:
                shutil.copyfileobj(inside, outside)
            if not is_a_record(record_copy):
                raise UnreadableFileError(f"{source.name} holds no sound record. Nothing was changed.")
            for name in names:
                if name != RECORD:
                    _take_out(folder, archive, name)
            former = make_record(folder).version()
            copy_record(record_copy, folder.record_path)
        finally:
            record_copy.unlink(missing_ok=True)
    record = open_record(folder)
    restored = record.version()
    with record.writing() as connection:
        # Higher than anything published from either, so that the published file is seen to be behind.
        ahead = max(former, restored) + 1
        put_version(connection, ahead)
        audit.note(connection, by, "restore", source.name, role=role)
    bring_up_to_date(folder, record)


def _kept_files(folder: DataFolder) -> Iterator[Path]:
    for part in (folder.originals, folder.returns, folder.drops):
        yield from sorted(path for path in part.rglob("*") if path.is_file())


def _opened(source: Path) -> zipfile.ZipFile:
    if not source.is_file():
        raise UnreadableFileError(f"There is no file {source}.")
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read(MANIFEST))
        damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError):
        raise UnreadableFileError(f"{source.name} is not a backup, or it is damaged.") from None
    if damaged is not None:
        raise UnreadableFileError(f"{source.name} is damaged at {damaged}. Nothing was changed.")
    if manifest.get("format") != FORMAT:
        raise UnreadableFileError(f"{source.name} was made by a later version. Update the dashboard first.")
    if len(archive.namelist()) != manifest["files"] + 1 or RECORD not in archive.namelist():
        raise UnreadableFileError(f"{source.name} is incomplete. Nothing was changed.")
    return archive


def _take_out(folder: DataFolder, archive: zipfile.ZipFile, name: str) -> None:
    # A name from outside decides where a file goes: only the three kinds of place it can have are taken.
    parts = PurePosixPath(name).parts
    if parts[0] not in {"originals", "returns", "drops"} or ".." in parts or len(parts) > 3:
        raise UnreadableFileError(f"The backup holds a file that has no place in it: {name}.")
    destination = folder.root.joinpath(*parts)
    if destination.exists():
        return  # named by its content or by a token of its own: the same file
    written = folder.scratch_file(".restored")
    with archive.open(name) as inside, written.open("wb") as outside:
        shutil.copyfileobj(inside, outside)
    settle(written, destination)
