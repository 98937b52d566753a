"""The sample trust: what its files say is what was meant, and every planted story is there at its size."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import pytest

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.problems import Severity, stops
from etl.reading import read_return
from etl.reading.tidy import KnownSchool, PupilRow, ReadingContext, SchoolReading
from etl.registers.people import read_people
from etl.registers.schools import read_schools
from etl.registers.take_in import register_schools
from etl.registers.targets import read_targets
from etl.registers.terms import read_terms
from etl.returns.load import load
from etl.returns.outcome import Status
from etl.roles import Role
from etl.upn import upn_fault
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Standard
from sample_data import stories
from sample_data.calendar import HALF_TERMS, THIS_HALF_TERM
from sample_data.examples import EXAMPLES, FOLDER, write_examples
from sample_data.generate import SampleFile, SampleTrust, write_sample
from sample_data.judgements import Unjudged
from sample_data.returns import Line, Return
from sample_data.schools import BY_URN, SCHOOLS, TRUST_NAME
from sample_data.trackers import TRACKERS

YEARS_1_TO_6 = range(1, 7)
KNOWN = tuple(KnownSchool(urn=school.urn, name=school.name) for school in SCHOOLS)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> SampleTrust:
    return write_sample(tmp_path_factory.mktemp("sample"))


def sent_in(trust: SampleTrust, half_term: HalfTerm) -> list[Return]:
    """The returns that were sent for a half-term."""
    return [trust.made[one.school_urn, half_term] for one in trust.returns if one.half_term == half_term]


def meets(line: Line, measure: str, kind: Kind) -> bool:
    subjects = RWM_SUBJECTS if measure == RWM else (measure,)
    return all(line.marks[subject, kind] in Standard.EXPECTED.met_by for subject in subjects)


def percent(
    returns: Iterable[Return],
    measure: str,
    years: Iterable[int],
    kind: Kind = Kind.PREDICTED,
    whom: Callable[[Line], bool] = lambda line: True,
) -> float:
    """Percent of everyone on roll who meets the expected standard."""
    lines = [
        line
        for one in returns
        for line in one.lines
        if line.year_group in years and not line.left and whom(line)
    ]
    return 100 * sum(meets(line, measure, kind) for line in lines) / len(lines)


# The files


def reading_of(file: SampleFile) -> SchoolReading:
    context = ReadingContext(schools=KNOWN, school_urn=file.school_urn, half_term=file.half_term)
    (reading,) = read_return(file.path, context)
    return reading


def details(row: PupilRow) -> dict[str, object]:
    return {
        name: value.casefold() if name == "surname" and isinstance(value, str) else value
        for name, value in asdict(row).items()
        if name not in ("sheet", "row")
    }


def meant(line: Line, tracker_id: str) -> dict[str, object]:
    """What a perfect reader knows of a pupil: what the sheet gives, and None for the rest."""
    tracker = TRACKERS[tracker_id]
    known: dict[str, object] = {
        "upn": line.upn,
        "year_group": line.year_group,
        "class_name": tracker.class_name(line),
        "left": line.left,
    }
    for name in tracker.gives:
        value = line.fsm if name == "fsm" else getattr(line.pupil, name)
        known[name] = value.casefold() if name == "surname" else value
    return known


@pytest.mark.parametrize("urn", BY_URN)
def test_every_file_reads_back_as_it_was_meant(trust: SampleTrust, urn: int) -> None:
    for file in [*trust.returns, trust.not_yet_in]:
        if file.school_urn != urn:
            continue
        one, reading = trust.made[urn, file.half_term], reading_of(file)
        assert {problem.severity for problem in reading.problems} <= {Severity.INFO}, file.path.name
        # A sheet with half-terms side by side repeats earlier ones; those were returned already.
        marks = {
            (urn, mark.half_term, mark.upn, mark.subject, mark.kind, mark.judgement)
            for mark in reading.marks
            if mark.half_term == file.half_term
        }
        assert marks == {tuple(true) for true in one.truth()}, file.path.name
        rows = {row.upn: details(row) for row in reading.pupils}
        assert rows.keys() == {line.upn for line in one.lines}
        for line in one.lines:
            known = meant(line, one.school.tracker)
            assert rows[line.upn] == {name: known.get(name) for name in rows[line.upn]}, file.path.name


def test_earlier_half_terms_side_by_side_are_those_returned_then(trust: SampleTrust) -> None:
    planted = stories.RESTATED
    truth = {
        (true.half_term, true.upn, true.subject): true.judgement
        for true in trust.truth()
        if true.school_urn == planted.urn and true.kind is Kind.CURRENT
    }
    for file in trust.returns:
        if file.school_urn != planted.urn or file.half_term.starts != planted.half_term.starts:
            continue
        differing = [
            mark
            for mark in reading_of(file).marks
            if mark.kind is Kind.CURRENT and truth[mark.half_term, mark.upn, mark.subject] != mark.judgement
        ]
        assert len(differing) == (planted.pupils if file.half_term == planted.half_term else 0)


def test_the_file_with_faults_is_stopped_at_each_planted_cell_and_nowhere_else(trust: SampleTrust) -> None:
    found = {(stop.sheet, stop.cell) for stop in stops(list(reading_of(trust.with_faults).problems))}
    assert len(trust.faults) == 4
    assert found == {(fault.sheet, fault.cell) for fault in trust.faults}


def test_one_return_is_not_yet_in(trust: SampleTrust) -> None:
    sent = {(one.school_urn, one.half_term) for one in trust.returns}
    assert len(sent) == len(trust.returns) == 126
    assert trust.made.keys() - sent == {(stories.NOT_YET_IN, THIS_HALF_TERM)}
    assert (trust.not_yet_in.school_urn, trust.not_yet_in.half_term) == (stories.NOT_YET_IN, THIS_HALF_TERM)
    assert trust.not_yet_in.path.parent == trust.with_faults.path.parent == trust.folder / "to_upload"


def test_each_school_keeps_its_own_kind_of_tracker(trust: SampleTrust) -> None:
    assert {school.tracker for school in SCHOOLS} == set(TRACKERS)
    suffixes = {(file.school_urn, file.path.suffix) for file in trust.returns}
    assert len(suffixes) == len(SCHOOLS)


def test_no_file_name_holds_a_pupil(trust: SampleTrust) -> None:
    surnames = {line.pupil.surname.casefold() for one in trust.made.values() for line in one.lines}
    for file in trust.returns:
        assert not surnames & set(file.path.stem.casefold().split("-"))


def test_the_same_bytes_every_time(trust: SampleTrust, tmp_path: Path) -> None:
    again = write_sample(tmp_path)

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    assert contents(again.folder) == contents(trust.folder)


def test_the_examples_are_what_is_written_today(tmp_path: Path) -> None:
    written = write_examples(tmp_path)
    assert len(written) == len(EXAMPLES) + 1
    assert sum(path.stat().st_size for path in FOLDER.glob("*.*")) < 100_000

    def parts(path: Path) -> dict[str, bytes]:
        """What is in a workbook: how tightly it is packed depends on the machine."""
        if path.suffix != ".xlsx":
            return {path.name: path.read_bytes().replace(b"\r\n", b"\n")}
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    for path in written:
        assert parts(path) == parts(FOLDER / path.name), path.name


def test_the_readme_tells_of_every_school_tracker_and_size() -> None:
    text = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    for school in SCHOOLS:
        assert f"| {school.urn} | {school.name} |" in text
        assert f"`{school.tracker}`" in text
    for size in (stories.YEAR_6_RWM_PREDICTED, stories.DISADVANTAGED_GAP, stories.OPTIMISTIC.points):
        assert f"{size.low:g} to {size.high:g}" in text
    cautious = stories.CAUTIOUS.points
    assert f"{-cautious.high:g} to {-cautious.low:g} points too few" in text
    assert f"falls by {-stories.WRITING_SLIPS.at_least:g} points or more" in text
    assert f"rises by {stories.TURNS_ROUND.at_least:g} points or more" in text
    assert f"{stories.SMALL_COHORT.size} pupils throughout" in text
    assert f"{stories.SMALL_GROUP.disadvantaged} disadvantaged pupils" in text


# The lists


def test_the_schools_are_registered_without_the_closed_one(trust: SampleTrust) -> None:
    found = read_schools(trust.schools, trust=TRUST_NAME)
    assert {school.urn: school.name for school in found} == {one.urn: one.name for one in SCHOOLS}
    assert found == read_schools(trust.schools)


def test_there_is_somebody_for_every_role_and_a_head_for_every_school(trust: SampleTrust) -> None:
    people = read_people(trust.people, BY_URN)
    assert {person.role for person in people} == set(Role)
    heads = [urn for person in people if person.role is Role.HEAD for urn in person.schools]
    assert sorted(heads) == sorted(BY_URN)
    assert all(person.email.endswith("@example.org") for person in people)


def test_terms_and_targets_cover_every_year(trust: SampleTrust) -> None:
    assert len(read_terms(trust.terms)) == 24
    targets = read_targets(trust.targets, BY_URN)
    headline = {
        (one.urn, one.academic_year)
        for one in targets
        if (one.year_group, one.measure) == (6, "rwm_expected")
    }
    years = {half_term.academic_year for half_term in HALF_TERMS}
    assert headline == {(None, year) for year in years} | {
        (school.urn, year) for school in SCHOOLS for year in years if int(year[:4]) >= school.joined
    }


# The pupils


def test_sizes(trust: SampleTrust) -> None:
    for half_term in HALF_TERMS:
        everyone = [one for (_, then), one in trust.made.items() if then == half_term]
        for one in everyone:
            assert 15 <= len(one.year(6)) <= 60
    assert 2_800 <= sum(len(one.lines) for one in everyone) <= 2_950  # this half-term
    assert len(everyone) == 7


def test_every_upn_is_valid_and_nobody_shares_one(trust: SampleTrust) -> None:
    bearers: dict[str, set[int]] = {}
    for one in trust.made.values():
        for line in one.lines:
            bearers.setdefault(line.upn, set()).add(line.pupil.number)
    assert all(upn_fault(upn) is None and upn[1:4] == "999" for upn in bearers)
    assert all(len(numbers) == 1 for numbers in bearers.values())


def test_pupils_move_up_together_and_some_move_between_our_schools(trust: SampleTrust) -> None:
    attended: dict[int, set[int]] = {}
    for one in trust.made.values():
        for line in one.lines:
            attended.setdefault(line.pupil.number, set()).add(one.school.urn)
            assert line.year_group == one.half_term.starts - line.pupil.entered
    movers = [number for number, urns in attended.items() if len(urns) > 1]
    assert 20 <= len(movers) <= 80


def test_summer_born_pupils_are_five_months_worth(trust: SampleTrust) -> None:
    lines = [line for one in sent_in(trust, THIS_HALF_TERM) for line in one.lines]
    share = sum(line.pupil.summer_born for line in lines) / len(lines)
    assert share == pytest.approx(5 / 12, abs=0.03)


def test_free_meals_grow_wider_than_disadvantage_in_2026_27(trust: SampleTrust) -> None:
    """From September 2026 households on Universal Credit have FSM; disadvantaged does not follow."""

    def share(half_term: HalfTerm) -> float:
        lines = [line for one in sent_in(trust, half_term) for line in one.lines]
        return sum(line.fsm and not line.pupil.disadvantaged for line in lines) / len(lines)

    assert share(HalfTerm(2025, 6)) == 0
    assert share(HalfTerm(2026, 1)) > 0.03


# What holds in every half-term


@pytest.mark.parametrize("half_term", HALF_TERMS, ids=str)
def test_year_6_of_the_trust(trust: SampleTrust, half_term: HalfTerm) -> None:
    returns = sent_in(trust, half_term)
    combined = percent(returns, RWM, (6,))
    assert stories.YEAR_6_RWM_PREDICTED.low <= combined <= stories.YEAR_6_RWM_PREDICTED.high
    assert all(percent(returns, subject, (6,)) > combined for subject in RWM_SUBJECTS)


@pytest.mark.parametrize("half_term", HALF_TERMS, ids=str)
def test_the_gap_of_disadvantaged_pupils(trust: SampleTrust, half_term: HalfTerm) -> None:
    returns = sent_in(trust, half_term)
    gap = percent(returns, RWM, YEARS_1_TO_6, whom=lambda line: not line.pupil.disadvantaged) - percent(
        returns, RWM, YEARS_1_TO_6, whom=lambda line: line.pupil.disadvantaged
    )
    assert stories.DISADVANTAGED_GAP.low <= gap <= stories.DISADVANTAGED_GAP.high


@pytest.mark.parametrize("half_term", HALF_TERMS, ids=str)
def test_nearly_everyone_is_assessed(trust: SampleTrust, half_term: HalfTerm) -> None:
    for one in sent_in(trust, half_term):
        lines = [line for line in one.lines if line.year_group > 0]
        assessed = sum(all(isinstance(mark, Judgement) for mark in line.marks.values()) for line in lines)
        assert assessed > 0.95 * len(lines)


@pytest.mark.parametrize("starts", [2023, 2024, 2025])
def test_judgements_grow_within_the_year(trust: SampleTrust, starts: int) -> None:
    current = [
        percent(sent_in(trust, HalfTerm(starts, ordinal)), RWM, YEARS_1_TO_6, Kind.CURRENT)
        for ordinal in range(1, 7)
    ]
    assert current == sorted(current)
    assert current[-1] - current[0] > 15


# The stories


@pytest.mark.parametrize("course", stories.COURSES, ids=lambda course: BY_URN[course.urn].short_name)
def test_a_school_that_slips_and_one_that_turns_round(trust: SampleTrust, course: stories.Course) -> None:
    before, after = ([trust.made[course.urn, when]] for when in (course.starts, course.ends))
    change = percent(after, course.seen_in, course.year_groups) - percent(
        before, course.seen_in, course.year_groups
    )
    assert change <= course.at_least if course.at_least < 0 else change >= course.at_least


def test_only_writing_slips(trust: SampleTrust) -> None:
    course = stories.WRITING_SLIPS
    before, after = ([trust.made[course.urn, when]] for when in (course.starts, course.ends))
    for subject in set(RWM_SUBJECTS) - set(course.subjects):
        change = percent(after, subject, course.year_groups) - percent(before, subject, course.year_groups)
        assert abs(change) < 8


def test_a_cohort_of_fifteen(trust: SampleTrust) -> None:
    small = stories.SMALL_COHORT
    cohorts = {
        frozenset(line.upn for line in one.year(one.half_term.starts - small.entered))
        for (urn, _), one in trust.made.items()
        if urn == small.urn
    }
    (only,) = cohorts  # nobody came, nobody left
    assert len(only) == small.size
    assert THIS_HALF_TERM.starts - small.entered == 6


def test_a_disadvantaged_group_too_small_to_show(trust: SampleTrust) -> None:
    small = stories.SMALL_GROUP
    year = trust.made[small.urn, small.half_term].year(small.year_group)
    assert sum(line.pupil.disadvantaged for line in year) == small.disadvantaged < 6


def unchanged(trust: SampleTrust, urn: int, half_term: HalfTerm) -> bool:
    """Whether every prediction is that of the half-term before."""
    before = {line.upn: line for line in trust.made[urn, half_term.previous].lines}
    return all(
        line.mark(subject, Kind.PREDICTED) == before[line.upn].mark(subject, Kind.PREDICTED)
        for line in trust.made[urn, half_term].lines
        if line.upn in before
        for subject in RWM_SUBJECTS
    )


def test_predictions_copied_forward_once(trust: SampleTrust) -> None:
    copied = [
        (urn, half_term)
        for urn, half_term in trust.made
        if half_term.ordinal > 1 and unchanged(trust, urn, half_term)
    ]
    assert copied == [(stories.COPIED.urn, stories.COPIED.half_term)]


def test_a_class_in_which_everyone_is_alike(trust: SampleTrust) -> None:
    found = []
    for (urn, half_term), one in trust.made.items():
        classes: dict[tuple[int, str], list[Line]] = {}
        for line in one.lines:
            classes.setdefault((line.year_group, line.form), []).append(line)
        for (year, form), lines in classes.items():
            for cell in lines[0].marks:
                marks = {line.marks[cell] for line in lines}
                if len(marks) == 1 and isinstance(next(iter(marks)), Judgement):
                    found.append((urn, half_term, year, form, *cell, *marks))
    assert found == [tuple(vars(stories.ALIKE).values())]


def test_a_jump_of_two_bands(trust: SampleTrust) -> None:
    jump = stories.JUMP
    now, before = trust.made[jump.urn, jump.half_term], trust.made[jump.urn, jump.half_term.previous]
    was = {line.upn: line.mark(jump.subject, Kind.CURRENT) for line in before.lines}
    jumpers = [
        line
        for line in now.year(jump.year_group)
        if (was.get(line.upn), line.mark(jump.subject, Kind.CURRENT)) == (Judgement.WTS, Judgement.GDS)
    ]
    assert len(jumpers) == 1


def test_a_pupil_in_two_schools(trust: SampleTrust) -> None:
    planted = stories.IN_TWO_SCHOOLS
    for half_term in HALF_TERMS:
        listed = Counter(line.upn for one in sent_in(trust, half_term) for line in one.lines)
        twice = [upn for upn, times in listed.items() if times > 1]
        if half_term != planted.half_term:
            assert not twice
            continue
        (upn,) = twice
        for urn in (planted.leaves, planted.joins):
            (line,) = (line for line in trust.made[urn, half_term].lines if line.upn == upn)
            assert line.year_group == planted.year_group


def test_a_leaver_who_is_still_listed(trust: SampleTrust) -> None:
    planted = stories.STILL_LISTED
    gone = [(key, line) for key, one in trust.made.items() for line in one.lines if line.left]
    ((key, line),) = gone
    assert (*key, line.year_group) == (planted.urn, planted.half_term, planted.year_group)
    assert set(line.marks.values()) == {Unjudged.LEFT}
    assert line.upn in {one.upn for one in trust.made[planted.urn, planted.half_term.previous].lines}


def test_temporary_upns_and_one_that_is_replaced(trust: SampleTrust) -> None:
    temporary: dict[int, set[str]] = {}
    for one in trust.made.values():
        for line in one.lines:
            if line.upn[-1].isalpha():
                temporary.setdefault(line.pupil.number, set()).add(line.upn)
    assert len(temporary) == len(stories.TEMPORARY_UPNS)
    replaced = {
        line.pupil.number
        for one in trust.made.values()
        for line in one.lines
        if line.pupil.number in temporary and line.upn[-1].isdigit()
    }
    assert len(replaced) == 1


def test_a_school_that_joined_late(trust: SampleTrust) -> None:
    first = {urn: min(when for one, when in trust.made if one == urn) for urn in BY_URN}
    late = stories.SALTMARSH_LANE
    assert first[late] == HalfTerm(2024, 1)
    assert {when for urn, when in first.items() if urn != late} == {HALF_TERMS[0]}


def over_prediction(trust: SampleTrust, urn: int) -> float:
    """Points by which Year 6's Autumn 1 predictions exceed its Summer 2 judgements, RWM, whole years."""
    years = [starts for starts in (2023, 2024, 2025) if (urn, HalfTerm(starts, 1)) in trust.made]
    predicted = percent([trust.made[urn, HalfTerm(starts, 1)] for starts in years], RWM, (6,))
    judged = percent([trust.made[urn, HalfTerm(starts, 6)] for starts in years], RWM, (6,), Kind.CURRENT)
    return predicted - judged


def test_an_optimistic_and_a_cautious_school(trust: SampleTrust) -> None:
    found = {urn: over_prediction(trust, urn) for urn in BY_URN}
    for predictor in (stories.OPTIMISTIC, stories.CAUTIOUS):
        assert predictor.points.low <= found.pop(predictor.urn) <= predictor.points.high
    assert all(abs(points) < 6 for points in found.values())


# The checks that a load makes find what was planted


@pytest.mark.parametrize(
    ("loads", "code", "times"),
    [
        ([(stories.COPIED.urn, 2025, 3), (stories.COPIED.urn, 2025, 4)], "nothing_changed", 3),
        ([(stories.ALIKE.urn, 2025, 5)], "everyone_alike", 1),
        ([(stories.JUMP.urn, 2025, 5), (stories.JUMP.urn, 2025, 6)], "jump", 1),
        ([(stories.RESTATED.urn, 2025, 1), (stories.RESTATED.urn, 2025, 5)], "earlier_mark_differs", 2),
        ([(stories.OAKFIELD, 2025, 4), (stories.KESTREL_WAY, 2025, 4)], "in_two_schools", 1),
        ([(stories.OAKFIELD, 2025, 3), (stories.OAKFIELD, 2025, 4)], "new_upn_for_known_pupil", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_planted_oddities_are_remarked_on_and_nothing_else(
    trust: SampleTrust, tmp_path: Path, loads: list[tuple[int, int, int]], code: str, times: int
) -> None:
    folder = DataFolder(tmp_path / "data")
    register_schools(folder, trust.schools, trust=trust.name)
    for urn, starts, ordinal in loads:
        half_term = HalfTerm(starts, ordinal)
        (file,) = (one for one in trust.returns if (one.school_urn, one.half_term) == (urn, half_term))
        (outcome,) = load(folder, file.path, school_urn=urn, half_term=half_term, publish=False)
        assert outcome.status is Status.ACCEPTED
    remarked = Counter(one.code for one in outcome.problems if one.severity is not Severity.INFO)
    assert remarked == {code: times}
