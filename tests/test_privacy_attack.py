"""An attack on everything that the Board, or a head, can see over all the questions that can be asked.

All visible figures are written down as equations about the unknown pupils of every school, year group and
group; what a linear programme can then say about a hidden number is what its reader could work out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from builders_published import AUTUMN_1, AUTUMN_2, Rows, met_of, published_from
from scipy.optimize import linprog
from scipy.sparse import csr_array

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.explainable import of_figure
from dashboard.figures import Figure, Shown
from dashboard.queries.by_class import class_figures
from dashboard.queries.by_school import school_figures
from dashboard.queries.by_year_group import year_group_figures
from dashboard.queries.drop import drop_status
from dashboard.queries.explain import explain
from dashboard.queries.gaps import group_gaps
from dashboard.queries.half_terms import half_terms
from dashboard.queries.headline import headline_figures
from dashboard.queries.over_time import trajectories
from dashboard.queries.pupils import pupil_list
from etl.groups import GROUPS
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind

KIND = Kind.PREDICTED
MEASURES = ("reading_expected", "reading_higher")
YEARS = (4, 5, 6)
FILLED = ("disadvantaged", "sex")  # the groups that the builder tells apart


def a_small_trust(seed: int) -> Rows:
    """Two to four schools, three year groups, two half-terms; some cohorts and groups of very few."""
    draw = np.random.default_rng(seed)
    rows = Rows()
    for urn in range(910001, 910001 + int(draw.integers(2, 5))):
        sizes = {year: int(draw.choice([3, 4, 8, 14, 30])) for year in YEARS}
        groups = {
            year: [str(draw.choice(["", "P", "G", "PG", "B", "PB"])) for _ in range(size)]
            for year, size in sizes.items()
        }
        for half_term in (AUTUMN_1, AUTUMN_2):
            if half_term == AUTUMN_2 and draw.random() < 0.15:
                continue  # a return that has not come
            for year, size in sizes.items():
                bands = draw.choice(["WTS", "EXS", "GDS"], size, p=[0.35, 0.45, 0.2])
                for place in range(size):
                    rows.cohort(
                        urn, year, half_term, first=place, letters=groups[year][place], reading=bands[place]
                    )
            rows.sent(urn, half_term)
    return rows


def every_figure(published: Published, scope: Scope) -> list[Figure]:
    """Whatever any question shows, asked in every way that an address can."""
    schools = sorted(rows_schools(published))
    made: list[Figure] = []
    for half_term in half_terms(published):
        for year in (*YEARS, None):
            for group in GROUPS.values():
                for value in group.values:
                    for urn in (None, *schools):
                        made += refused_or(
                            headline_figures,
                            published,
                            scope,
                            half_term,
                            KIND,
                            year,
                            group.id,
                            value,
                            MEASURES,
                            urn,
                        )
            made += refused_or(school_figures, published, scope, half_term, KIND, year, MEASURES)
            for measure, urn in itertools.product(MEASURES, (None, *schools)):
                for gap in refused_or(group_gaps, published, scope, half_term, KIND, year, measure, urn):
                    made += [gap.focus, gap.other]
        for urn in (None, *schools):
            made += refused_or(year_group_figures, published, scope, urn, half_term, KIND, MEASURES)
            if urn is not None:
                made += refused_or(class_figures, published, scope, urn, half_term, KIND, None, MEASURES)
    for measure, year in itertools.product(MEASURES, (*YEARS, None)):
        made += refused_or(trajectories, published, scope, measure, KIND, year, AUTUMN_2)
    made += [
        explain(published, scope, of_figure(figure)).figure for figure in made[:: max(1, len(made) // 50)]
    ]
    return made


def rows_schools(published: Published) -> set[int]:
    return {one.school_urn for one in drop_status(published, scope_for(Role.CEO), AUTUMN_1).schools}


def refused_or(question, *asked):  # type: ignore[no-untyped-def]  # any question at all
    try:
        return question(*asked)
    except AccessDenied:
        return []


Unknown = tuple[str, int, int, str, str]  # pupils or a measure, school, year, group, group value


@dataclass
class Attack:
    """Everything one reader knows about one half-term, as equations."""

    rows: Rows
    half_term: HalfTerm
    figures: list[Figure]
    own_schools: tuple[int, ...]

    def __post_init__(self) -> None:
        self.truth: dict[Unknown, int] = {}
        bands = {(mark.upn): mark.judgement for mark in self.rows.marks if mark.half_term == self.half_term}
        schools = sorted({one.school_urn for one in self.rows.pupils if one.half_term == self.half_term})
        for what, urn, year in itertools.product(("pupils", *MEASURES), schools, YEARS):
            for group in ("all", *FILLED):
                for value in GROUPS[group].values:
                    self.truth[what, urn, year, group, value] = 0
        for pupil in self.rows.pupils:
            if pupil.half_term != self.half_term:
                continue
            met = {
                "pupils": True,
                "reading_expected": bands[pupil.upn] in ("EXS", "GDS"),
                "reading_higher": bands[pupil.upn] == "GDS",
            }
            for what, group in itertools.product(met, ("all", *FILLED)):
                self.truth[what, pupil.school_urn, pupil.year_group, group, pupil.groups[group]] += met[what]
        self.place = {unknown: at for at, unknown in enumerate(self.truth)}
        self._write_equations()

    def _write_equations(self) -> None:
        self.equations: list[tuple[dict[int, float], float]] = []
        schools = sorted({urn for _, urn, *_ in self.truth})
        for what, urn, year, group in itertools.product(("pupils", *MEASURES), schools, YEARS, FILLED):
            parts = {self.place[what, urn, year, group, value]: 1.0 for value in GROUPS[group].values}
            parts[self.place[what, urn, year, "all", "all"]] = -1.0
            self.equations.append((parts, 0.0))
        for figure in self.figures:
            if figure.half_term != self.half_term or figure.numerator is None:
                continue
            if figure.group not in ("all", *FILLED):
                continue
            places = [
                (urn, year)
                for urn in schools
                for year in YEARS
                if figure.school_urn in (None, urn) and figure.year_group in (None, year)
            ]
            for what, result in (("pupils", figure.denominator), (figure.measure, figure.numerator)):
                parts = {
                    self.place[what, urn, year, figure.group, figure.group_value]: 1.0 for urn, year in places
                }
                self.equations.append((parts, float(result or 0)))
        for unknown, number in self.truth.items():
            # A reader knows their own school, and where nobody is on roll.
            what, urn, year, group, value = unknown
            empty = group == "all" and not self.truth["pupils", urn, year, group, value]
            if urn in self.own_schools or empty:
                self.equations.append(({self.place[unknown]: 1.0}, float(number)))
        size = len(self.place)
        self.left = _matrix([parts for parts, _ in self.equations], size)
        self.right = np.array([result for _, result in self.equations])
        below = []
        for what, *where in self.truth:
            above = {"reading_expected": "pupils", "reading_higher": "reading_expected"}.get(what)
            if above:
                below.append({self.place[what, *where]: 1.0, self.place[above, *where]: -1.0})
        self.below = _matrix(below, size)
        true = np.array(list(self.truth.values()), dtype=float)
        assert np.allclose(self.left @ true, self.right), "a figure that was shown is wrong"

    def range_of(self, goal: dict[Unknown, float]) -> tuple[float, float]:
        line = np.zeros(len(self.place))
        for unknown, factor in goal.items():
            line[self.place[unknown]] = factor
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * line,
                A_eq=self.left,
                b_eq=self.right,
                A_ub=self.below,
                b_ub=np.zeros(self.below.shape[0]),
                bounds=(0, 400),
                method="highs",
            )
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return ends[0], ends[1]


def _matrix(lines: list[dict[int, float]], size: int) -> csr_array:
    entries = [(row, at, factor) for row, parts in enumerate(lines) for at, factor in parts.items()]
    rows, columns, factors = zip(*entries, strict=True)
    return csr_array((factors, (rows, columns)), shape=(len(lines), size))


def readers(rows: Rows) -> list[Scope]:
    """The Board, every head, and the head of two schools at once; each knows their own."""
    heads = [scope_for(Role.HEAD, own_schools=[urn]) for urn in rows.schools]
    return [scope_for(Role.BOARD), *heads, scope_for(Role.HEAD, own_schools=list(rows.schools)[:2])]


# How far a reader's idea of a number must spread: of pupils under the threshold, of those who met it.
OF_PUPILS, OF_MET = 5, 2


@pytest.mark.parametrize("seed", range(5))
def test_no_reader_can_work_out_a_small_number(seed: int, tmp_path: Path) -> None:
    rows = a_small_trust(seed)
    published = published_from(rows, tmp_path)
    for scope in readers(rows):
        seen = every_figure(published, scope)
        for half_term in half_terms(published):
            attack = Attack(rows, half_term, seen, scope.own_schools)
            for goal, least in what_must_not_be_known(attack):
                low, high = attack.range_of(goal)
                assert high - low >= least - 1e-6, (scope.role, half_term.name, next(iter(goal)), low, high)


def what_must_not_be_known(attack: Attack) -> Iterator[tuple[dict[Unknown, float], int]]:
    """Other schools' cohorts and the trust's groups without one's own schools, where they are too few."""
    schools = {urn for _, urn, *_ in attack.truth} - set(attack.own_schools)
    for urn, year in itertools.product(schools, YEARS):
        pupils = attack.truth["pupils", urn, year, "all", "all"]
        met = attack.truth["reading_expected", urn, year, "all", "all"]
        if 0 < pupils < 6:
            yield {("pupils", urn, year, "all", "all"): 1.0}, OF_PUPILS
        if 0 < pupils < 6 or (0 < pupils < 11 and met in (0, pupils)):
            yield {("reading_expected", urn, year, "all", "all"): 1.0}, OF_MET
        higher = attack.truth["reading_higher", urn, year, "all", "all"]
        if 0 < pupils < 6 or (0 < pupils < 11 and higher in (0, pupils)):
            # Few reach it: of one in a year, or in a school, nobody can be a second.
            of_year = sum(attack.truth["reading_higher", one, year, "all", "all"] for one in schools)
            of_school = sum(attack.truth["reading_higher", urn, one, "all", "all"] for one in YEARS)
            yield {("reading_higher", urn, year, "all", "all"): 1.0}, min(OF_MET, of_year, of_school)
    for year, group in itertools.product(YEARS, FILLED):
        for value in GROUPS[group].values:
            parts: dict[Unknown, float] = {("pupils", urn, year, group, value): 1.0 for urn in schools}
            if 0 < sum(attack.truth[part] for part in parts) < 6:
                yield parts, OF_PUPILS


def a_trust_with_a_tiny_school(seed: int) -> Rows:
    """Four schools of a class or more a year, three of five children in each, of whom hardly any reach
    greater depth, and one of one or two, of whom most do.
    """
    draw = np.random.default_rng(seed)
    rows = Rows()
    for place, urn in enumerate(range(910001, 910009)):
        for year in YEARS:
            if urn == TINY:
                size, shares = int(draw.integers(1, 3)), [0.0, 0.2, 0.8]
            elif place % 2:
                size, shares = 5, [0.4, 0.5, 0.1]
            else:
                size, shares = int(draw.integers(22, 40)), [0.3, 0.5, 0.2]
            rows.cohort(
                urn, year, AUTUMN_1, reading=" ".join(draw.choice(["WTS", "EXS", "GDS"], size, p=shares))
            )
        rows.sent(urn, AUTUMN_1)
    return rows


TINY = 910004


@pytest.mark.parametrize("seed", range(4))
def test_one_or_two_children_hide_no_more_of_greater_depth_than_it_takes(seed: int, tmp_path: Path) -> None:
    rows = a_trust_with_a_tiny_school(seed)
    published = published_from(rows, tmp_path)
    for scope in (
        scope_for(Role.BOARD),
        *(scope_for(Role.HEAD, own_schools=[urn]) for urn in (910001, 910008)),
    ):
        seen = [
            figure
            for year in (*YEARS, None)
            for figure in (
                *school_figures(published, scope, AUTUMN_1, KIND, year, MEASURES),
                *headline_figures(published, scope, AUTUMN_1, KIND, year, measures=MEASURES),
            )
        ]
        of_many = [one for one in seen if one.measure == "reading_higher" and (one.school_urn or 1) % 2]
        assert np.mean([one.shown is not Shown.HIDDEN for one in of_many]) > 0.4
        attack = Attack(rows, AUTUMN_1, seen, scope.own_schools)
        for year in YEARS:
            pupils = attack.truth["pupils", TINY, year, "all", "all"]
            for what, least in (
                ("pupils", OF_PUPILS),
                ("reading_expected", OF_MET),
                ("reading_higher", min(OF_MET, pupils)),
            ):
                low, high = attack.range_of({(what, TINY, year, "all", "all"): 1.0})
                assert high - low >= least - 1e-6, (scope.role, year, what, low, high)


def test_the_forum_sees_what_the_board_sees(tmp_path: Path) -> None:
    published = published_from(a_small_trust(1), tmp_path)
    forum = as_audience(scope_for(Role.HEAD, own_schools=[910001]), "forum")
    assert every_figure(published, forum) == every_figure(published, scope_for(Role.BOARD))


def test_nobody_outside_a_school_is_shown_a_small_number(tmp_path: Path) -> None:
    rows = a_small_trust(3)
    published = published_from(rows, tmp_path)
    for scope in readers(rows):
        for figure in every_figure(published, scope):
            if figure.school_urn in scope.own_schools:
                continue
            if figure.denominator is not None:
                assert figure.denominator >= 6
                assert figure.denominator >= 11 or 0 < (figure.numerator or 0) < figure.denominator
            if figure.denominator is None or figure.denominator < 11:
                assert figure.percentage is figure.low is figure.high is None
                assert figure.target is figure.national is figure.movement is None
            if figure.shown is Shown.HIDDEN:
                assert figure.numerator is figure.denominator is figure.assessed is None
            if figure.movement:
                assert figure.movement.stayers is figure.movement.p_value is None


@pytest.mark.parametrize("role", [Role.BOARD, Role.LEAD_TEACHER])
def test_no_name_no_class_and_no_schools_group_from_outside(role: Role, tmp_path: Path) -> None:
    rows = Rows().cohort(910001, 6, AUTUMN_1, class_name="6A", letters="P", reading=met_of(30, 20))
    published = published_from(rows, tmp_path)
    scope = scope_for(role, subjects=["reading"])
    with pytest.raises(AccessDenied):
        pupil_list(published, scope, 910001, AUTUMN_1, 6)
    with pytest.raises(AccessDenied):
        class_figures(published, scope, 910001, AUTUMN_1, KIND, 6)
    with pytest.raises(AccessDenied):
        group_gaps(published, scope, AUTUMN_1, KIND, 6, "reading_expected", 910001)
    with pytest.raises(AccessDenied):
        headline_figures(
            published, scope, AUTUMN_1, KIND, 6, "disadvantaged", "yes", ["reading_expected"], 910001
        )
