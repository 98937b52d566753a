"""Several real processes at once, and processes killed in mid-load.

A reader must see the figures before a load or those after it, never a mixture. KILLS sets how many kills
are tried (12 unless said); each falls into one of the PHASES of a load in turn, and every other one while
another school's load goes on.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from etl.folder import ROOT, DataFolder
from etl.publish.current import bring_up_to_date, current_file, published, rebuild
from etl.record import schools
from etl.record.opening import make_record, open_record
from tests.builders_returns import upn

KILLS = int(os.environ.get("KILLS", "12"))
SPRING_1 = "2025/26 Spring 1"
URNS = (910001, 910002, 910003, 910004)
COHORT = 40
SUBJECTS = ("Reading", "Writing", "Maths")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    record = make_record(made)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=f"School {urn}") for urn in URNS])
    bring_up_to_date(made, record)
    return made


def write_return(path: Path, band: str, first: int = 0, pupils: int = COHORT, note: str = "") -> Path:
    """A return in which everybody has one and the same mark in everything, current and predicted.

    A `note`, in a column that is not used, makes it another file.
    """
    kinds = [f"{subject} {kind}" for subject in SUBJECTS for kind in ("Current", "Predicted")]
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["UPN", "Year", *kinds, "Note"])
        writer.writerows(
            [upn(number), 6, *[band] * len(kinds), note] for number in range(first, first + pupils)
        )
    return path


@dataclass(frozen=True)
class Started:
    """A command at work. It prints into files: a pipe that nobody reads would fill and stop it."""

    process: subprocess.Popen[bytes]
    printed: Path
    said: Path

    def at_work(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def start(folder: DataFolder, *arguments: object) -> Started:
    command = [sys.executable, "-m", "etl", *map(str, arguments), "--data", str(folder.root)]
    printed, said = (folder.root.parent / f"{uuid4().hex}.{kind}" for kind in ("printed", "said"))
    with printed.open("wb") as out, said.open("wb") as err:
        return Started(subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err), printed, said)


def start_load(folder: DataFolder, path: Path, urn: int) -> Started:
    return start(folder, "load", path, "--school", urn, "--half-term", SPRING_1, "--json")


def outcome(started: Started) -> dict[str, Any]:
    code = started.process.wait(timeout=120)
    assert code == 0, started.said.read_text(encoding="utf-8")
    return dict(json.loads(started.printed.read_text(encoding="utf-8"))[0])


def bands(path: Path, urn: int) -> dict[str, int]:
    """How many marks of each band the published file holds for a school."""
    with duckdb.connect(path, read_only=True) as connection:
        rows = connection.execute(
            "SELECT judgement, count(*) FROM attainment WHERE school_urn = ? GROUP BY ALL", [urn]
        ).fetchall()
        counted = connection.execute(
            "SELECT sum(assessed) FROM attainment_count "
            "WHERE school_urn = ? AND pupil_group = 'all' AND subject <> 'rwm'",
            [urn],
        ).fetchone()
    assert counted is not None
    assert (counted[0] or 0) == sum(number for _, number in rows)
    return dict(rows)


def test_four_schools_load_in_the_same_second(folder: DataFolder, tmp_path: Path) -> None:
    own = {
        urn: write_return(tmp_path / f"{urn}.csv", "EXS", first=COHORT * place)
        for place, urn in enumerate(URNS)
    }
    processes = [start_load(folder, path, urn) for urn, path in own.items()]
    assert {outcome(process)["status"] for process in processes} == {"accepted"}
    for urn in URNS:
        assert bands(current_file(folder), urn) == {"EXS": COHORT * 6}
    assert published(folder).record_version == open_record(folder).version()


def test_two_halves_of_one_return_at_once_both_count(folder: DataFolder, tmp_path: Path) -> None:
    lower = write_return(tmp_path / "lower.csv", "EXS", first=0)
    upper = write_return(tmp_path / "upper.csv", "GDS", first=COHORT)
    processes = [start_load(folder, path, URNS[0]) for path in (lower, upper)]
    assert {outcome(process)["status"] for process in processes} == {"accepted"}
    assert bands(current_file(folder), URNS[0]) == {"EXS": COHORT * 6, "GDS": COHORT * 6}


def test_the_same_file_twice_at_once_is_taken_in_once(folder: DataFolder, tmp_path: Path) -> None:
    path = write_return(tmp_path / "return.csv", "EXS")
    processes = [start_load(folder, path, URNS[0]) for _ in range(3)]
    assert sorted(outcome(process)["status"] for process in processes) == [
        "accepted",
        "unchanged",
        "unchanged",
    ]


def test_readers_see_the_old_figures_or_the_new(folder: DataFolder, tmp_path: Path) -> None:
    seen: set[tuple[tuple[str, int], ...]] = set()
    faults: list[BaseException] = []
    ended = threading.Event()

    def read() -> None:
        try:
            while not ended.is_set():
                seen.add(tuple(sorted(bands(published(folder).path, URNS[0]).items())))
        except BaseException as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for band in ("WTS", "EXS", "GDS"):
            outcome(start_load(folder, write_return(tmp_path / f"{band}.csv", band), URNS[0]))
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    assert faults == []
    whole = COHORT * 6
    assert seen <= {(), (("WTS", whole),), (("EXS", whole),), (("GDS", whole),)}
    assert (("GDS", whole),) in seen


# The phases of a load -> the files of the data folder by which a watcher sees that it has come so far.
# The first comes before any; the last is over when the pointer is replaced and the rest tidied up.
PHASES = {
    "starting and reading": (),
    "keeping the original": ("scratch/*.original",),
    "writing the rows": ("scratch/*.parquet", "returns/*.parquet"),
    "committing": ("returns/*.marks.parquet",),
    "publishing": ("scratch/publishing-*.duckdb",),
    "pointing to what was published": ("published/trust-*.duckdb",),
}


def files_of(folder: DataFolder, patterns: tuple[str, ...]) -> set[Path]:
    return {path for pattern in patterns for path in folder.root.glob(pattern)}


@pytest.fixture
def load_seconds(folder: DataFolder, tmp_path: Path) -> float:
    """How long one load takes here, so that kills before any file is written fall anywhere within that."""
    begun = time.monotonic()
    outcome(start_load(folder, write_return(tmp_path / "first.csv", "PKS"), URNS[0]))
    return time.monotonic() - begun


def kill_within(started: Started, folder: DataFolder, phase: str, wait: float) -> bool:
    """Kill a load `wait` seconds after a phase is seen to begin; gives whether it was still at work."""
    before = files_of(folder, PHASES[phase])
    while PHASES[phase] and started.at_work() and not files_of(folder, PHASES[phase]) - before:
        pass  # a pause would miss the phases that take a few thousandths of a second
    time.sleep(wait)
    at_work = started.at_work()
    started.kill()
    return at_work


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process at once")
@pytest.mark.timeout(120 + 30 * KILLS)
def test_a_load_killed_in_any_phase_is_whole_or_nothing(
    folder: DataFolder, tmp_path: Path, load_seconds: float
) -> None:
    chance = random.Random(20261123)
    whole, stood = COHORT * 6, "PKS"
    reached = {"before": 0, "after": 0}
    struck = dict.fromkeys(PHASES, 0)
    for number in range(KILLS):
        phase = list(PHASES)[number % len(PHASES)]
        band = chance.choice([one for one in ("WTS", "EXS", "GDS", "PKS") if one != stood])
        path = write_return(tmp_path / "return.csv", band, note=f"kill {number}")
        others = write_return(tmp_path / "others.csv", band, first=COHORT, note=f"kill {number}")
        bystander = start_load(folder, others, URNS[1]) if chance.random() < 0.5 else None
        process = start_load(folder, path, URNS[0])
        longest = load_seconds * 0.6 if phase == "starting and reading" else 0.02
        at_work = kill_within(process, folder, phase, chance.uniform(0, longest))
        # The files of a bystander may have been taken for those of the load: such kills prove no phase.
        struck[phase] += at_work and bystander is None
        # What pages read is whole; so is what the record says, which `where` brings them up to.
        assert bands(published(folder).path, URNS[0]) in ({stood: whole}, {band: whole})
        now = bands(current_file(folder), URNS[0])
        assert now in ({stood: whole}, {band: whole})
        reached["before" if now == {stood: whole} else "after"] += 1
        if bystander is not None:
            assert outcome(bystander)["status"] in {"accepted", "unchanged"}
            assert bands(current_file(folder), URNS[1]) == {band: whole}
        # The same load again finishes the work or finds it done.
        assert outcome(start_load(folder, path, URNS[0]))["status"] in {"accepted", "unchanged"}
        assert bands(current_file(folder), URNS[0]) == {band: whole}
        stood = band
    for original in folder.originals.rglob("*"):
        assert original.is_dir() or sha256(original.read_bytes()).hexdigest() == original.name
    before = [bands(current_file(folder), urn) for urn in URNS]
    rebuild(folder)
    assert [bands(current_file(folder), urn) for urn in URNS] == before
    assert not list(folder.scratch.glob("publishing-*"))
    print(f"killed at work: {struck}; what then stood: {reached}")
    if KILLS >= 12:
        # Otherwise the kills all fell on one side and showed nothing.
        assert min(reached.values()) > 0, reached
    if KILLS >= 60:
        assert min(struck.values()) > 0, struck
