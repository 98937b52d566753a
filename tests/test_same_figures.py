"""Every figure of the sample trust, byte for byte, whatever is rebuilt, restored, undone or loaded again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.__main__ import main as dashboard
from etl.__main__ import main as etl
from etl.folder import DataFolder
from etl.record import returns
from etl.record.opening import open_record


@pytest.fixture
def figures(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """All figures of a folder by school and year group, as `measures` prints them."""

    def printed(folder: DataFolder) -> str:
        capsys.readouterr()
        arguments = ["measures", "--by", "year_group", "--format", "csv", "--data", str(folder.root)]
        assert dashboard(arguments) == 0
        return capsys.readouterr().out

    return printed


def run(folder: DataFolder, *arguments: object) -> None:
    assert etl([*map(str, arguments), "--data", str(folder.root)]) == 0


def test_rebuild_backup_restore_undo_and_load_give_the_same_bytes(
    sample_copy: DataFolder, tmp_path: Path, figures
) -> None:  # type: ignore[no-untyped-def]
    before = figures(sample_copy)
    assert before.count("\n") > 10_000

    run(sample_copy, "rebuild")
    assert figures(sample_copy) == before

    run(sample_copy, "backup", tmp_path / "backup.zip")
    elsewhere = DataFolder(tmp_path / "elsewhere")
    run(elsewhere, "restore", tmp_path / "backup.zip")
    assert figures(elsewhere) == before

    with open_record(sample_copy).reading() as connection:
        every = returns.all_returns(connection)
    for held in (every[-1], every[len(every) // 2]):
        run(sample_copy, "undo", held.id)
        assert figures(sample_copy) != before
        again = tmp_path / held.file_name
        shutil.copyfile(sample_copy.original_path(held.original_hash), again)
        run(sample_copy, "load", again, "--school", held.urn, "--half-term", held.half_term)
        assert figures(sample_copy) == before

    run(sample_copy, "restore", tmp_path / "backup.zip")
    assert figures(sample_copy) == before
