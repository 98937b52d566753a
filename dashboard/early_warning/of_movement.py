"""Cohorts whose predictions moved by more than chance would often do: down a concern, up a strength."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.chance import beside_the_rest, looks_by_chance, share_moving_in
from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import Alert, Comparison, Firmness
from dashboard.figures import Movement
from dashboard.formats import pupils
from etl.measures import MEASURES
from etl.vocabulary import year_group_label

# Imaginary half-terms in which every cohort moves as the rest of the trust does: how often one is called more
# than chance. With so many the numbers that are printed do not hang on the draw.
DRAWS = 400

BESIDE_THE_REST = "Set beside the rest of the trust."
BY_ITSELF = "Judged by itself."
WHY_BY_ITSELF = "Judged by itself: in fewer than two other schools did pupils move across it."


@dataclass(frozen=True, kw_only=True)
class MovedCohort:
    """One school's year group in one measure, and how the rest of the trust's same year groups moved.

    `rest_in` and `rest_out` are 0 where it is judged by itself: see `movement.beside_rest`. `met` of
    `on_roll`: the whole cohort now, as every page counts it.
    """

    school_urn: int
    year_group: int
    measure: str
    movement: Movement  # with stayers and crossings: of the same pupils
    rest_in: int
    rest_out: int
    met: int
    on_roll: int

    @property
    def crossings(self) -> tuple[int, int]:
        return self.movement.moved_in or 0, self.movement.moved_out or 0


def movement_comparisons(cohorts: list[MovedCohort]) -> list[Comparison]:
    """One a cohort, in their order: they are looked at together, so give all of them."""
    looks, firms = by_chance(cohorts)
    return [
        Comparison(
            kind=kinds.MOVED,
            school_urn=one.school_urn,
            look=one.movement.worth_a_look,
            firm=one.movement.stands_out,
            look_by_chance=float(look),
            firm_by_chance=float(firm),
        )
        for one, look, firm in zip(cohorts, looks, firms, strict=True)
    ]


def by_chance(cohorts: list[MovedCohort]) -> tuple[np.ndarray, np.ndarray]:
    """How likely each cohort would be worth a look, and called more than chance, if it moved as the rest of
    the trust does; where it is judged by itself, at even odds.

    Given how many crossed: with few crossings neither can be. The same every time it is asked.
    """
    if not cohorts:
        return np.zeros(0), np.zeros(0)
    into, out = np.array([one.crossings for one in cohorts]).T
    rest_in, rest_out = np.array([(one.rest_in, one.rest_out) for one in cohorts]).T
    drawn = np.random.default_rng(0).binomial(
        into + out, share_moving_in(rest_in, rest_out), size=(DRAWS, len(cohorts))
    )
    _, _, firm = beside_the_rest(drawn, into + out - drawn, rest_in, rest_out)
    return looks_by_chance(into + out, rest_in, rest_out), firm.mean(axis=0)


def movement_alerts(cohorts: list[MovedCohort], names: Mapping[int, str]) -> list[Alert]:
    return [_alert(one, names[one.school_urn]) for one in cohorts if one.movement.worth_a_look]


def _alert(one: MovedCohort, name: str) -> Alert:
    held = one.movement
    moved_in, moved_out = one.crossings
    net = moved_in - moved_out
    label = MEASURES[one.measure].label
    since = held.since.name
    among = "" if held.stayers == one.on_roll else f" among the {held.stayers} who were there both times"
    crossed = _crossed(moved_in, moved_out)
    rest = one.rest_in + one.rest_out
    beside = BESIDE_THE_REST if held.beside_rest else BY_ITSELF
    for_trust = (
        f"In the rest of the trust's {year_group_label(one.year_group)}, {one.rest_in} of the {rest} pupils "
        "who moved across it moved up."
        if held.beside_rest
        else WHY_BY_ITSELF
    )
    closing = (
        "More than chance among all that were looked at."
        if held.stands_out
        else "By itself it would seldom be chance; among so many it may be."
    )
    return Alert(
        kind=kinds.MOVED,
        firmness=Firmness.FIRM if held.stands_out else Firmness.LOOK,
        school_urn=one.school_urn,
        year_group=one.year_group,
        measure=one.measure,
        sentence=(
            f"{label} in {year_group_label(one.year_group)} at {name}: {one.met} of {one.on_roll} predicted "
            f"to be at expected, {abs(net)} {'more' if net > 0 else 'fewer'} than in {since}{among}."
        ),
        why=f"{crossed} {beside} {closing}",
        trust_why=f"{crossed} {for_trust} {closing}",
        size=abs(net) / max(1, held.stayers or 1) ** 0.5,
        good=net > 0,
    )


def _crossed(moved_in: int, moved_out: int) -> str:
    """“1 pupil moved up to the standard and 8 down from it.”; of those alone who are there."""
    down = "down from it" if moved_in else "down from the standard"
    ways = [f"{some} {way}" for some, way in ((moved_in, "up to the standard"), (moved_out, down)) if some]
    first, _, rest = " and ".join(ways).partition(" ")
    return f"{pupils(int(first))} moved {rest}."
