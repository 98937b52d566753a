"""How long publishing takes in a large trust: from nothing, and after one return.

    python -m tests.benchmarks.publish [--schools 100] [--pupils 600] [--years 7]

Prints both, their ratio, and the size of the file.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, rebuild
from tests.benchmarks.large_trust import make_large_trust
from tests.builders_returns import accept, mark, pupil


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--pupils", type=int, default=600)
    parser.add_argument("--years", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "data")
        record = make_large_trust(
            folder, school_count=options.schools, pupils=options.pupils, years=options.years
        )
        begun = time.perf_counter()
        made = rebuild(folder)
        whole = time.perf_counter() - begun
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
        begun = time.perf_counter()
        made = bring_up_to_date(folder)
        one = time.perf_counter() - begun
        size = made.path.stat().st_size / 1e6
        print(f"{judgements:,} judgements, {counts:,} rows of counts, {size:.0f} MB")
        print(f"published from nothing: {whole:.1f} s")
        print(f"published after one return: {one:.1f} s, {whole / one:.0f} times faster")


if __name__ == "__main__":
    main()
