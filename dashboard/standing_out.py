"""What stands out in one school, in sentences: strengths and concerns from a declared list of rules.

Each rule says something of a school only where it is more than chance would make it, or a plain fact about
what is missing. Nothing is said of fewer than six pupils. A side has at most three sentences, one of a rule
and year group; where there are fewer strengths than concerns, that everybody was judged is one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from dashboard import formats, result_wording, wording
from dashboard.figures import Figure, Shown
from dashboard.findings import Evidence, Review, Tone
from dashboard.forecast.status import FEWEST_PUPILS, Status
from dashboard.queries.forecasts import PlaceForecast
from dashboard.queries.gaps import GroupGap
from dashboard.result_figures import Against, ResultFigure
from etl.groups import GROUPS
from etl.measures import MEASURES
from etl.vocabulary import RWM, Kind

MOST = 3  # a side
NOTHING = "Nothing stands out beyond chance."


@dataclass(frozen=True, kw_only=True)
class Point:
    """One sentence. `year_group` and `measure` say where it is looked into; None where that is nowhere."""

    sentence: str
    tone: Tone
    rule: str
    year_group: int | None = None
    measure: str | None = None


@dataclass(frozen=True, kw_only=True)
class StandingOut:
    strengths: tuple[Point, ...]
    concerns: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What the rules look at, as somebody sees it; a part that is not for them is empty."""

    review: Review
    forecasts: Mapping[tuple[int, str], PlaceForecast]  # of this school, those with a target
    results: Sequence[ResultFigure]  # of one academic year
    gaps: tuple[GroupGap, GroupGap] | None  # of one group and measure, then and now
    judged: Sequence[Figure]  # reading, writing and maths by year group, predicted and current


def stands_out(material: Material) -> StandingOut:
    """By the rules in the order of RULES, which is that of how much hangs on them."""
    points = [point for rule in RULES for point in rule(material)]
    strengths, concerns = (_pick(points, tone) for tone in (Tone.STRENGTH, Tone.CONCERN))
    if len(strengths) < max(1, len(concerns)):
        strengths += list(_all_judged(material))[: MOST - len(strengths)]
    return StandingOut(strengths=tuple(strengths), concerns=tuple(concerns))


def _pick(points: Iterable[Point], tone: Tone) -> list[Point]:
    """The first few, one of a rule and year group."""
    picked: list[Point] = []
    for point in points:
        same = any((held.rule, held.year_group) == (point.rule, point.year_group) for held in picked)
        if point.tone is tone and not same and len(picked) < MOST:
            picked.append(point)
    return picked


def _missing(material: Material) -> Iterable[Point]:
    """More than one in ten without a judgement: first, for no figure of theirs can be judged."""
    for kind, what in ((Kind.PREDICTED, "predictions"), (Kind.CURRENT, "current judgements")):
        lacking = [one for one in _of(material, kind) if one.thinly_assessed]
        if not lacking:
            continue
        by_year: dict[int, list[Figure]] = {}
        for one in lacking:
            by_year.setdefault(one.year_group or 0, []).append(one)
        places = [
            f"{wording.cohort(year)} ({formats.listed([_without(one) for one in by_year[year]])})"
            for year in sorted(by_year, reverse=True)
        ]
        more = f" and {len(places) - 2} more year groups" if len(places) > 2 else ""
        said = f"{', '.join(places[:2])}{more}" if more else formats.listed(places)
        yield Point(
            sentence=f"{what.capitalize()} still to come: {said}. Until then these are counts only.",
            tone=Tone.CONCERN,
            rule=f"missing {kind.value}",
            year_group=max(by_year),
        )


def _without(figure: Figure) -> str:
    """“writing: 12 of 30 without”."""
    without = (figure.denominator or 0) - (figure.assessed or 0)
    subject = wording.in_a_sentence(wording.measure_label(figure.measure))
    return f"{subject}, {formats.count_of(without, figure.denominator)} without"


def _all_judged(material: Material) -> Iterable[Point]:
    """Everybody predicted and judged, in every subject and year group."""
    held = material.judged
    pupils = {one.year_group: one.denominator or 0 for one in held if one.denominator}
    whole = {kind: bool(_of(material, kind)) for kind in (Kind.PREDICTED, Kind.CURRENT)}
    if not pupils or not all(whole.values()):
        return
    if all(one.assessed == one.denominator for one in held if one.denominator):
        yield Point(
            sentence=(
                f"Every judgement is in: all {sum(pupils.values()):,} pupils are judged and predicted in "
                "reading, writing and maths."
            ),
            tone=Tone.STRENGTH,
            rule="all judged",
        )


def _of(material: Material, kind: Kind) -> list[Figure]:
    """The cohorts of a kind that anything may be said of; none where nobody in the school was so judged."""
    held = [
        one
        for one in material.judged
        if one.kind is kind and one.shown is Shown.FULL and (one.denominator or 0) >= FEWEST_PUPILS
    ]
    return held if any(one.assessed for one in held) else []


def _movements(material: Material) -> Iterable[Point]:
    """The same pupils up or down since the half-term before, beside the rest of the trust."""
    for one in material.review.findings:
        if one.evidence is Evidence.MORE_THAN_CHANCE:
            yield Point(
                sentence=one.sentence,
                tone=one.tone,
                rule="movement",
                year_group=one.year_group,
                measure=one.measure,
            )


def _against_targets(material: Material) -> Iterable[Point]:
    """A forecast that is on track for its target, or unlikely to meet it."""
    order = {Status.ON_TRACK: Tone.STRENGTH, Status.UNLIKELY: Tone.CONCERN}
    for (year_group, measure), place in sorted(material.forecasts.items(), key=_firmest):
        against, forecast = place.against, place.forecast
        if against is None or place.target is None or against.status not in order:
            continue
        low, high = forecast.likely
        goal = formats.basis_points(place.target.basis_points)
        yield Point(
            sentence=(
                f"{_subject(measure)} in {wording.cohort(year_group)}: forecast "
                f"{formats.rounded(forecast.mean):,} of {forecast.pupils:,} (likely {low:,} to {high:,}), "
                f"and the target of {goal} needs {against.pupils_needed:,}. {against.label}."
                f"{_because(material, year_group, measure, against.status)}"
            ),
            tone=order[against.status],
            rule="target",
            year_group=year_group,
            measure=measure,
        )


def _because(material: Material, year_group: int, measure: str, status: Status) -> str:
    """Which subject makes it unlikely that enough meet all three: the least likely, if as unlikely itself."""
    if MEASURES[measure].subject != RWM or status is not Status.UNLIKELY:
        return ""
    whole = material.forecasts[year_group, measure].against
    if whole is None or whole.chance is None:
        return ""
    subjects = [
        (place.against.chance, subject, place)
        for (year, subject), place in material.forecasts.items()
        if year == year_group
        and subject != measure
        and place.against is not None
        and place.against.status is Status.UNLIKELY
        and place.against.chance is not None
        and place.against.chance <= whole.chance
    ]
    if not subjects:
        return ""
    _, subject, place = min(subjects, key=lambda one: one[:2])
    assert place.against is not None
    forecast = place.forecast
    return (
        f" So is {wording.in_a_sentence(_subject(subject))}: forecast {formats.rounded(forecast.mean):,} of "
        f"{forecast.pupils:,}, and its target needs {place.against.pupils_needed:,}."
    )


def _firmest(item: tuple[tuple[int, str], PlaceForecast]) -> tuple[bool, float, int, str]:
    """The surest first, and of those alike RWM."""
    (year_group, measure), place = item
    chance = place.against.chance if place.against and place.against.chance is not None else 0.5
    return MEASURES[measure].subject != RWM, -abs(chance - 0.5), -year_group, measure


def _results(material: Material) -> Iterable[Point]:
    """A result of the latest year clearly above or below England's of the same summer."""
    tones = {Against.ABOVE: Tone.STRENGTH, Against.BELOW: Tone.CONCERN}
    for figure in material.results:
        if figure.against not in tones or figure.england is None or figure.pupils_from is None:
            continue
        apart = formats.pupils(abs(figure.pupils_from))
        way = "more" if figure.pupils_from > 0 else "fewer"
        england = result_wording.published_value(figure.measure, figure.england.value)
        yield Point(
            sentence=(
                f"{figure.rule.label}, results of {figure.academic_year}: "
                f"{formats.count_of(figure.numerator, figure.denominator)}, {apart} {way} than at England's "
                f"{england}. {figure.against.value.capitalize().replace('england', 'England')}."
            ),
            tone=tones[figure.against],
            rule="results",
        )


def _gap(material: Material) -> Iterable[Point]:
    """The gap beside a year ago. Most pupils are in both years, which the interval leaves out of account: it
    is rather too wide than too narrow.
    """
    if material.gaps is None:
        return
    then, now = material.gaps
    change = gap_change(then, now)
    if change is None or (change[1] <= 0 <= change[2]):
        return
    narrower = change[0] > 0
    before, after = then.difference or 0.0, now.difference or 0.0
    behind = before if narrower else after
    # Where the group is ahead, a gap that opens further is nobody's concern, nor one that closes a strength.
    if behind >= 0 or (abs(after) < abs(before)) is not narrower:
        return
    group = GROUPS[now.group]
    focus, other = group.values[group.focus].lower(), group.values[group.other].lower()
    what = wording.in_a_sentence(wording.measure_title(now.focus.measure))
    yield Point(
        sentence=(
            f"The gap, Years 1 to 6: {wording.count(now.focus)} {focus} and {wording.count(now.other)} "
            f"{other} pupils predicted to be at expected in {what}; "
            f"{formats.points(now.difference)} apart, {formats.points(then.difference)} a year ago. "
            f"{'Narrower' if narrower else 'Wider'} by more than chance."
        ),
        tone=Tone.STRENGTH if narrower else Tone.CONCERN,
        rule="gap",
        measure=now.focus.measure,
    )


def gap_change(then: GroupGap, now: GroupGap) -> tuple[float, float, float] | None:
    """By how many points the focus group came nearer (+) to the other, with its 95 % interval.

    From the intervals of the two gaps. Source: Zou and Donner 2008, Statistics in Medicine 27:1693 (MOVER).
    """
    ends = (then.difference, then.low, then.high, now.difference, now.low, now.high)
    if any(end is None for end in ends):
        return None
    before, low_before, high_before, after, low_after, high_after = (float(end or 0) for end in ends)
    change = after - before
    return (
        change,
        change - hypot(after - low_after, high_before - before),
        change + hypot(high_after - after, before - low_before),
    )


def _subject(measure: str) -> str:
    return wording.measure_title(measure)


RULES: tuple[Callable[[Material], Iterable[Point]], ...] = (
    _missing,
    _movements,
    _against_targets,
    _results,
    _gap,
)


def without_school(point: Point, school: str) -> Point:
    """The same on a page that is about one school: its name is at the head."""
    return replace(point, sentence=point.sentence.replace(f" at {school}", "", 1))
