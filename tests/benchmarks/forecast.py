"""How right the forecast is on made-up trusts, and how long one takes.

    python -m tests.benchmarks.forecast [--seeds 60] [--schools 20] [--past-years 3] [--half-term 3]

For every variant of the made-up trusts, the last year foretold from the years before: how often the 80 %
interval held (with whole pupils at its ends, and by randomised PIT), the 95 % interval, the bias, the mean
error in points against the trust's table with independent pupils, against predictions at face value and
against last year's result; the ranked probability score; the Brier score of the chance to meet a target of
75 %. Each line says whether it is within what was promised. Then the higher standard, RWM, a tenth of
predictions missing, a first year without history, small trusts, a trust's total, whether chances of targets
and of pupils come true as often as they say, and the time of forecasts of 20 and of 100 schools.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from dashboard.forecast.accuracy import calibration_points
from dashboard.forecast.backtest import Trial, foretold
from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.model import fit
from dashboard.forecast.pupil_lists import pupil_lists
from dashboard.forecast.scales import EXPECTED, RWM, RWM_MET
from dashboard.forecast.status import against_target
from dashboard.forecast.trust_total import forecast_trust
from dashboard.whole_pupils import pupils_needed
from tests.forecast_scores import TARGET, Scores, last_year_foretold, scores
from tests.made_up_trusts import VARIANTS, MadeUpCohort, make_trust, with_gaps

FIRST_SEED = 10_000
HIGHER = 3
SMALL_TRUST = 6  # with one past year it must already be worth having


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=60)
    parser.add_argument("--schools", type=int, default=20)
    parser.add_argument("--past-years", type=int, default=3)
    parser.add_argument("--half-term", type=int, default=3)
    options = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + options.seeds)

    def one_subject(cohort: MadeUpCohort) -> PastCohort:
        return cohort.in_one_subject(options.half_term)

    def rwm(cohort: MadeUpCohort) -> PastCohort:
        return cohort.in_rwm(options.half_term)

    good = True
    for name, settings in VARIANTS.items():
        held = last_year_foretold(options.schools, options.past_years, seeds, settings, take=one_subject)
        found = scores(held)
        kept = within_promise(found, nothing_to_calibrate=name == "no bias")
        good &= kept
        show(f"{name}: {'within' if kept else 'OUTSIDE'}", found)
    default = VARIANTS["default"]
    show("higher", scores(last_year_foretold(20, 3, seeds, default, take=one_subject, at_least=HIGHER)))
    gaps = last_year_foretold(20, 3, seeds, default, take=lambda one: with_gaps(one_subject(one)))
    show("a tenth not predicted", scores(gaps))
    show(
        "rwm",
        scores(last_year_foretold(20, 3, seeds, default, take=rwm, scale=RWM, at_least=RWM_MET, subjects=3)),
    )
    first_years = [
        trial
        for seed in seeds
        for trial in foretold([], [one_subject(cohort) for cohort in make_trust(20, 1, seed)])
    ]
    show("first year, no history", scores(first_years))
    for schools, years in ((6, 1), (3, 1), (2, 1), (1, 1), (1, 3)):
        many = range(FIRST_SEED, FIRST_SEED + options.seeds * 20 // schools)
        found = scores(last_year_foretold(schools, years, many, default, take=one_subject))
        show(f"{schools} schools, {years} past", found)
        if schools == SMALL_TRUST:
            good &= found.error <= 0.92 * found.error_at_face_value
    tell_of_targets_and_pupils(last_year_foretold(20, 3, seeds, default, take=one_subject))
    print(f"trust of 8: {trust_totals(8, 3, range(FIRST_SEED, FIRST_SEED + 5 * options.seeds))}")
    for schools in (20, 100):
        print(f"{schools} schools, 4 past years: fit {time_of(schools)}")
    return 0 if good else 1


def within_promise(found: Scores, *, nothing_to_calibrate: bool) -> bool:
    """What a release must keep, for every variant; where predictions have no bias there is little to gain."""
    gain = 1 - found.error / found.error_at_face_value
    return (
        0.78 <= found.likely_held <= (0.93 if nothing_to_calibrate else 0.90)
        and 0.74 <= found.pit_held <= (0.86 if nothing_to_calibrate else 0.85)
        and found.nearly_sure_held >= 0.93
        and abs(found.bias) <= 1.0
        and found.rps <= found.rps_table + 1e-6
        and found.rps <= 0.75 * found.rps_at_face_value
        and gain >= (0 if nothing_to_calibrate else 0.20)
        and found.brier <= 0.70 * found.brier_at_face_value
    )


def trust_totals(schools: int, past_years: int, seeds: range) -> str:
    """How often the trust's own intervals held."""
    likely = nearly_sure = 0
    for seed in seeds:
        made = make_trust(schools, past_years + 1, seed)
        past = [one.in_one_subject(3) for one in made if one.year < made[-1].year]
        now = [one.in_one_subject(3) for one in made if one.year == made[-1].year]
        found = forecast_trust(fit(past), now)
        reached = sum(int((one.actual >= EXPECTED).sum()) for one in now)
        likely += found.likely[0] <= reached <= found.likely[1]
        nearly_sure += found.nearly_sure[0] <= reached <= found.nearly_sure[1]
    return (
        f"80 % held {likely / len(seeds):.3f}, 95 % held {nearly_sure / len(seeds):.3f}, {len(seeds)} trusts"
    )


def tell_of_targets_and_pupils(held: Sequence[Trial]) -> None:
    """Whether a stated chance to meet a target comes true as often, and so of statuses and pupils' lists."""
    target = [(one, pupils_needed(one.forecast.pupils, TARGET)) for one in held]
    met = [one.reached >= needed for one, needed in target]
    chances = [one.forecast.count.at_least(needed) for one, needed in target]
    points = calibration_points(chances, met, (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1))
    print("chance to meet 75 %:", ", ".join(f"{one.stated:.2f} -> {one.observed:.2f}" for one in points))
    statuses = np.array([against_target(one.forecast, needed).status.value for one, needed in target])
    for status in dict.fromkeys(statuses):
        those = np.array(met)[statuses == status]
        print(f"{status}: {len(those)}, met {those.mean():.2f}")
    came = np.concatenate([one.cohort.actual >= EXPECTED for one in held])
    lists = [pupil_lists(one.forecast.chances, one.cohort.predicted) for one in held]
    for name in ("cusp", "at_risk", "hidden_chance"):
        mask = np.concatenate([getattr(one, name) for one in lists])
        print(f"{name}: {mask.mean():.3f} of pupils, {came[mask].mean():.2f} of them reached EXS")


def time_of(schools: int) -> str:
    made = make_trust(schools, 5, FIRST_SEED)
    past = [one.in_one_subject(3) for one in made if one.year < made[-1].year]
    now: list[Cohort] = [one.in_one_subject(3) for one in made if one.year == made[-1].year]
    start = time.perf_counter()
    model = fit(past)
    fitted = time.perf_counter()
    found = forecast_trust(model, now)
    done = time.perf_counter()
    return f"{fitted - start:.2f} s, forecast {done - fitted:.2f} s, {found.pupils} pupils"


def show(name: str, found: Scores) -> None:
    print(
        f"{name:24} {found.cohorts:5} cohorts | 80 % {found.likely_held:.3f} (PIT {found.pit_held:.3f}, "
        f"table {found.table_likely_held:.3f}) 95 % {found.nearly_sure_held:.3f} width {found.width:.1f} | "
        f"bias {found.bias:+.2f} (face {found.bias_at_face_value:+.2f}) | error {found.error:.2f} table "
        f"{found.error_table:.2f} face {found.error_at_face_value:.2f} last {found.error_last_year:.2f} | "
        f"RPS {found.rps:.4f} table {found.rps_table:.4f} face {found.rps_at_face_value:.4f} | "
        f"Brier {found.brier:.3f} face {found.brier_at_face_value:.3f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
