"""The sample trust: made, and loaded through the same door as anyone's, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby, repeat
from multiprocessing import get_context
from pathlib import Path

from filelock import FileLock

from etl.errors import TrustDataError
from etl.folder import ROOT, DataFolder
from etl.open_data.take_in import take_in
from etl.publish.current import bring_up_to_date
from etl.record import settings
from etl.record.opening import open_record
from etl.registers.take_in import load_people, load_targets, load_terms, register_schools
from etl.results.load import Asked, load_results
from etl.returns.load import load
from etl.returns.outcome import Status
from sample_data.generate import SampleFile, SampleTrust, write_sample
from sample_data.result_files import ResultFile

BY = "the sample trust"
LOCK = ".lock"
BUILDING = ".building"
WORKERS = min(4, os.cpu_count() or 1)


def folder(data: str | None = None) -> DataFolder:
    """The folder that was named for it, else one of its own: never the one that a trust keeps its data in."""
    return DataFolder.find(data or ROOT / "data-sample")


def make_sure(folder: DataFolder) -> None:
    """Make the sample trust in a folder, where it is not there yet.

    It is built beside its place and moved there when it is whole: one that was broken off is begun anew.
    Raises TrustDataError where the folder holds something else.
    """
    folder.root.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder.root}{LOCK}"):
        if folder.exists():
            _check_is_sample(folder)
            return
        if folder.root.exists() and any(folder.root.iterdir()):
            raise TrustDataError(
                f"{folder.root} holds files that are no trust. Name an empty folder for the sample."
            )
        building = DataFolder(folder.root.with_name(folder.root.name + BUILDING))
        shutil.rmtree(building.root, ignore_errors=True)
        build(building)
        if folder.root.exists():
            folder.root.rmdir()
        building.root.rename(folder.root)


def build(folder: DataFolder) -> SampleTrust:
    """Write the files that the sample's schools would send, and load them all."""
    with tempfile.TemporaryDirectory() as place:
        _say("Making the sample trust: writing the files that its schools send …")
        sample = write_sample(Path(place))
        register_schools(folder, sample.schools, by=BY)
        load_terms(folder, sample.terms, by=BY)
        load_people(folder, sample.people, by=BY)
        load_targets(folder, sample.targets, by=BY)
        record = open_record(folder)
        with record.writing() as connection:
            settings.put(connection, "trust_name", sample.name)
            settings.put(connection, "is_sample", True)
        _load_all(folder, sample.returns)
        _load_results(folder, sample.results)
        for path in sample.open_files:
            take_in(folder, path, by=BY, publish=False)
        _say("Making the sample trust: publishing its figures …")
        bring_up_to_date(folder, record)
    _say("The sample trust is made.\n")
    return sample


def _load_all(folder: DataFolder, files: Sequence[SampleFile]) -> None:
    """Several schools at once, as on the day that returns are due; one half-term after the other."""
    done = 0
    # Processes that start from nothing behave alike on every system.
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for _, due in groupby(files, key=lambda one: one.half_term):
            for _ in pool.map(_load, repeat(folder.root), due):
                done += 1
                _say(f"Making the sample trust: {done} of {len(files)} returns loaded")


def _load(root: Path, one: SampleFile) -> None:
    (outcome,) = load(
        DataFolder(root), one.path, school_urn=one.school_urn, half_term=one.half_term, by=BY, publish=False
    )
    if outcome.status is not Status.ACCEPTED:
        found = "; ".join(f"{problem.cell}: {problem.message}" for problem in outcome.problems[:3])
        raise AssertionError(f"{one.path.name} was not accepted: {found}")


def _load_results(folder: DataFolder, files: Sequence[ResultFile]) -> None:
    """Each file says itself what it is of; one that does not name its school is loaded for it."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for number, _ in enumerate(pool.map(_load_result, repeat(folder.root), files), start=1):
            _say(f"Making the sample trust: {number} of {len(files)} files of results loaded")


def _load_result(root: Path, one: ResultFile) -> None:
    asked = Asked(school_urn=one.school_urn)
    for outcome in load_results(DataFolder(root), one.path, asked, by=BY, publish=False):
        if outcome.status is not Status.ACCEPTED:
            found = "; ".join(f"{problem.cell}: {problem.message}" for problem in outcome.problems[:3])
            raise AssertionError(f"{one.path.name} was not accepted: {found}")


def _check_is_sample(folder: DataFolder) -> None:
    with open_record(folder).reading() as connection:
        if not settings.get(connection, "is_sample"):
            raise TrustDataError(
                f"{folder.root} holds a trust of its own, which the sample must not mix with. Leave out "
                "--sample, or name another folder."
            )


def _say(words: str) -> None:
    """Progress, on a terminal only: one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
