"""How long a school's return takes to be checked, and a very large sheet to be read.

    python -m tests.benchmarks.reading [--pupils 600] [--rows 60000] [--times 5]

Prints medians: the check of a six-sheet return from its path to its outcome, in a warm process, and as a
command started for it alone; then a large sheet as sheets of cells and as a school's tidy rows, with the
ratio to pandas with openpyxl merely reading its cells: of each round, in which the three take turns.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from etl.containers import open_workbook
from etl.folder import ROOT, DataFolder
from etl.publish.current import bring_up_to_date
from etl.reading import read_return
from etl.reading.tidy import ReadingContext
from etl.record import schools
from etl.returns.load import check
from etl.returns.outcome import Status
from tests.benchmarks.made_files import FIRST_URN, WHEN, register_schools, write_large_sheet, write_return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pupils", type=int, default=600)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "data")
        record = register_schools(folder, 1)
        bring_up_to_date(folder, record)
        path = Path(place) / "return.xlsx"
        write_return(path, first=0, pupils=options.pupils)
        _time_check(folder, path, options.times)
        large = Path(place) / "large.xlsx"
        columns = write_large_sheet(large, rows=options.rows)
        with record.reading() as connection:
            context = ReadingContext(
                schools=schools.known_schools(connection), school_urn=FIRST_URN, half_term=WHEN, learned={}
            )
        print(f"a sheet of {options.rows:,} rows × {columns} columns:")
        _time_large_sheet(large, context, options.times)


def _time_check(folder: DataFolder, path: Path, times: int) -> None:
    def warm() -> None:
        (outcome,) = check(folder, path, school_urn=FIRST_URN, half_term=WHEN)
        assert outcome.status is Status.ACCEPTED, outcome.problems

    def cold() -> None:
        command = [sys.executable, "-m", "etl", "check", str(path), "--school", str(FIRST_URN)]
        command += ["--half-term", str(WHEN), "--data", str(folder.root)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def bare() -> None:
        subprocess.run([sys.executable, "-c", "import duckdb, pyarrow"], check=True)

    warm()  # the first brings up what every later one has
    in_process, command, imports = (_median(one, times) for one in (warm, cold, bare))
    print(f"check of a return with six sheets, from path to outcome: {in_process:.2f} s")
    print(
        f"the whole command: {command:.2f} s, {command / imports:.1f} times as long as Python takes to "
        "import DuckDB and Arrow"
    )


def _time_large_sheet(path: Path, context: ReadingContext, times: int) -> None:
    def tidy() -> None:
        (reading,) = read_return(path, context)
        assert reading.marks

    # In turn, so that an hour when others use the machine is the same hour for all three.
    rounds = [
        (
            _seconds(lambda: pd.read_excel(path, engine="openpyxl")),
            _seconds(lambda: open_workbook(path)),
            _seconds(tidy),
        )
        for _ in range(times)
    ]
    print(f"pandas.read_excel, openpyxl, cells alone: {statistics.median(one[0] for one in rounds):.1f} s")
    for place, name in ((1, "as sheets of cells"), (2, "as tidy rows")):
        ratios = [one[0] / one[place] for one in rounds]
        print(
            f"{name}: {statistics.median(one[place] for one in rounds):.1f} s, "
            f"{statistics.median(ratios):.1f} times faster ({min(ratios):.1f} to {max(ratios):.1f})"
        )


def _median(act: Callable[[], object], times: int) -> float:
    return statistics.median(_seconds(act) for _ in range(times))


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
