"""What is said of results in rows and columns: what they show, what stands out, what they cannot say."""

from __future__ import annotations

from typing import Any

from dashboard import formats, result_wording, wording
from dashboard.explorer import words
from dashboard.explorer.result_widgets import AGAINST_LABELS
from dashboard.figures import Shown
from dashboard.furniture.result_table import Below
from dashboard.queries.explored_counts import SCHOOL
from dashboard.queries.explored_question import MEASURE, TOGETHER, Against
from dashboard.queries.explored_results import RESULT_YEAR, At, ResultPivot, ResultQuestion
from dashboard.queries.explored_results_beside import ResultApart
from dashboard.result_figures import ResultFigure
from etl.groups import ALL
from etl.measures import MEASURES

THAN = {
    Against.TRUST: "than at the rate of the rest of the trust",
    Against.ENGLAND: "than at England's rate",
    Against.LAST_YEAR: "than at the rate of the year before, who were other children",
}
NOTHING_TO_COMPARE = {
    Against.TRUST: "There are no other pupils of the trust that these may be held against.",
    Against.ENGLAND: "England's figures are not here for these: they are of all pupils.",
    Against.TARGET: "No target is set for these.",
    Against.LAST_YEAR: "There are no results of the year before that these may be compared with.",
}
LEGEND = (
    "▲▼ more than chance among all these cells. △▽ worth a look: alone it would seldom be chance, among so "
    "many it may be."
)
OTHER_SUMMER = "Held against England of another summer a result has a difference and no verdict."
NEW_FRAMEWORK = "Where the framework changed, years on its two sides cannot be compared."
MARKS = (
    "The dot is the result, the soft bar its plausible range, the dotted line England, the diamond the "
    "authority, the tick the target."
)
SOME_SCHOOLS = "A total stands where all schools are chosen: of some of them together there is none."


def value_label(axis: str, value: Any, schools: dict[int, str]) -> str:
    if value is TOGETHER:
        return "All schools" if axis == SCHOOL else ALL.label
    if axis == RESULT_YEAR:
        return str(value)
    if axis == MEASURE:
        return MEASURES[value].label
    return words.value_label(axis, value, schools)


def what_is_shown(question: ResultQuestion, schools: dict[int, str], *, whole_trust: bool) -> str:
    """In a sentence: whose results, of when, laid out how."""
    parts = ["Statutory results"]
    if MEASURE not in question.axes:
        parts = [MEASURES[question.measures[0]].label]
    if RESULT_YEAR not in question.axes:
        parts.append(question.years[0])
    if question.group != ALL.id:
        parts.append(wording.group_words(question.group, question.group_value).lower())
    if SCHOOL not in question.axes:
        parts.append("all schools" if whole_trust and len(schools) > 1 else schools[question.schools[0]])
    return f"{', '.join(parts)}: {words.plural(question.rows)} by {words.plural(question.columns)}."


def below(apart: ResultApart | None, figure: ResultFigure, against: Against) -> Below:
    """“▲ 3 more”, “0.8 lower”; of a target its own words."""
    if apart is None:
        return Below(words="")
    if against is Against.TARGET:
        return Below(words=result_wording.target(figure))
    size = _size(apart)
    if not (apart.clear or apart.worth_a_look):
        return Below(words=size)
    way = "up" if apart.up else "down"
    return Below(words=size, shape={"up": "▲△", "down": "▼▽"}[way][0 if apart.clear else 1], way=way)


def _size(apart: ResultApart) -> str:
    if apart.pupils is not None:
        return "level" if not apart.pupils else f"{abs(apart.pupils):,} {'more' if apart.up else 'fewer'}"
    points = abs(apart.points or 0.0)
    return "level" if points < 0.05 else f"{points:.1f} {'higher' if apart.up else 'lower'}"


def what_stands_out(pivot: ResultPivot, apart: dict[At, ResultApart], schools: dict[int, str]) -> list[str]:
    """The differences that are more than chance, at most two of them by name, or that there is none."""
    against = pivot.question.against
    if against is Against.NOTHING:
        return []
    if not apart:
        return [NOTHING_TO_COMPARE[against]]
    if against is Against.TARGET:
        held = [one for at, one in apart.items() if TOGETHER not in at]
        met = sum((one.pupils if one.pupils is not None else one.points or 0) >= 0 for one in held)
        return [f"{met} of {len(held)} with a target met it: a fact, and no verdict."]
    tested = sum(one.p_value is not None for one in apart.values())
    if not tested:
        return ["Nothing can be said of chance here: too few pupils, means, or another summer's England."]
    clear = sorted((at for at, one in apart.items() if one.clear), key=lambda at: -abs(apart[at].pupils or 0))
    if not clear:
        return [f"Nothing stands out: none of {tested} differences is more than chance would make."]
    said = f"{len(clear)} of {tested} differences {'is' if len(clear) == 1 else 'are'} more than chance."
    return [said, *(f"{_difference(pivot, apart, at, schools)}." for at in clear[:2])]


def _difference(pivot: ResultPivot, apart: dict[At, ResultApart], at: At, schools: dict[int, str]) -> str:
    name = ", ".join(
        value_label(axis, one, schools) for axis, one in zip(pivot.question.axes, at, strict=True)
    )
    one, figure = apart[at], pivot.figures[at]
    pupils = formats.pupils(abs(one.pupils or 0))
    more = "more" if one.up else "fewer"
    own = f"{result_wording.count(figure)} ({result_wording.value(figure.measure, figure.value)})"
    return f"{name}: {own}, {pupils} {more} {THAN[pivot.question.against]} ({formats.percent(one.value)})"


def what_to_know(pivot: ResultPivot, apart: dict[At, ResultApart]) -> list[str]:
    """What the table cannot say by itself."""
    question, figures = pivot.question, list(pivot.figures.values())
    said = []
    few = sum(one.shown is Shown.COUNT_ONLY for one in figures)
    if few:
        said.append(f"{few} {'cell has' if few == 1 else 'cells have'} a count and no more: too few pupils.")
    empty = sum(one.shown is Shown.NO_DATA for one in figures)
    if empty:
        said.append(f"{empty} {'cell is' if empty == 1 else 'cells are'} empty: no results are held.")
    if SCHOOL in question.axes and not pivot.whole_trust and len(question.schools) > 1:
        said.append(SOME_SCHOOLS)
    series: dict[str, set[int]] = {}
    for one in figures:
        series.setdefault(one.measure, set()).add(one.series)
    if any(len(held) > 1 for held in series.values()):
        said.append(NEW_FRAMEWORK)
    if question.against is Against.ENGLAND and any(
        one.england and one.england.academic_year != one.academic_year for one in figures
    ):
        said.append(OTHER_SUMMER)
    if any(one.p_value is not None for one in apart.values()):
        said.append(LEGEND)
    said.append(f"{MARKS} Each year is a different group of children.")
    return said


def held_against(question: ResultQuestion) -> str:
    label = AGAINST_LABELS[question.against]
    return label if label == "England" else wording.in_a_sentence(label)
