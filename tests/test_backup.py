"""Backup and restore: the same figures, in the same folder or another; damaged backups change nothing."""

from __future__ import annotations

import os
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from etl.backup import back_up, restore
from etl.errors import TrustDataError, UnreadableFileError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, current_file, drop_file, rebuild
from etl.record import audit, schools
from etl.record.connection import Record
from etl.record.opening import make_record, open_record
from etl.returns.closing import close_drop
from tests.builders_returns import accept, mark, pupil

SPRING_1, SPRING_2 = HalfTerm(2025, 3), HalfTerm(2025, 4)
OAKFIELD = 910001


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    record = make_record(made)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name="Oakfield Primary School")])
    load(made, record, SPRING_1, "EXS")
    return made


def load(folder: DataFolder, record: Record, half_term: HalfTerm, band: str) -> None:
    numbers = range(5)
    accept(
        folder,
        record,
        OAKFIELD,
        half_term,
        [pupil(number) for number in numbers],
        [mark(number, half_term, band) for number in numbers],
    )
    bring_up_to_date(folder, record)


def figures(folder: DataFolder) -> list[tuple[object, ...]]:
    with duckdb.connect(current_file(folder), read_only=True) as connection:
        return connection.execute("SELECT * FROM attainment_count ORDER BY ALL").fetchall()


def test_a_backup_restored_elsewhere_gives_the_same_figures(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "kept" / "trust.zip")
    elsewhere = DataFolder(tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "kept" / "trust.zip")
    assert figures(elsewhere) == figures(folder) != []


def test_restoring_goes_back_to_what_stood(folder: DataFolder, tmp_path: Path) -> None:
    before = figures(folder)
    back_up(folder, tmp_path / "trust.zip")
    load(folder, open_record(folder), SPRING_1, "GDS")
    load(folder, open_record(folder), SPRING_2, "GDS")
    assert figures(folder) != before
    restore(folder, tmp_path / "trust.zip")
    assert figures(folder) == before
    # Returns loaded afterwards get numbers that were used before; nothing of the former shows.
    load(folder, open_record(folder), SPRING_2, "WTS")
    with duckdb.connect(current_file(folder), read_only=True) as connection:
        bands = connection.execute("SELECT DISTINCT half_term, judgement FROM attainment").fetchall()
    assert sorted(bands) == [("Spring 1", "EXS"), ("Spring 2", "WTS")]


def test_who_backed_up_and_restored_is_in_the_log(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "trust.zip", by="Dana", role="data_manager")
    restore(folder, tmp_path / "trust.zip", by="Dana", role="data_manager")
    with open_record(folder).reading() as connection:
        actions = [(line["who"], line["action"]) for line in audit.latest(connection)]
    assert actions[:2] == [("Dana", "restore"), ("Dana", "back up")]


def test_kept_drops_travel_with_a_backup(folder: DataFolder, tmp_path: Path) -> None:
    close_drop(folder, SPRING_1, by="Dana")
    back_up(folder, tmp_path / "trust.zip")
    elsewhere = DataFolder(tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "trust.zip")
    [kept] = elsewhere.drops.iterdir()
    assert kept.name.startswith("drop-1-2025-26-spring-1-")
    assert [path.name for path in folder.drops.iterdir()] == [kept.name]


def test_a_drop_closed_again_after_restoring_is_kept_as_it_is_now(folder: DataFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "trust.zip")
    close_drop(folder, SPRING_1, by="Dana")
    restore(folder, tmp_path / "trust.zip")
    load(folder, open_record(folder), SPRING_1, "GDS")
    # In the second of the first closing both would have one name.
    time.sleep(1.1)
    held = close_drop(folder, SPRING_1, by="Dana")
    assert held.label == "1"
    with duckdb.connect(drop_file(folder, held), read_only=True) as connection:
        bands = connection.execute("SELECT DISTINCT judgement FROM attainment").fetchall()
    assert bands == [("GDS",)]


def test_rows_that_were_lost_or_damaged_come_back(folder: DataFolder, tmp_path: Path) -> None:
    before = figures(folder)
    back_up(folder, tmp_path / "trust.zip")
    marks, pupils = (next(folder.returns.glob(f"*.{kind}.parquet")) for kind in ("marks", "pupils"))
    marks.write_bytes(marks.read_bytes()[:-10])
    pupils.unlink()
    restore(folder, tmp_path / "trust.zip")
    rebuild(folder)
    assert figures(folder) == before


def test_a_damaged_record_is_set_aside_and_brought_back(folder: DataFolder, tmp_path: Path) -> None:
    before = figures(folder)
    back_up(folder, tmp_path / "trust.zip")
    for path in folder.root.glob("record.sqlite*"):
        path.write_bytes(b"no database any more" * 100)
    with pytest.raises(TrustDataError, match="damaged"):
        open_record(folder)
    restore(folder, tmp_path / "trust.zip")
    assert figures(folder) == before
    assert list(folder.root.glob("damaged-*-record.sqlite"))


def test_restoring_the_same_state_is_seen_by_whoever_published_before(
    folder: DataFolder, tmp_path: Path
) -> None:
    """Two records with as many decisions each: the published file must not be taken for the other's."""
    other = DataFolder(tmp_path / "other")
    record = make_record(other)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name="Oakfield Primary School")])
    load(other, record, SPRING_1, "PKS")
    back_up(other, tmp_path / "other.zip")
    assert record.version() == open_record(folder).version()
    restore(folder, tmp_path / "other.zip")
    assert figures(folder) == figures(other)


def test_a_file_from_before_1980_is_backed_up(folder: DataFolder, tmp_path: Path) -> None:
    for path in folder.returns.iterdir():
        os.utime(path, (0, 0))
    back_up(folder, tmp_path / "trust.zip")
    restore(DataFolder(tmp_path / "elsewhere"), tmp_path / "trust.zip")


@pytest.mark.parametrize("name", ["with 20%25 of it", "a#b", "grün", "[1]"])
def test_a_folder_may_have_any_name(folder: DataFolder, tmp_path: Path, name: str) -> None:
    back_up(folder, tmp_path / "trust.zip")
    elsewhere = DataFolder(tmp_path / name)
    restore(elsewhere, tmp_path / "trust.zip")
    back_up(elsewhere, tmp_path / "again.zip")
    restore(elsewhere, tmp_path / "again.zip")
    rebuild(elsewhere)
    assert figures(elsewhere) == figures(folder)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _text(path: Path) -> None:
    path.write_text("not a backup")


def _without_a_file(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held.pop(next(name for name in held if name.startswith("returns/")))
    _write(path, held)


def _with_a_way_out(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held.pop(next(name for name in held if name.startswith("returns/")))
    held["returns/../../escaped.txt"] = b"out"
    _write(path, held)


def _with_another_database(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held["record.sqlite"] = b"SQLite format 3\x00 and then nothing"
    _write(path, held)


def _write(path: Path, held: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def _with_a_way_out_on_windows(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held.pop(next(name for name in held if name.startswith("returns/")))
    held["returns/..\\..\\escaped.txt"] = b"out"
    _write(path, held)


def _of_another_make(path: Path) -> None:
    _write(path, {"backup.json": b"[]"})


def _without_a_count(path: Path) -> None:
    _write(path, {"backup.json": b'{"format": 1}'})


def _of_a_later_version(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    later = path.with_suffix(".later")
    later.write_bytes(held["record.sqlite"])
    with closing(sqlite3.connect(later)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with closing(sqlite3.connect(later)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held["record.sqlite"] = later.read_bytes()
    _write(path, held)


@pytest.mark.parametrize(
    "damage",
    [
        _cut_short,
        _flipped,
        _text,
        _without_a_file,
        _with_a_way_out,
        _with_a_way_out_on_windows,
        _with_another_database,
        _of_another_make,
        _without_a_count,
        _of_a_later_version,
    ],
)
def test_a_damaged_backup_changes_nothing(folder: DataFolder, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    backup = tmp_path / "trust.zip"
    back_up(folder, backup)
    load(folder, open_record(folder), SPRING_1, "GDS")
    before = figures(folder)
    damage(backup)
    with pytest.raises(UnreadableFileError):
        restore(folder, backup)
    assert figures(folder) == before
    assert not (tmp_path / "escaped.txt").exists()
    assert not list(folder.scratch.glob("*.sqlite"))
