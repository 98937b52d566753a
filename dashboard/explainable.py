"""Which number is to be explained, as an address holds it.

An address names the number whole, whatever the page's own choices: whoever it is sent to, or whenever it is
opened again, is told of the same one. Who may see it is for the queries to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from dashboard.figures import Figure
from dashboard.result_figures import ResultFigure
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm, HalfTermError, academic_year_label, parse_academic_year, parse_half_term
from etl.measures import MEASURES
from etl.vocabulary import YEAR_GROUPS, Kind, Standard

BETWEEN = "~"  # the parts of a number in an address: an address leaves it as it is
# In place of a kind of judgement.
FORECAST, RESULT, LEDGER, CHANCES = "forecast", "result", "ledger", "chances"
KINDS = frozenset({*Kind, FORECAST, RESULT, LEDGER, CHANCES})


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number of a page: whose, of when, by which measure.

    `kind` is one of judgement's, or one of the four above. No school: the trust. No year group: Years 1 to
    6, or of a result the measure's own. `against`: what the Explorer holds it against; empty: a number of any
    other page.
    """

    measure: str
    kind: str
    half_term: HalfTerm | None = None  # of the ledger and past chances: when, in the latest of their years
    academic_year: str | None = None  # of a result
    schools: tuple[int, ...] = ()
    year_groups: tuple[int, ...] = ()
    pupils: tuple[tuple[str, str], ...] = ()  # pupil groups and the value of each
    by_class: bool = False
    class_name: str | None = None  # None by class: the pupils whose sheet names none
    against: str = ""

    @property
    def of_one_cohort(self) -> bool:
        """Whether it is of at most one school, year group and pupil group, as any page but the Explorer's."""
        return max(len(one) for one in (self.schools, self.year_groups, self.pupils)) < 2

    @property
    def school(self) -> int | None:
        return self.schools[0] if self.schools else None

    @property
    def year_group(self) -> int | None:
        return self.year_groups[0] if self.year_groups else None


def of_figure(figure: Figure, *, by_class: bool = False) -> Number:
    """`by_class`: of a class, or of those in none."""
    return Number(
        measure=figure.measure,
        kind=figure.kind.value,
        half_term=figure.half_term,
        schools=_one(figure.school_urn),
        year_groups=_one(figure.year_group),
        pupils=((figure.group, figure.group_value),) if figure.group != ALL.id else (),
        by_class=by_class or figure.class_name is not None,
        class_name=figure.class_name,
    )


def of_cohort(
    subject: str,
    kind: Kind,
    half_term: HalfTerm,
    school_urn: int,
    year_group: int | None,
    *,
    by_class: bool = False,
    class_name: str | None = None,
) -> Number:
    """The figure that a breakdown of a cohort in a subject takes apart: at the expected standard."""
    return Number(
        measure=f"{subject}_{Standard.EXPECTED.value}",
        kind=kind.value,
        half_term=half_term,
        schools=(school_urn,),
        year_groups=_one(year_group),
        by_class=by_class or class_name is not None,
        class_name=class_name,
    )


def of_result(figure: ResultFigure) -> Number:
    return Number(
        measure=figure.measure,
        kind=RESULT,
        academic_year=figure.academic_year,
        schools=_one(figure.school_urn),
        pupils=((figure.group, figure.group_value),) if figure.group != ALL.id else (),
    )


def of_forecast(measure: str, half_term: HalfTerm, year_group: int, school_urn: int | None) -> Number:
    return Number(
        measure=measure,
        kind=FORECAST,
        half_term=half_term,
        schools=_one(school_urn),
        year_groups=(year_group,),
    )


def of_prediction(measure: str, half_term: HalfTerm, year_group: int, school_urn: int | None) -> Number:
    forecast = of_forecast(measure, half_term, year_group, school_urn)
    return replace(forecast, kind=Kind.PREDICTED.value)


def of_ledger(measure: str, half_term: HalfTerm, year_group: int, school_urn: int | None) -> Number:
    """`half_term`: whose predictions are held against what came, in the latest of the years together."""
    return replace(of_forecast(measure, half_term, year_group, school_urn), kind=LEDGER)


def of_chances(measure: str, half_term: HalfTerm, year_group: int) -> Number:
    """Of all schools that whoever asks may see: `half_term` is whose forecasts, in the latest year."""
    return replace(of_forecast(measure, half_term, year_group, None), kind=CHANCES)


def _one(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)


def written(number: Number) -> str:
    """“writing_expected~predicted~2026-27-autumn-1~s910001~y6”. A name of a class may hold anything."""
    when = number.half_term.slug if number.half_term else (number.academic_year or "").replace("/", "-")
    parts = [number.measure, number.kind, when]
    parts += [f"s{urn}" for urn in number.schools]
    parts += [f"y{year}" for year in number.year_groups]
    parts += [f"g{group}.{value}" for group, value in number.pupils]
    if number.against:
        parts.append(f"a{number.against}")
    if number.by_class:
        parts.append(f"c{quote(number.class_name or '', safe='').replace(BETWEEN, '%7E')}")
    return BETWEEN.join(parts)


def read(text: str) -> Number | None:
    """None for what is no number; whether there is such a school, and for whom, the queries say."""
    measure, *parts = text.split(BETWEEN)
    if measure not in MEASURES or len(parts) < 2 or parts[0] not in KINDS:
        return None
    kind, when, *rest = parts
    held: dict[str, list[str]] = {}
    for part in rest:
        held.setdefault(part[:1], []).append(part[1:])
    try:
        years = tuple(int(one) for one in held.get("y", ()))
        schools = tuple(int(one) for one in held.get("s", ()))
        pupils = tuple(
            (group, value) for group, _, value in (one.partition(".") for one in held.get("g", ()))
        )
        half_term = None if kind == RESULT else parse_half_term(when)
        academic_year = academic_year_label(parse_academic_year(when)) if kind == RESULT else None
    except (ValueError, HalfTermError):
        return None
    if set(years) - set(YEAR_GROUPS) or any(value not in _values(group) for group, value in pupils):
        return None
    named = unquote(held["c"][0]) if "c" in held else ""
    return Number(
        measure=measure,
        kind=kind,
        half_term=half_term,
        academic_year=academic_year,
        schools=schools,
        year_groups=years,
        pupils=pupils,
        by_class="c" in held,
        class_name=named or None,
        against=held["a"][0] if "a" in held else "",
    )


def _values(group: str) -> dict[str, str]:
    return GROUPS[group].values if group in GROUPS else {}
