"""One country on one machine: 16,700 schools, 4.5 million pupils, one year.

    python -m tests.benchmarks.country [--schools 16700] [--pupils 270] [--data DIR] [--memory "8 GB"]
                                       [--ask ROLE]

Makes every school's six returns, two schools in twenty with five pupils a year group and one with two (or
uses those that DIR holds, and leaves them there), publishes them, and prints how long that took, the size of
the file and the most memory that was taken. Then asks what the first view of the Trust page asks, as a CEO
and as the Board, each in a process that has just begun, as a server is: the time of each question, how much
of it is DuckDB's, all together, and how that compares with one plain count over the marks in the same run.
Last the same view of another year group, when what does not depend on it is kept. --ask ROLE does the asking
alone, of a country that DIR holds published.

--memory is the most that DuckDB may hold; without it, it is four fifths of the machine's.
"""

from __future__ import annotations

import argparse
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from dashboard.access import Scope, scope_for
from dashboard.choices import read_choices
from dashboard.filters import measures_offered
from dashboard.queries.by_school import school_figures
from dashboard.queries.drop import drop_status
from dashboard.queries.gaps import group_gaps
from dashboard.queries.headline import headline_figures
from dashboard.queries.over_time import trajectories
from dashboard.queries.register import schools
from dashboard.queries.result_counts import result_years
from dashboard.queries.what_changed import trust_review
from dashboard.sections.over_time import CHARTS_AT_ONCE
from etl.folder import ROOT, DataFolder
from etl.publish.current import Published, published, rebuild
from etl.roles import Role
from tests.benchmarks.asked import questions_timed
from tests.benchmarks.large_trust import make_large_trust

Given = TypeVar("Given")

PROMISED = 1.0
ANOTHER_YEAR_GROUP = 5

PLAIN_COUNT = """
SELECT half_term_ordinal, subject, kind, count(*), count(*) FILTER (judgement IN ('EXS', 'GDS'))
FROM mark
GROUP BY ALL
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=16_700)
    parser.add_argument("--pupils", type=int, default=270, help="in each school")
    parser.add_argument("--data", type=Path, help="a folder to keep the country in")
    parser.add_argument("--memory", help="the most that DuckDB may hold")
    parser.add_argument("--ask", type=Role, help="ask as this role, of the country in DIR, and do no more")
    told = parser.parse_args()
    logging.disable(logging.WARNING)
    if told.ask:
        with at_most(told.memory):
            made = published(DataFolder(told.data))
            ask(made, scope_for(told.ask), plain_count(made))
        return
    with tempfile.TemporaryDirectory() as own:
        folder = DataFolder(told.data or Path(own) / "data")
        if not folder.exists():
            make = partial(make_large_trust, folder, school_count=told.schools, pupils=told.pupils, years=1)
            _, took = _time(make)
            print(f"made the returns of {told.schools:,} schools: {took:.0f} s", flush=True)
        with at_most(told.memory):
            publish(folder)
        memory = ["--memory", told.memory] if told.memory else []
        for role in (Role.CEO, Role.BOARD):
            asking = [sys.executable, "-m", "tests.benchmarks.country", "--data", str(folder.root)]
            subprocess.run([*asking, "--ask", role.value, *memory], cwd=ROOT, check=True)


@contextmanager
def at_most(memory: str | None) -> Iterator[None]:
    """Within it, every connection to DuckDB holds no more than so much memory."""
    bare = duckdb.connect

    def connect(*given: Any, config: dict[str, Any] | None = None, **named: Any) -> Any:
        return bare(*given, config={**(config or {}), "memory_limit": memory}, **named)

    if memory:
        duckdb.connect = connect
    try:
        yield
    finally:
        duckdb.connect = bare


def publish(folder: DataFolder) -> None:
    before = time.process_time()
    made, took = _time(lambda: rebuild(folder))
    worked = time.process_time() - before
    read = sum(path.stat().st_size for path in folder.returns.glob("*.parquet"))
    size = made.path.stat().st_size
    print(f"published from nothing: {took:.0f} s, in which processors worked for {worked:.0f} s")
    print(f"the published file: {size / 1e9:.2f} GB, {size / read:.1f} times the returns' rows")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB", flush=True)


def plain_count(made: Published) -> float:
    """One plain count over all marks, by half-term, subject and kind: seconds."""
    with duckdb.connect(made.path, read_only=True) as connection:
        counted, took = _time(lambda: connection.execute(PLAIN_COUNT).fetchall())
    print(f"one plain count over {sum(row[3] for row in counted):,} marks: {1000 * took:.0f} ms", flush=True)
    return took


def ask(made: Published, scope: Scope, counting: float) -> None:
    """The page's questions with nothing kept, then again for another year group."""
    print(f"\nas the {scope.role.label} sees it, nothing kept:")
    before = time.process_time()
    total, of_queries = _asked(made, scope, {})
    worked = time.process_time() - before
    kept = "kept" if of_queries <= PROMISED else "MISSED"
    share = f"{of_queries / counting:.1f} times one plain count"
    print(f"its queries together {of_queries:.2f} s (promised {PROMISED:g} s: {kept}), {share}")
    print(f"with what is made of them {total:.2f} s, in which processors worked for {worked:.2f} s")
    print(f"then Year {ANOTHER_YEAR_GROUP}:")
    total, of_queries = _asked(made, scope, {"year_group": str(ANOTHER_YEAR_GROUP)})
    print(f"its queries together {of_queries:.2f} s, with what is made of them {total:.2f} s", flush=True)


def _asked(made: Published, scope: Scope, address: dict[str, str]) -> tuple[float, float]:
    """Ask what the Trust page asks of an address, in the page's order; gives the seconds of all together, and
    how many of them were DuckDB's."""
    chosen, *took = _said("what may be chosen", lambda: read_choices(address, made, scope))
    half_term, kind, year_group = chosen.half_term, chosen.kind, chosen.year_group
    assert half_term is not None
    measures = measures_offered(chosen)
    drawn = tuple(schools(made))[:CHARTS_AT_ONCE]
    view = (made, scope, half_term, kind, year_group)
    questions: dict[str, Callable[[], object]] = {
        "how far the drop has come": lambda: drop_status(made, scope, half_term),
        "what changed": lambda: trust_review(made, scope, half_term, kind, measures),
        "headline figures": lambda: headline_figures(*view, measures=measures),
        "schools and measures": lambda: school_figures(*view, measures),
        "years with statutory results": lambda: result_years(made),
        "one measure school by school": lambda: school_figures(*view, [chosen.measure]),
        f"over the half-terms, {len(drawn)} schools": lambda: trajectories(
            made, scope, chosen.measure, kind, year_group, half_term, drawn
        ),
        "between groups of pupils": lambda: group_gaps(*view, chosen.measure),
    }
    every = [took, *(_said(what, question)[1:] for what, question in questions.items())]
    return sum(one for one, _ in every), sum(of_queries for _, of_queries in every)


def _said(what: str, question: Callable[[], Given]) -> tuple[Given, float, float]:
    with questions_timed() as spent:
        answer, took = _time(question)
    print(f"  {what:<36}{1000 * took:>8.0f} ms, of which DuckDB {sum(spent):>6.0f} ms", flush=True)
    return answer, took, sum(spent) / 1000


def _time(act: Callable[[], Given]) -> tuple[Given, float]:
    begun = time.perf_counter()
    given = act()
    return given, time.perf_counter() - begun


if __name__ == "__main__":
    main()
