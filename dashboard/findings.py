"""What changed, in plain sentences: strengths as many as concerns, and never more than the numbers bear.

Made from figures as somebody sees them, so that it can say nothing that they do not show. A movement is
spoken of only where it would seldom be chance; where too few of these stand out, facts against targets stand
beside them. Nothing is ranked: the order is that of how much there is to talk about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.chance import LOOK
from dashboard.early_warning.alerts import about_so_many
from dashboard.figures import Figure, Movement, Shown
from dashboard.formats import listed
from etl.measures import MEASURES
from etl.vocabulary import RECEPTION, RWM, Kind, Standard, year_group_label

USUAL_NUMBER = 6
FOR_ONE_SCHOOL = 2  # so that one school does not fill the page
# Of fewer pupils there is too little to say, whoever asks.
FEWEST = 11
# Under two pupils from a target is hardly a finding.
WORTH_SAYING = 2


class Tone(StrEnum):
    STRENGTH = "strength"
    CONCERN = "concern"


class Evidence(StrEnum):
    """How firmly a finding stands, firmest first."""

    MORE_THAN_CHANCE = "more than chance"
    WORTH_A_LOOK = "worth a look"
    FACT = "fact"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about one cohort."""

    sentence: str
    tone: Tone
    evidence: Evidence
    school_urn: int | None  # None: the trust
    year_group: int | None
    measure: str
    weight: float  # how much there is to talk about; compares findings of like evidence


@dataclass(frozen=True, kw_only=True)
class Review:
    """The findings, and how many movements they were picked from.

    `by_chance`: how many of these chance alone would make worth a look; None where any is seen from outside,
    of whose pupils too little is known to say.
    """

    findings: tuple[Finding, ...]
    looked_at: int
    stood_out: int  # movements that are worth a look
    by_chance: float | None
    no_clear_change: tuple[str, ...]  # of the place itself, a sentence a measure
    of_the_trust: int = 0  # of those looked at, how many are the whole trust's own

    @property
    def strengths(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.tone is Tone.STRENGTH)

    @property
    def concerns(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.tone is Tone.CONCERN)

    @property
    def summary(self) -> str:
        """How many were looked at, and how many flags chance alone would give, as *Where to look* counts it;
        from outside the most that it may be.
        """
        if not self.looked_at:
            return "No movements to look at: nothing before this half-term can be compared with it."
        looked = "1 movement was" if self.looked_at == 1 else f"{self.looked_at:,} movements were"
        own = f", {self.of_the_trust:,} of them of all schools together" if self.of_the_trust else ""
        most = f"at most {max(1, round(LOOK * self.looked_at)):,}"
        chance = most if self.by_chance is None else about_so_many(self.by_chance)
        found = (
            f"{self.stood_out:,} {'is' if self.stood_out == 1 else 'are'}" if self.stood_out else "none is"
        )
        return f"{looked} looked at{own}. By chance alone {chance} would be worth a look; {found}."


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many movements of schools' year groups were looked at, and how many of them chance alone would make
    worth a look; None where that is not known of all.
    """

    looked_at: int
    by_chance: float | None


def trust_findings(
    figures: Sequence[Figure], most: int = USUAL_NUMBER, schools: Tally | None = None
) -> Review:
    """What changed in the trust: from the figures of its year groups and of every school's.

    With a tally of the `schools`, the figures need hold only those of schools' that have something to tell.
    """
    return _review(figures, most, None, schools)


def school_findings(figures: Sequence[Figure], most: int = USUAL_NUMBER) -> Review:
    """What changed in one school: from the figures of its year groups."""
    own = [figure for figure in figures if figure.school_urn is not None]
    return _review(own, most, own[0].school_urn if own else None)


def _review(figures: Sequence[Figure], most: int, place: int | None, schools: Tally | None = None) -> Review:
    spread = place is None
    seen = [figure for figure in figures if _may_be_judged(figure) and figure.year_group is not None]
    moved = [(figure, figure.movement) for figure in seen if figure.movement and _looked_at(figure.movement)]
    candidates = [
        *(made for figure, movement in moved if (made := _of_movement(figure, movement))),
        *(made for figure in seen if (made := _of_target(figure))),
    ]
    candidates.sort(key=_order)
    strengths = _pick((one for one in candidates if one.tone is Tone.STRENGTH), most // 2, spread)
    concerns = _pick((one for one in candidates if one.tone is Tone.CONCERN), most // 2, spread)
    strengths, concerns = _balance(strengths, concerns)
    of_the_trust = [movement for figure, movement in moved if figure.school_urn is None]
    if schools is None:
        schools = _tally([movement for figure, movement in moved if figure.school_urn is not None])
    by_chance = (_tally(of_the_trust).by_chance, schools.by_chance)
    return Review(
        findings=(*strengths, *concerns),
        looked_at=len(of_the_trust) + schools.looked_at,
        of_the_trust=len(of_the_trust),
        stood_out=sum(movement.worth_a_look for _, movement in moved),
        by_chance=_sum_of_known(by_chance),
        no_clear_change=tuple(_no_clear_change([pair for pair in moved if pair[0].school_urn == place])),
    )


def _may_be_judged(figure: Figure) -> bool:
    enough = (figure.denominator or 0) >= FEWEST
    return figure.shown is Shown.FULL and enough and not figure.thinly_assessed


def _looked_at(movement: Movement) -> bool:
    return movement.p_value is not None or not movement.same_pupils


def _tally(moved: Sequence[Movement]) -> Tally:
    return Tally(looked_at=len(moved), by_chance=_sum_of_known([one.look_by_chance for one in moved]))


def _sum_of_known(chances: Sequence[float | None]) -> float | None:
    """None where any is not known."""
    known = [chance for chance in chances if chance is not None]
    return sum(known) if len(known) == len(chances) else None


def _order(finding: Finding) -> tuple[int, float, int, int, bool, str]:
    return (
        list(Evidence).index(finding.evidence),
        -finding.weight,
        finding.school_urn or 0,
        finding.year_group or 0,
        # Where both moved by as much, the subject says more than RWM, which moves with it.
        MEASURES[finding.measure].subject == RWM,
        finding.measure,
    )


def _pick(candidates: Iterable[Finding], most: int, spread: bool) -> list[Finding]:
    """The first few, one a cohort, and of one school no more than a few where there are others."""
    picked: list[Finding] = []
    for one in candidates:
        same_cohort = [
            held for held in picked if (held.school_urn, held.year_group) == (one.school_urn, one.year_group)
        ]
        same_school = [held for held in picked if held.school_urn == one.school_urn is not None]
        if same_cohort or (spread and len(same_school) >= FOR_ONE_SCHOOL):
            continue
        picked.append(one)
        if len(picked) == most:
            break
    return picked


def _balance(strengths: list[Finding], concerns: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """As many of the one as of the other, except that nothing beyond chance is left unsaid."""

    def cut(side: list[Finding], other: list[Finding]) -> list[Finding]:
        firm = sum(one.evidence is not Evidence.FACT for one in side)
        return side[: max(len(other), firm, 1)]

    return cut(strengths, concerns), cut(concerns, strengths)


def _of_movement(figure: Figure, movement: Movement) -> Finding | None:
    change = movement.met_now - movement.met_before
    if not movement.worth_a_look or not change or not figure.denominator:
        return None
    firm = movement.stands_out
    if not movement.beside_rest:
        closing = "More than chance." if firm else "Worth a look; alone it could still be chance."
    else:
        beside = "beside the rest of the trust"
        closing = f"More than chance, {beside}." if firm else f"Worth a look {beside}; it could be chance."
    return Finding(
        sentence=f"{_opening(figure)}, {_since(figure, movement)}. {closing}",
        tone=Tone.STRENGTH if change > 0 else Tone.CONCERN,
        evidence=Evidence.MORE_THAN_CHANCE if firm else Evidence.WORTH_A_LOOK,
        school_urn=figure.school_urn,
        year_group=figure.year_group,
        measure=figure.measure,
        weight=abs(change) / figure.denominator**0.5,
    )


def _of_target(figure: Figure) -> Finding | None:
    # A target is for the year's end: of where pupils stand before it, it says nothing.
    if figure.kind is Kind.CURRENT and figure.half_term.ordinal < 6:
        return None
    if figure.target is None or not figure.denominator:
        return None
    short = figure.target.pupils_short
    if short > 0 and short < WORTH_SAYING:
        return None
    if short > 0:
        held = f"{short} short of the target"
    else:
        held = "which meets the target" + (f" with {-short} to spare" if short else "")
    return Finding(
        sentence=f"{_opening(figure)}, {held}.",
        tone=Tone.CONCERN if short > 0 else Tone.STRENGTH,
        evidence=Evidence.FACT,
        school_urn=figure.school_urn,
        year_group=figure.year_group,
        measure=figure.measure,
        weight=abs(short) / figure.denominator**0.5,
    )


REACHED = {
    (Kind.CURRENT, Standard.EXPECTED): "expected",
    (Kind.CURRENT, Standard.HIGHER): "at greater depth",
    (Kind.PREDICTED, Standard.EXPECTED): "predicted to be at expected",
    (Kind.PREDICTED, Standard.HIGHER): "predicted to be at greater depth",
    (Kind.TARGET, Standard.EXPECTED): "with expected or above as their target",
    (Kind.TARGET, Standard.HIGHER): "with greater depth as their target",
}


def _about(figure: Figure) -> str:
    """“Writing in Year 4 at Elm Grove”."""
    place = f" at {figure.school}" if figure.school else " across the trust"
    assert figure.year_group is not None
    return f"{_subject(figure)} in {year_group_label(figure.year_group)}{place}"


def _subject(figure: Figure) -> str:
    return MEASURES[f"{MEASURES[figure.measure].subject}_{Standard.EXPECTED.value}"].label


def _opening(figure: Figure) -> str:
    """“Writing in Year 4 at Elm Grove: 21 of 30 expected”."""
    standard = MEASURES[figure.measure].standard or Standard.EXPECTED
    counted = f"{figure.numerator:,} of {figure.denominator:,}"
    return f"{_about(figure)}: {counted} {REACHED[figure.kind, standard]}"


def _since(figure: Figure, movement: Movement) -> str:
    before = movement.since.name
    if not movement.same_pupils:
        # From outside the school: what was shown then and now, so not the change that its own people read.
        return f"{_change(movement)} than in {before}, counting who joined and left"
    if movement.stayers == figure.denominator:
        return f"{_change(movement)} than in {before}"
    return f"{_change(movement)} than in {before} among the {movement.stayers:,} who were there both times"


def _change(movement: Movement) -> str:
    change = movement.met_now - movement.met_before
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'}"


def _no_clear_change(moved: Sequence[tuple[Figure, Movement]]) -> Iterable[str]:
    """One sentence a measure: the year groups in which it did not stand out."""
    quiet: dict[str, list[Figure]] = {}
    for figure, movement in moved:
        if not movement.worth_a_look:
            quiet.setdefault(figure.measure, []).append(figure)
    for figures in quiet.values():
        first = figures[0]
        assert first.movement is not None
        place = f"at {first.school}" if first.school else "across the trust"
        since = first.movement.since.name
        yield f"{_subject(first)} {place}: no clear change since {since} in {_years(figures)}."


def _years(figures: Sequence[Figure]) -> str:
    """“Years 1, 2 and 5”, “Year 6”."""
    years = sorted({figure.year_group for figure in figures if figure.year_group is not None})
    if len(years) == 1 or RECEPTION in years:
        return listed([year_group_label(year) for year in years])
    return f"Years {listed([str(year) for year in years])}"
