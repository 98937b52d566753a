"""How often alerts are false, how often they are right, and how long those of a large trust take.

    python -m tests.benchmarks.alerts [--seeds 200] [--schools 100]

Half-terms of made-up cohorts in which nothing is wrong but chance: the share of cohorts that would be worth a
look, and more than chance. The same with one cohort in ten in which a pupil in five of those who met the
standard is marked down. Then the running sum over years: steps between false alarms, false alarms in 15
steps, steps to catch one standard deviation. Last, a trust with so many schools in a folder: every alert of a
half-term.
Each line says whether it is within what was promised.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from dashboard.chance import beside_the_rest
from dashboard.early_warning.cusum import LIMIT, cusum
from dashboard.queries import alerts
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date
from tests.benchmarks.large_trust import make_large_trust

MET, CROSS_DOWN, CROSS_UP, MARKED_DOWN = 0.70, 0.06, 0.14, 0.20
YEAR_GROUPS, SUBJECTS = 6, 4
MOST_SECONDS = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--schools", type=int, default=100)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    good = [half_terms(options.seeds), running_sums(), large_trust(options.schools)]
    return 0 if all(good) else 1


def half_terms(seeds: int) -> bool:
    chance = np.random.default_rng(0)
    found = {False: np.zeros(3), True: np.zeros(3)}  # looks, firm, cohorts; by whether marked down
    for _ in range(seeds):
        cells = 10 * YEAR_GROUPS * SUBJECTS
        pupils = chance.integers(15, 91, cells)
        met = chance.binomial(pupils, MET)
        marked = chance.random(cells) < 0.1
        into = chance.binomial(pupils - met, CROSS_UP)
        out = chance.binomial(met, np.where(marked, CROSS_DOWN + MARKED_DOWN, CROSS_DOWN))
        _, look, firm = beside_the_rest(into, out, into.sum() - into, out.sum() - out)
        for side in found:
            found[side] += (look[marked == side].sum(), firm[marked == side].sum(), (marked == side).sum())
    looks, firm_ones, cohorts = found[False]
    caught, caught_firmly, all_marked = found[True]
    kept = looks / cohorts <= 0.05
    show(
        kept, f"nothing wrong: {looks / cohorts:.1%} worth a look, {firm_ones / cohorts:.2%} more than chance"
    )
    show(
        True,
        f"a pupil in five marked down: {caught / all_marked:.0%} a look, "
        f"{caught_firmly / all_marked:.0%} more than chance",
    )
    return bool(kept)


def running_sums() -> bool:
    chance = np.random.default_rng(1)
    good = True
    for limit, between, in_15, to_catch in ((LIMIT, 339, 0.031, 8.5), (3, 117, 0.099, 6.4)):
        quiet = first(chance.normal(0, 1, (4000, 4000)), limit)
        shifted = first(chance.normal(-1, 1, (20_000, 100)), limit)
        found = quiet.mean(), (quiet <= 15).mean(), shifted.mean()
        kept = abs(found[0] / between - 1) < 0.08 and abs(found[1] - in_15) < 0.01
        kept &= abs(found[2] - to_catch) < 0.2
        good &= bool(kept)
        show(
            kept, f"limit {limit:g}: {found[0]:.0f} steps, {found[1]:.1%} in 15, {found[2]:.1f} to catch 1 SD"
        )
    return good


def first(z: np.ndarray, limit: float) -> np.ndarray:
    over = cusum(z).below >= limit
    return np.where(over.any(axis=1), over.argmax(axis=1) + 1, z.shape[1] + 1)


def large_trust(schools: int) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "trust")
        make_large_trust(folder, school_count=schools, pupils=600, years=4)
        published = bring_up_to_date(folder)
        started = time.perf_counter()
        found = alerts.everyones_alerts(published, HalfTerm(2025, 4))
        seconds = time.perf_counter() - started
    kept = seconds < MOST_SECONDS
    show(kept, f"{schools} schools: {seconds:.2f} s for {len(found.comparisons)} comparisons")
    return kept


def show(kept: bool, words: str) -> None:
    print(f"{'within ' if kept else 'OUTSIDE'}  {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
