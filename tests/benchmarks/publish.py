"""How long publishing takes in a large trust: from nothing, and after one return.

    python -m tests.benchmarks.publish [--schools 100] [--pupils 600] [--years 5] [--carry]

Prints both, their ratio, how the first compares with merely copying the returns' marks into a DuckDB table,
the size of the file, and the most memory that was taken. With --carry every return brings the year's
earlier judgements along, so that more than twice as many marks are read and compared.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, rebuild
from tests.benchmarks.large_trust import make_large_trust
from tests.builders_returns import accept, mark, pupil

Given = TypeVar("Given")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--pupils", type=int, default=600)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--carry", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "data")
        record = make_large_trust(
            folder,
            school_count=options.schools,
            pupils=options.pupils,
            years=options.years,
            carry=options.carry,
        )
        (read, copying) = _time(lambda: _copy_marks(folder, Path(place) / "copy.duckdb"))
        (made, whole) = _time(lambda: rebuild(folder))
        with duckdb.connect(made.path, read_only=True) as connection:
            judgements, counts = connection.execute(
                "SELECT (SELECT count(*) FROM mark), (SELECT count(*) FROM attainment_count)"
            ).fetchall()[0]
        when = HalfTerm(2025, 6)
        numbers = range(options.pupils)
        accept(
            folder,
            record,
            910001,
            when,
            [pupil(number, number % 6 + 1) for number in numbers],
            [mark(number, when, "EXS") for number in numbers],
        )
        (made, one) = _time(lambda: bring_up_to_date(folder))
        size = made.path.stat().st_size / 1e6
        print(f"{judgements:,} judgements out of {read:,} marks, {counts:,} rows of counts, {size:.0f} MB")
        print(f"merely copying the marks into a table: {copying:.1f} s")
        print(f"published from nothing: {whole:.1f} s, {whole / copying:.1f} times as long")
        print(f"published after one return: {one:.1f} s, {whole / one:.0f} times faster than from nothing")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"most memory: {peak:.1f} GB")


def _copy_marks(folder: DataFolder, destination: Path) -> int:
    """The least that a publisher could do; gives the number of marks."""
    with duckdb.connect(destination) as connection:
        pattern = str(folder.returns / "*.marks.parquet")
        connection.execute("CREATE TABLE mark AS SELECT * FROM read_parquet($pattern)", {"pattern": pattern})
        found = connection.execute("SELECT count(*) FROM mark").fetchone()
    destination.unlink()
    assert found is not None
    return int(found[0])


def _time(act: Callable[[], Given]) -> tuple[Given, float]:
    begun = time.perf_counter()
    given = act()
    return given, time.perf_counter() - begun


if __name__ == "__main__":
    main()
