"""How fast the dashboard answers, on a large trust: its queries, a rerun, a browser, fifty people at once.

    python -m tests.benchmarks.serving [--data DIR] [--schools 100] [--pupils 600] [--years 7]
                                       [--people 50] [--every 5] [--seconds 60] [--no-browser]

Makes a trust of 60,000 pupils over seven years (or uses the one that DIR holds, and leaves it there), serves
it with one process, and prints each figure beside what was promised:

- the questions that the Trust dashboard asks of DuckDB, together, with nothing kept; against the same counts
  taken from the judgements themselves;
- the forecast of the whole trust at the fourth half-term, in reading, writing and maths together;
- a rerun of that page at the server, from asking to its last element, of a half-term and year group that
  nobody has asked for, and of one that somebody has, as a CEO and as the Board, who may not see all of it;
  against a Streamlit page that holds one sentence;
- the same in a browser, from a click until the new heading stands, and until the whole page rests;
- many people at once, each clicking every five seconds or so through views that were looked at before;
- the memory of the serving process at the end, and the time from starting the server to its first page.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.access import scope_for
from dashboard.queries.forecasts import forecasts
from dashboard.store import open_published
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import rebuild
from etl.roles import Role
from tests.benchmarks.asked import questions_timed
from tests.benchmarks.large_trust import make_large_trust
from tests.conftest import (
    LAPTOP,
    ROOT,
    Server,
    browser_flags,
    find_browser,
    free_port,
    running,
    wait_until_healthy,
)

BARE_PAGE = 'import streamlit as st\nst.write("One sentence.")\n'
YEAR_GROUPS = (6, 5, 4, 3, 2, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the trust in")
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--pupils", type=int, default=600)
    parser.add_argument("--years", type=int, default=7)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between one person's clicks")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they go on")
    parser.add_argument("--no-browser", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        folder = DataFolder(told.data or Path(own) / "data")
        if not folder.exists():
            make_large_trust(folder, school_count=told.schools, pupils=told.pupils, years=told.years)
            rebuild(folder)
        half_terms = [
            f"{year}-{(year + 1) % 100:02d}-{half}"
            for year in range(2026 - told.years, 2026)
            for half in ("autumn-1", "autumn-2", "spring-1", "spring-2", "summer-1", "summer-2")
        ]
        of_questions(folder)
        of_forecasts(folder, HalfTerm(2025, 4))
        with running(folder.root, Path(own) / "log.txt") as server, bare(Path(own)) as plain:
            of_reruns(server, plain, half_terms)
            if not told.no_browser:
                of_a_browser(server, half_terms)
            of_many_people(server, half_terms, told.people, told.every, told.seconds)
            said("memory of the serving process", memory(server.process.pid), "MB", 1000)
        of_the_start(folder.root, Path(own))


def said(what: str, found: float, unit: str, promised: float | None = None, beside: str = "") -> None:
    kept = (
        "" if promised is None else f" (promised {promised:g}: {'kept' if found <= promised else 'MISSED'})"
    )
    print(f"{what}: {found:.0f} {unit}{kept}{f'; {beside}' if beside else ''}", flush=True)


# The questions


def of_questions(folder: DataFolder) -> None:
    """Asked in this process, so that each can be timed; the page is run as a test runs it."""
    from streamlit.testing.v1 import AppTest

    os.environ["TRUST_DATA"] = str(folder.root)
    runs = []
    with questions_timed() as spent:
        for year_group in YEAR_GROUPS:
            spent.clear()
            page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
            page.query_params["as"] = "ceo"
            page.query_params["year_group"] = str(year_group)
            if page.run().exception:
                raise SystemExit(f"The page failed: {page.exception}")
            runs.append(sum(spent))
    from_rows = counted_from_rows(folder)
    first, later = runs[0], statistics.median(runs[1:])
    said(
        "the Trust dashboard's questions, nothing kept",
        first,
        "ms",
        100,
        f"another year group {later:.0f} ms; one count from the rows {from_rows / first:.1f} times as long",
    )


def of_forecasts(folder: DataFolder, half_term: HalfTerm) -> None:
    """Of all schools and of the trust, with their past, in one process that has forecast nothing yet."""
    published, scope = open_published(folder), scope_for(Role.CEO)
    took = []
    for measure in ("rwm_expected", "rwm_expected", "rwm_higher"):
        begun = time.perf_counter()
        if forecasts(published, scope, half_term, measure) is None:
            raise SystemExit("There is nothing to forecast.")
        took.append(1000 * (time.perf_counter() - begun))
    first, again, other = took
    said(
        "the whole trust forecast in reading, writing and maths together, nothing kept",
        first,
        "ms",
        2000,
        f"the same again {again:.0f} ms; at the higher standard after it {other:.0f} ms",
    )


def counted_from_rows(folder: DataFolder) -> float:
    """One half-term's counts by school, year group and subject taken from the judgements: milliseconds."""
    import duckdb

    from etl.publish.current import published

    with duckdb.connect(str(published(folder).path), read_only=True) as connection:
        begun = time.perf_counter()
        connection.execute(
            "SELECT school_urn, year_group, subject, kind, count(*),"
            " count(*) FILTER (judgement IN ('EXS', 'GDS'))"
            " FROM pupil_half_term JOIN mark USING (academic_year, half_term_ordinal, school_urn, upn)"
            " GROUP BY ALL"
        ).fetchall()
        return 1000 * (time.perf_counter() - begun)


# Reruns at the server


class Visit:
    """One tab, without a browser: asks for a page and waits until the server has sent all of it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.socket: Any = None

    async def __aenter__(self) -> Visit:
        address = self.server.address.replace("http", "ws") + "/_stcore/stream"
        self.socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, origin=self.server.address
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def ask(self, query: str) -> float:
        """Milliseconds until the page is whole."""
        message = BackMsg()
        message.rerun_script.query_string = query
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self.socket.recv(), 120))
            if answer.WhichOneof("type") == "script_finished":
                return 1000 * (time.perf_counter() - begun)


def of_reruns(server: Server, plain: Server, half_terms: list[str]) -> None:
    empty = asyncio.run(_empty(plain))
    # The Board after the CEO: of half-terms that nobody has asked for either.
    for role, who, asked in (
        (Role.CEO, "a CEO", half_terms[6:30:2]),
        (Role.BOARD, "the Board", half_terms[7:31:2]),
    ):
        uncached, cached = asyncio.run(_reruns(server, role, asked))
        beside = f"{cached / empty:.1f} times a page of one sentence ({empty:.0f} ms)"
        what = f"a rerun of the Trust dashboard as {who}"
        longest = f"the longest of {len(uncached)} took {max(uncached):.0f} ms"
        said(f"{what}, nothing kept, median", statistics.median(uncached), "ms", 300, longest)
        said("the same again, median", cached, "ms", 60, beside)


async def _reruns(server: Server, role: Role, half_terms: list[str]) -> tuple[list[float], float]:
    asked = [
        f"as={role.value}&half_term={half_term}&year_group={year_group}"
        for half_term, year_group in zip(half_terms, itertools.cycle(YEAR_GROUPS), strict=False)
    ]
    async with Visit(server) as visit:
        await visit.ask(f"as={role.value}")
        await visit.ask(f"as={role.value}")
        uncached = [await visit.ask(query) for query in asked]
        cached = [await visit.ask(query) for query in asked[-4:] * 5]
    return uncached, statistics.median(cached)


async def _empty(plain: Server) -> float:
    async with Visit(plain) as visit:
        return statistics.median([await visit.ask("") for _ in range(20)])


@contextmanager
def bare(place: Path) -> Iterator[Server]:
    """A Streamlit server with a page of one sentence."""
    script, log, port = place / "bare.py", place / "bare.txt", free_port()
    script.write_text(BARE_PAGE, encoding="utf-8")
    options = {
        "server.address": "127.0.0.1",
        "browser.serverAddress": "127.0.0.1",
        "browser.gatherUsageStats": "false",
        "server.headless": "true",
        "server.port": port,
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(process, port, log)
            yield Server(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


# In a browser


def of_a_browser(server: Server, half_terms: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    place = find_browser()
    if place is None:
        print("in a browser: there is no Chromium on this machine")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=browser_flags())
        tab = browser.new_context(viewport=LAPTOP).new_page()
        tab.set_default_timeout(60_000)
        tab.goto(server.url("", **{"as": "ceo", "half_term": half_terms[-1]}))
        _rest(tab)
        waits, read = [], []
        for year_group in (5, 4, 3, 2, 6, 5, 4, 3):
            begun = time.perf_counter()
            tab.evaluate(CHOOSE, f"?as=ceo&half_term={half_terms[-1]}&year_group={year_group}")
            tab.wait_for_function(SAYS, arg=f"Year {year_group},", polling=20)
            read.append(1000 * (time.perf_counter() - begun))
            _rest(tab, pause=0)
            waits.append(1000 * (time.perf_counter() - begun))
        browser.close()
    said(
        "in a browser, from a click until the new heading stands, median", statistics.median(read), "ms", 600
    )
    said("and until every chart down the page rests, median", statistics.median(waits), "ms")


# A click on a link within the page, which the page's own script turns into a rerun.
CHOOSE = """
    address => {
        const link = [...document.querySelectorAll('[data-testid="stMain"] a')].find(one => one.href);
        link.href = address;
        link.click();
    }
"""
SAYS = "words => [...document.querySelectorAll('h2')].some(one => one.innerText.includes(words))"
RESTS = """
    () => {
        const app = document.querySelector('[data-testid=stApp]');
        const state = app && app.getAttribute('data-test-script-state');
        return state && state !== 'running' && state !== 'initial';
    }
"""


def _rest(tab: Any, pause: int = 500) -> None:
    tab.wait_for_selector("[data-testid=stApp]")
    tab.wait_for_timeout(pause)
    tab.wait_for_function(RESTS, polling=20)


# Many people


def of_many_people(server: Server, half_terms: list[str], people: int, every: float, seconds: float) -> None:
    waits, elapsed = asyncio.run(_many(server, half_terms, people, every, seconds))
    waits.sort()
    found = waits[int(0.95 * len(waits))]
    beside = (
        f"median {statistics.median(waits):.0f} ms, {len(waits)} clicks, {len(waits) / elapsed:.1f} a second"
    )
    said(f"{people} people, a click every {every:g} s, 95th percentile", found, "ms", 250, beside)


async def _many(
    server: Server, half_terms: list[str], people: int, every: float, seconds: float
) -> tuple[list[float], float]:
    waits: list[float] = []
    views = [
        f"as=ceo&half_term={half_term}&year_group={year_group}"
        for half_term in half_terms[-2:]
        for year_group in YEAR_GROUPS
    ]
    # As on a morning after a drop: somebody has looked at each view before, and what it takes is kept.
    async with Visit(server) as first:
        begun = time.perf_counter()
        for view in views:
            await first.ask(view)
        print(f"each of {len(views)} views for the first time: {time.perf_counter() - begun:.1f} s together")

    async def person(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, every))
        async with Visit(server) as visit:
            await visit.ask("as=ceo")
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                await asyncio.sleep(every * chance.uniform(0.5, 1.5))
                waits.append(await visit.ask(chance.choice(views)))

    begun = time.perf_counter()
    await asyncio.gather(*(person(number) for number in range(people)))
    return waits, time.perf_counter() - begun


def memory(process: int) -> float:
    """What a process holds, in MB; where /proc cannot say, not a number."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return float("nan")
    held = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1000


def of_the_start(root: Path, place: Path) -> None:
    begun = time.perf_counter()
    with running(root, place / "start.txt") as server:

        async def first() -> None:
            async with Visit(server) as visit:
                await visit.ask("as=ceo")

        asyncio.run(first())
        said("from starting the server to its first page", 1000 * (time.perf_counter() - begun), "ms", 5000)


if __name__ == "__main__":
    main()
