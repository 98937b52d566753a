"""A trust's whole data folder in one file, and back.

A backup is a zip archive of the record, the originals, the Parquet of returns and of open data, and the
kept drops. What is derived from them is left out: it is made again.
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
from etl.publish.current import bring_up_to_date, published
from etl.record import audit, sign_ins
from etl.record.connection import (
    NoTrustHereError,
    Record,
    copy_record,
    is_a_record,
    now,
    put_version,
    version_in,
)
from etl.record.opening import LaterVersionError, make_record, migrate, open_record

MANIFEST = "backup.json"
RECORD = "record.sqlite"
KEPT_PARTS = ("originals", "returns", "open_data", "drops")
FORMAT = 1

# How far a restored record's version is put beyond the former one's, so that the published file is seen
# to be behind: more than anybody can decide while the restoring lasts.
VERSIONS_AHEAD = 1000

_LATER = "{} was made by a later version. Update the dashboard first."
# What a file that is no backup of ours makes the library raise; RuntimeError and NotImplementedError for
# one that is encrypted or compressed in another way.
_NO_BACKUP = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    TypeError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


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
    written = destination.with_name(f"{destination.name}.{os.getpid()}.part")
    try:
        copy_record(folder.record_path, copy)
        destination.parent.mkdir(parents=True, exist_ok=True)
        # A file dated before 1980 (a clock that was not set) is kept too, under the earliest date of a zip.
        with zipfile.ZipFile(
            written, "w", compression=zipfile.ZIP_DEFLATED, strict_timestamps=False
        ) as archive:
            files = list(_kept_files(folder))
            manifest = {"format": FORMAT, "made_at": now().isoformat(), "files": len(files) + 1}
            archive.writestr(MANIFEST, json.dumps(manifest))
            archive.write(copy, RECORD)
            for path in files:
                archive.write(path, path.relative_to(folder.root).as_posix())
        settle(written, destination)
    except OSError as error:
        raise TrustDataError(f"The backup could not be written to {destination}: {error.strerror}.") from None
    finally:
        _remove(copy)
        _remove(written)
    return len(files) + 1


def restore(
    folder: DataFolder, source: Path, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> None:
    """Bring a folder back to what a backup holds; what was decided since is gone.

    The whole backup is checked before anything is touched. Files that the former record named stay where
    they are: nothing but the record itself is replaced, at once, already brought up to the code's schema.
    A record that is damaged is set aside. Raises UnreadableFileError for a file that is no backup, is
    damaged, or was made by a later version.
    """
    with _opened(source) as archive:
        folder.create()
        record_copy = folder.scratch_file(".sqlite")
        try:
            with archive.open(RECORD) as inside, record_copy.open("wb") as outside:
                shutil.copyfileobj(inside, outside)
            if not is_a_record(record_copy):
                raise UnreadableFileError(f"{source.name} holds no sound record. Nothing was changed.")
            restored = Record(folder, record_copy)
            try:
                migrate(restored)
            except LaterVersionError:
                raise UnreadableFileError(_LATER.format(source.name)) from None
            for name in archive.namelist():
                if name not in (MANIFEST, RECORD):
                    _take_out(folder, archive, name)
            former = _former_version(folder)
            with restored.writing() as connection:
                put_version(connection, max(former, version_in(connection)) + VERSIONS_AHEAD)
                # Who signed out, or left, since the backup was made must not be signed in again by it.
                sign_ins.end_all(connection)
                audit.note(connection, by, "restore", source.name, role=role)
            copy_record(record_copy, folder.record_path)
        finally:
            for path in folder.scratch.glob(f"{record_copy.name}*"):
                _remove(path)
    bring_up_to_date(folder)


def _former_version(folder: DataFolder) -> int:
    """The version of the record that is about to be replaced, or that was published last if it is damaged."""
    if folder.exists() and not is_a_record(folder.record_path):
        aside = f"damaged-{now():%Y%m%dT%H%M%S}-"
        for path in folder.root.glob(f"{folder.record_path.name}*"):
            path.rename(path.with_name(aside + path.name))
    version = make_record(folder).version()
    try:
        return max(version, published(folder).record_version)
    except NoTrustHereError:
        return version


def _remove(path: Path) -> None:
    # What cannot be removed now (its folder is gone, somebody has it open) hides no other trouble.
    try:
        path.unlink()
    except OSError:
        return


def _kept_files(folder: DataFolder) -> Iterator[Path]:
    for part in (folder.originals, folder.returns, folder.open_data, folder.drops):
        yield from sorted(path for path in part.rglob("*") if path.is_file())


def _opened(source: Path) -> zipfile.ZipFile:
    if not source.is_file():
        raise UnreadableFileError(f"There is no file {source}.")
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read(MANIFEST))
        form, files = manifest["format"], manifest["files"]
        damaged = archive.testzip()
    except _NO_BACKUP:
        raise UnreadableFileError(f"{source.name} is not a backup, or it is damaged.") from None
    if damaged is not None:
        raise UnreadableFileError(f"{source.name} is damaged at {damaged}. Nothing was changed.")
    if form != FORMAT:
        raise UnreadableFileError(_LATER.format(source.name))
    if len(archive.namelist()) != files + 1 or RECORD not in archive.namelist():
        raise UnreadableFileError(f"{source.name} is incomplete. Nothing was changed.")
    return archive


def _take_out(folder: DataFolder, archive: zipfile.ZipFile, name: str) -> None:
    # A name from outside decides where a file goes: only the kinds of place it can have are taken.
    parts = PurePosixPath(name).parts
    placed = len(parts) in (2, 3) and parts[0] in KEPT_PARTS and ".." not in parts
    if not placed or set(name) & set("\\:"):  # which part names on Windows
        raise UnreadableFileError(f"The backup holds a file that has no place in it: {name}.")
    destination = folder.root.joinpath(*parts)
    if _holds(destination, archive.getinfo(name)):
        return
    written = folder.scratch_file(".restored")
    try:
        with archive.open(name) as inside, written.open("wb") as outside:
            shutil.copyfileobj(inside, outside)
        settle(written, destination)
    finally:
        _remove(written)


def _holds(path: Path, wanted: zipfile.ZipInfo) -> bool:
    """Whether a file is there as the backup has it. Names never change their content, but disks fail."""
    if not path.is_file() or path.stat().st_size != wanted.file_size:
        return False
    found = 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            found = zlib.crc32(block, found)
    return found == wanted.CRC
