"""What a statutory result says in words: the same on tiles, in tables, beside charts and in downloads."""

from __future__ import annotations

from dashboard import formats
from dashboard.figures import Shown
from dashboard.result_figures import Against, Beside, ResultFigure
from dashboard.theme import STATUS_LOOKS, StatusLook
from etl.measures import MEASURES, Unit

# How a verdict looks: its shape and colour, never without its word.
LOOKS: dict[Against, StatusLook] = {
    Against.ABOVE: STATUS_LOOKS["blue"],
    Against.IN_LINE: STATUS_LOOKS["grey"],
    Against.MAY_BE_BELOW: STATUS_LOOKS["amber"],
    Against.BELOW: STATUS_LOOKS["red"],
}


def value(measure: str, number: float | None) -> str:
    """A figure in its measure's own unit: “62 %”, “104.6”, “20.3”, “+1.2”."""
    if number is None:
        return formats.NOTHING
    unit = MEASURES[measure].unit
    if unit is Unit.PERCENT:
        return formats.percent(number)
    if unit is Unit.PROGRESS:
        return f"{formats.MINUS if number < 0 else '+'}{abs(number):.1f}"
    return f"{number:.1f}"


def published_value(measure: str, number: float | None) -> str:
    """Whole, as our own percentages are; a mean as it was published, which may be whole."""
    if number is None:
        return formats.NOTHING
    if MEASURES[measure].unit is Unit.PERCENT:
        return formats.percent(number)
    return value(measure, number) if number % 1 or number < 80 else f"{number:.0f}"


def has_value(figure: ResultFigure) -> bool:
    return figure.shown is Shown.FULL and figure.value is not None


def count(figure: ResultFigure) -> str:
    """“21 of 30”; of a mean “28 with a score”."""
    if figure.shown not in (Shown.FULL, Shown.COUNT_ONLY):
        return ""
    if figure.is_share:
        return formats.count_of(figure.numerator, figure.denominator)
    return f"{formats.whole(figure.scored)} with a score"


def why_no_value(figure: ResultFigure) -> str:
    if figure.shown is Shown.HIDDEN:
        return "too few pupils to show"
    if figure.shown is Shown.NO_DATA:
        return figure.why or "no results"
    return (figure.why or "too few to say") if not has_value(figure) else ""


def interval(figure: ResultFigure) -> str:
    """“52–83 %”, “103.1–106.0”; empty where there is none."""
    if figure.low is None or figure.high is None or not has_value(figure):
        return ""
    if figure.is_share:
        return formats.interval(figure.low, figure.high)
    return f"{figure.low:.1f}–{figure.high:.1f}"


def beside(measure: str, held: Beside | None, *, whose: bool = True) -> str:
    """“England 2024/25: 62 %, all schools, provisional”; empty without one."""
    if held is None:
        return ""
    coverage = f", {held.coverage[:1].lower()}{held.coverage[1:]}" if whose and held.coverage else ""
    release = ", provisional" if held.provisional else ""
    number = published_value(measure, held.value)
    return f"{held.name} {held.academic_year}: {number}{coverage}{release}"


def against(figure: ResultFigure) -> str:
    """“Clearly above England: 9 pupils more”; of another summer's England only how many pupils."""
    if figure.pupils_from is None or figure.england is None or not has_value(figure):
        return ""
    pupils = abs(figure.pupils_from)
    way = "more" if figure.pupils_from > 0 else "fewer"
    apart = f"{formats.pupils(pupils)} {way}" if pupils else "under one pupil apart"
    if figure.against is not None:
        words = figure.against.value
        return f"{words[0].upper()}{words[1:]}: {apart}"
    if not pupils:
        return f"In line with England's {figure.england.academic_year}"
    return f"{apart} than at England's {figure.england.academic_year} rate"


def target(figure: ResultFigure) -> str:
    """“Met the target of 65 % with 3 to spare”, “Missed the target of 65 % by 2 pupils”; else empty."""
    aimed = figure.target
    if aimed is None or not has_value(figure):
        return ""
    if not figure.is_share:
        return f"{'Met' if aimed.met else 'Missed'} the target of {aimed.basis_points / 100:g}"
    goal, short = formats.basis_points(aimed.basis_points), aimed.pupils_short or 0
    if short > 0:
        return f"Missed the target of {goal} by {formats.pupils(short)}"
    return f"Met the target of {goal}" + (f" with {-short:,} to spare" if short else "")


def schools(figure: ResultFigure) -> str:
    """“From 1 of 7 schools”, of the trust's figure where some have no results; else empty."""
    if figure.schools is None or figure.of_schools is None or figure.schools >= figure.of_schools:
        return ""
    return f"From {figure.schools} of {figure.of_schools} schools"


def place(figure: ResultFigure) -> str:
    return figure.school or "The trust"


def briefly(figure: ResultFigure) -> str:
    """“67 %, 20 of 30, plausibly 49–81 %”, or why not."""
    if not has_value(figure):
        counted = count(figure)
        return f"{counted + ', ' if counted else ''}{why_no_value(figure)}"
    parts = [value(figure.measure, figure.value), count(figure)]
    if interval(figure):
        parts.append(f"plausibly {interval(figure)}")
    return ", ".join(parts)


def sentence(figure: ResultFigure) -> str:
    """A whole figure for those who listen, for alternative text, and for notes."""
    parts = [briefly(figure)]
    if has_value(figure):
        parts += [f"{words[0].lower()}{words[1:]}" for words in (target(figure), against(figure)) if words]
        parts += [
            words
            for words in (
                beside(figure.measure, figure.england),
                beside(figure.measure, figure.authority),
                schools(figure)[:1].lower() + schools(figure)[1:],
            )
            if words
        ]
    return f"{place(figure)}, {MEASURES[figure.measure].label}, {figure.academic_year}: {'; '.join(parts)}."
