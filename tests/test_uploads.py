"""Files that people give: their names made harmless, and gone from the disk afterwards."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dashboard.uploads import LEFT_BEHIND, PREFIX, Upload, on_disk, safe_name
from etl.folder import DataFolder


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Year 6 Autumn 1.xlsx", "Year 6 Autumn 1.xlsx"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\head\Desktop\tracker.xlsx", "tracker.xlsx"),
        ("a/b\\c.csv", "c.csv"),
        ("mark<script>.csv", "mark_script_.csv"),
        ("..", "upload"),
        ("", "upload"),
        ("x" * 200 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_is_kept_as_far_as_it_does_no_harm(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def upload(content: bytes = b"UPN\n") -> Upload:
    return Upload("tracker.csv", content, "a digest")


def test_an_upload_is_on_disk_only_while_it_is_read(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.record_path.touch()
    with on_disk(folder, upload()) as path:
        assert path.read_bytes() == b"UPN\n"
        assert path.name == "tracker.csv"
        assert folder.scratch in path.parents
    assert not path.exists()
    assert list(folder.scratch.iterdir()) == []


def test_a_folder_without_a_trust_is_left_as_it_is(tmp_path: Path) -> None:
    with on_disk(DataFolder(tmp_path / "mine"), upload()) as path:
        assert path.exists()
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(("age", "stays"), [(LEFT_BEHIND - 60, True), (LEFT_BEHIND + 60, False)])
def test_what_a_killed_process_left_behind_is_swept_away(tmp_path: Path, age: int, stays: bool) -> None:
    folder = DataFolder(tmp_path)
    folder.record_path.touch()
    left = folder.scratch / f"{PREFIX}old"
    left.mkdir(parents=True)
    then = time.time() - age
    os.utime(left, (then, then))
    with on_disk(folder, upload()):
        assert left.exists() is stays


def test_nothing_of_a_file_shows_when_an_upload_is_printed() -> None:
    assert "Quillfeather" not in repr(Upload("t.csv", b"Quillfeather", "d"))
