"""How many movements a scope is shown, of thousands of cohorts at once.

The same answers as a figure for each would give, without making them: of a large trust's cohorts few have
anything to tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.access import Sight
from dashboard.chance import Flags
from dashboard.findings import FEWEST, Tally
from dashboard.queries.counts import Sums, cohort_counts
from dashboard.queries.movement import Cohort
from dashboard.queries.seeing import LIKE_SIZE, Seeing
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import Standard


def worth_telling(seeing: Seeing, cohorts: Sequence[Cohort]) -> list[Cohort]:
    """Those of schools' cohorts of which there may be something to say: a movement worth a look, a target."""
    held, targets = seeing.movements, seeing.targets
    if not held:
        return [cohort for cohort in cohorts if cohort in targets]
    places = held.places(cohorts)
    look = ((places >= 0) & held.look[places]).tolist()
    return [cohort for cohort, looks in zip(cohorts, look, strict=True) if looks or cohort in targets]


def tally(seeing: Seeing, cohorts: Sequence[Cohort]) -> Tally:
    """Of schools' cohorts, those whose movements the scope is shown: enough pupils, nearly all assessed."""
    held = seeing.movements
    if not held:
        return Tally(looked_at=0, by_chance=0.0)
    places = held.places(cohorts)
    sums, shown = _shown(seeing, cohorts)
    full = np.array([seeing.sight(urn) is Sight.FULL for urn, _, _ in cohorts], dtype=bool)
    on_roll, assessed = sums[:, 0], sums[:, 1]
    may_be_judged = shown & (on_roll >= FEWEST) & (assessed >= 0.9 * on_roll)
    moved = np.where(full, held.judged[places], _comparable(seeing, cohorts, full, on_roll))
    looked = may_be_judged & (places >= 0) & moved
    outside = bool((looked & ~full).any())
    by_chance = None if outside else float(held.by_chance[places[looked]].sum())
    return Tally(looked_at=int(looked.sum()), by_chance=by_chance)


def _shown(seeing: Seeing, cohorts: Sequence[Cohort]) -> tuple[Sums, Flags]:
    """The bare counts of cohorts, and whether each is shown with its percentage."""
    about = [JUDGEMENT_MEASURES[measure] for _, _, measure in cohorts]
    counts = cohort_counts(seeing.published, seeing.half_term, seeing.kind)
    sums = counts.rows((urn, year, of.subject) for (urn, year, _), of in zip(cohorts, about, strict=True))
    whole = np.array(
        [seeing.sight(urn, of.subject) is Sight.FULL for (urn, _, _), of in zip(cohorts, about, strict=True)],
        dtype=bool,
    )
    shown: Flags = sums[:, 0] >= np.where(whole, seeing.hide_below, seeing.caution_below)
    for place in np.flatnonzero(shown & ~whole).tolist():
        urn, year, _ = cohorts[place]
        shown[place] = not seeing.mask.hides(about[place].standard or Standard.EXPECTED, urn, year)
    return sums, shown


def _comparable(seeing: Seeing, cohorts: Sequence[Cohort], full: Flags, on_roll: Sums) -> Flags:
    """From outside: whether the cohort was shown in the half-term before as well, and was about as large."""
    made = np.zeros(len(cohorts), dtype=bool)
    outside = [place for place in np.flatnonzero(~full).tolist() if seeing.has_a_before(cohorts[place][1])]
    if not outside:
        return made
    before = []
    for place in outside:
        urn, year, measure = cohorts[place]
        before.append((urn, seeing.year_before(year), measure))
    sums, shown = _shown(seeing.earlier, before)
    alike = abs(sums[:, 0] - on_roll[outside]) <= LIKE_SIZE * on_roll[outside]
    made[outside] = shown & alike
    return made
