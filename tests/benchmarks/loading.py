"""How long a hundred schools' returns take to be loaded and published.

    python -m tests.benchmarks.loading [--returns 100] [--pupils 600]

Loads them in one process and, into another data folder, by one command. Prints both, and their ratio to
reading the same files without checking, keeping or publishing anything.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from etl.folder import ROOT, DataFolder
from etl.publish.current import bring_up_to_date
from etl.reading import read_return
from etl.reading.tidy import ReadingContext
from etl.record import schools
from etl.returns.load import load
from etl.returns.outcome import Status
from tests.benchmarks.made_files import FIRST_URN, WHEN, register_schools, write_return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--returns", type=int, default=100)
    parser.add_argument("--pupils", type=int, default=600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        paths = {}
        for number in range(options.returns):
            # The school is told by the file's name, as when a hundred files are loaded by one command.
            paths[FIRST_URN + number] = path = Path(place) / f"{FIRST_URN + number} return.xlsx"
            write_return(path, first=number * options.pupils, pupils=options.pupils)
        folders = [DataFolder(Path(place) / name) for name in ("one process", "one command")]
        record, _ = (register_schools(folder, options.returns) for folder in folders)
        with record.reading() as connection:
            known = schools.known_schools(connection)

        def read() -> None:
            for urn, path in paths.items():
                read_return(path, ReadingContext(schools=known, school_urn=urn, half_term=WHEN, learned={}))

        def load_each() -> None:
            for urn, path in paths.items():
                (outcome,) = load(folders[0], path, school_urn=urn, half_term=WHEN, publish=False)
                assert outcome.status is Status.ACCEPTED, outcome.problems
            bring_up_to_date(folders[0])

        def command() -> None:
            arguments = [sys.executable, "-m", "etl", "load", *map(str, paths.values())]
            arguments += ["--half-term", str(WHEN), "--data", str(folders[1].root)]
            subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

        reading = _time(read)
        print(f"{options.returns} returns of {options.pupils} pupils")
        print(f"merely read: {reading:.1f} s")
        for name, act in (("loaded in one process and published", load_each), ("one command", command)):
            taken = _time(act)
            print(f"{name}: {taken:.1f} s, {taken / reading:.1f} times as long")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"most memory of the one process: {peak:.0f} MB")


def _time(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
