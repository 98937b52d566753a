"""The sample trust: made, and loaded through the same door as anyone's, in a folder of its own."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

from etl.errors import TrustDataError
from etl.folder import ROOT, DataFolder
from etl.publish.current import bring_up_to_date
from etl.record import settings
from etl.record.opening import open_record
from etl.registers.take_in import load_people, load_targets, load_terms, register_schools
from etl.returns import Status, load
from sample_data.generate import SampleFile, SampleTrust, write_sample

BY = "the sample trust"
LOCK = ".lock"
BUILDING = ".building"


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
        for number, one in enumerate(sample.returns, start=1):
            _say(f"Making the sample trust: {number} of {len(sample.returns)} returns loaded")
            _load(folder, one)
        _say("Making the sample trust: publishing its figures …")
        bring_up_to_date(folder, record)
    _say("The sample trust is made.\n")
    return sample


def _load(folder: DataFolder, one: SampleFile) -> None:
    (outcome,) = load(
        folder, one.path, school_urn=one.school_urn, half_term=one.half_term, by=BY, publish=False
    )
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
