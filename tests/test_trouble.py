"""Whatever goes wrong ends in a plain sentence and the right exit status; what was damaged heals."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.folder import ROOT, DataFolder
from etl.publish.current import POINTER
from tests.builders_returns import upn

SPRING_1 = "2025/26 Spring 1"
OAKFIELD = 910001


@dataclass(frozen=True)
class Done:
    status: int
    printed: str
    said: str


def etl(folder: DataFolder, *arguments: object) -> Done:
    printed, said = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(said):
        status = main([*map(str, arguments), "--data", str(folder.root)])
    # A fault of ours is a plain sentence too, but is never what people should meet.
    assert "fault of the dashboard" not in said.getvalue()
    return Done(status, printed.getvalue(), said.getvalue())


def load_arguments(*paths: Path) -> tuple[object, ...]:
    return ("load", *paths, "--school", OAKFIELD, "--half-term", SPRING_1)


def load(folder: DataFolder, *paths: Path) -> tuple[int, list[dict[str, object]]]:
    done = etl(folder, *load_arguments(*paths), "--json")
    return done.status, json.loads(done.printed)


def command_for(folder: DataFolder, *arguments: object) -> list[str]:
    """A command as a process of its own."""
    return [sys.executable, "-m", "etl", *map(str, arguments), "--data", str(folder.root)]


def a_return(path: Path, band: str) -> Path:
    rows = "".join(f"{upn(number)},6,{band}\n" for number in range(3))
    path.write_text(f"UPN,Year,Reading Current\n{rows}", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    names = tmp_path / "schools.csv"
    names.write_text(f"urn,name\n{OAKFIELD},Oakfield Primary School\n", encoding="utf-8")
    assert etl(made, "schools", names).status == 0
    assert load(made, a_return(tmp_path / "first.csv", "WTS"))[0] == 0
    return made


def test_a_number_that_no_database_holds_is_no_return(folder: DataFolder) -> None:
    done = etl(folder, "undo", 10**30)
    assert done.status == 1
    assert "There is no return" in done.said


def test_what_cannot_be_opened_is_an_unreadable_file_and_the_others_load(
    folder: DataFolder, tmp_path: Path
) -> None:
    good = a_return(tmp_path / "good.csv", "EXS")
    status, outcomes = load(folder, tmp_path, tmp_path / ("x" * 300), good)
    assert status == 2
    assert [one["status"] for one in outcomes] == ["rejected", "rejected", "accepted"]


@pytest.mark.parametrize("content", ["", "nonsense", "[]", '{"file": 3}'])
def test_a_damaged_pointer_is_made_anew(folder: DataFolder, content: str) -> None:
    (folder.published / POINTER).write_text(content, encoding="utf-8")
    done = etl(folder, "where")
    assert done.status == 0
    assert Path(done.printed.strip()).is_file()


def test_a_load_does_not_build_upon_a_damaged_file(folder: DataFolder, tmp_path: Path) -> None:
    for path in folder.published.glob("*.duckdb"):
        path.write_bytes(b"no database")
    status, [outcome] = load(folder, a_return(tmp_path / "second.csv", "EXS"))
    assert (status, outcome["status"]) == (0, "accepted")


@pytest.mark.parametrize("content", [None, b"PAR1 and then nothing"], ids=["missing", "damaged"])
def test_rows_that_are_gone_are_named_and_nothing_is_loaded(
    folder: DataFolder, tmp_path: Path, content: bytes | None
) -> None:
    for path in folder.returns.iterdir():
        path.unlink()
        if content is not None:
            path.write_bytes(content)
    done = etl(folder, "rebuild")
    assert done.status == 1
    assert "Bring back a backup" in done.said
    status, [outcome] = load(folder, a_return(tmp_path / "second.csv", "EXS"))
    assert (status, outcome["status"]) == (1, "rejected")


@pytest.mark.parametrize("command", ["where", "history", "rebuild"])
def test_a_damaged_record_says_so(folder: DataFolder, command: str) -> None:
    for path in folder.root.glob("record.sqlite*"):
        path.write_bytes(b"no database any more" * 100)
    done = etl(folder, command)
    assert done.status == 1
    assert "is damaged" in done.said


def test_a_folder_of_a_later_version_is_left_alone(folder: DataFolder) -> None:
    with closing(sqlite3.connect(folder.record_path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = etl(folder, "where")
    assert done.status == 1
    assert "later version" in done.said


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="this system has no limits of this kind")
@pytest.mark.parametrize("blocks", [20, 200])
def test_a_full_disk_is_a_sentence_and_the_figures_stand(
    folder: DataFolder, tmp_path: Path, blocks: int
) -> None:
    """A limit on the size of files stands in for the full disk: writing fails in the same way."""
    path = a_return(tmp_path / "second.csv", "EXS")
    command = shlex.join(command_for(folder, *load_arguments(path), "--json"))
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f {blocks}; exec {command}"], cwd=ROOT, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    [before] = json.loads(done.stdout)
    # With room again, what was accepted shows, and what was not can be loaded.
    status, [after] = load(folder, path)
    assert status == 0
    assert (before["status"], after["status"]) in {("rejected", "accepted"), ("accepted", "unchanged")}
    assert not list(folder.scratch.iterdir())


def test_a_system_without_arrows_and_accents_prints_all_the_same(folder: DataFolder, tmp_path: Path) -> None:
    path = a_return(tmp_path / "second.csv", "EXS")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        command_for(folder, *load_arguments(path)), cwd=ROOT, capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="this system has no signal of this kind")
@pytest.mark.parametrize("seconds", [0.5, 2.5])
def test_a_load_that_is_stopped_by_hand_says_so_and_is_whole_or_nothing(
    folder: DataFolder, tmp_path: Path, seconds: float
) -> None:
    path = a_return(tmp_path / "second.csv", "EXS")
    process = subprocess.Popen(
        command_for(folder, *load_arguments(path), "--json"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    # On a busy machine the signal may come before Python itself has started, and ends it in its own way.
    assert process.returncode in {0, 1, -signal.SIGINT}
    before = [one["status"] for one in json.loads(printed)] if process.returncode >= 0 else []
    status, [after] = load(folder, path)
    assert status == 0
    # Whole or nothing; stopped between the load and the telling of it, it stands and was not told.
    assert (before, after["status"]) in [
        ([], "accepted"),
        (["accepted"], "unchanged"),
        ([], "unchanged"),
    ]


def test_a_question_mark_in_the_folder_is_refused_at_once(tmp_path: Path) -> None:
    done = etl(DataFolder(tmp_path / "why?"), "where")
    assert done.status == 2
    assert "?" in done.said


@pytest.fixture
def only_readable(folder: DataFolder) -> Iterator[DataFolder]:
    """A copy of the folder where whoever runs this test may read and not write."""
    with tempfile.TemporaryDirectory() as place:
        copy = DataFolder(Path(shutil.copytree(folder.root, Path(place) / "data")))
        Path(place).chmod(0o755)
        for path in (*copy.root.rglob("*"), copy.root):
            path.chmod(0o555 if path.is_dir() else 0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)  # root may write everywhere
        try:
            yield copy
        finally:
            if root:
                os.seteuid(0)
            for path in (copy.root, *copy.root.rglob("*")):
                path.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no rights of this kind")
def test_whoever_may_only_read_finds_the_published_file(
    only_readable: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(only_readable.root)]
    assert main(["where", *data]) == 0
    assert Path(capsys.readouterr().out.strip()).parent == only_readable.published
    assert main(["rebuild", *data]) == 1
    assert "you may not write" in capsys.readouterr().err
