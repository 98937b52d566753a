"""The template: what stands in it, that it loads back by itself, and that a change is that change alone."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import small_trust
from builders_returns import accept, mark, pupil, upn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from small_trust import ASH_LANE, AUTUMN_1, AUTUMN_2, OAKFIELD, SUMMER_2

from etl.__main__ import main
from etl.errors import UsageError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.problems import Severity, stops
from etl.reading import read_return
from etl.reading.tidy import KnownSchool, ReadingContext
from etl.record import audit, learned, returns, schools
from etl.record.opening import make_record, open_record
from etl.returns.closing import close_drop
from etl.returns.load import check, load
from etl.returns.outcome import Outcome, Status
from etl.returns.state import State, state_of
from etl.template import make_template
from etl.template.columns import ALWAYS, WHO, mark_columns, mark_key
from etl.template.content import ROWS_OF_AN_EMPTY_TEMPLATE, Template
from etl.template.workbook import FIRST_ROW, HEADER_ROW, workbook_bytes
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject

READING, MATHS = Subject.READING, Subject.MATHS
CURRENT, PREDICTED = Kind.CURRENT, Kind.PREDICTED


@pytest.fixture
def one_school(tmp_path: Path) -> Any:
    """A trust of Oakfield alone, that has sent nothing."""
    folder = DataFolder(tmp_path / "data")
    with make_record(folder).writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name="Oakfield Primary School")])
    return folder


def made(folder: DataFolder, half_term: HalfTerm, urn: int = OAKFIELD) -> Template:
    return make_template(folder, urn, half_term).template


def written(folder: DataFolder, half_term: HalfTerm, place: Path, urn: int = OAKFIELD) -> Path:
    """The template as a file whose name says nothing."""
    path = place / "sent.xlsx"
    path.write_bytes(make_template(folder, urn, half_term).workbook)
    return path


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def headings(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[HEADER_ROW + 1]]


def typed(path: Path, **cells: object) -> Path:
    """The file with some cells typed over, as a school does it: `F7="EXS"`."""
    book = load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)
    return path


def state(folder: DataFolder, half_term: HalfTerm, urn: int = OAKFIELD) -> State:
    with open_record(folder).reading() as connection:
        held = returns.in_force(returns.all_returns(connection, urn))
    return state_of(folder, urn, held, {half_term}, {})


def loaded(folder: DataFolder, path: Path) -> Outcome:
    """Loaded as it is: no school and no half-term are given."""
    (outcome,) = load(folder, path)
    assert not stops(list(outcome.problems)), outcome.problems
    return outcome


# The roll


def test_the_roll_is_the_last_returned_with_predictions_and_without_judgements(
    small_folder: DataFolder,
) -> None:
    template = made(small_folder, AUTUMN_2)
    assert template.made_from == (AUTUMN_1,)
    assert [line["year_group"] for line in template.lines] == [5] * 8 + [6] * 12
    first = template.lines[0]
    assert {key: first.get(key) for key in ("upn", "surname", "forename", "class_name", "pupil_premium")} == {
        "upn": small_trust.upn(OAKFIELD, 500),
        "surname": f"{small_trust.SURNAME}500",
        "forename": "Pat",
        "class_name": "5A",
        "pupil_premium": "Y",
    }
    assert [first.get(mark_key(subject, CURRENT)) for subject in RWM_SUBJECTS] == [None] * 3
    assert [first.get(mark_key(subject, PREDICTED)) for subject in RWM_SUBJECTS] == ["EXS", "EXS", "GDS"]


def test_in_a_new_year_everyone_moves_up_and_nothing_is_predicted(small_folder: DataFolder) -> None:
    template = made(small_folder, AUTUMN_1, ASH_LANE)
    assert template.made_from == (SUMMER_2,)
    assert template.moved_up
    assert [line["year_group"] for line in template.lines] == [6] * 5
    for line in template.lines:
        assert set(line) == {"upn", "surname", "forename", "year_group", "pupil_premium"}
    assert template.blank_rows == 45, "room for a Reception of thirty, and for others"


@pytest.mark.parametrize(
    ("half_term", "years"),
    [
        (HalfTerm(2026, 6), [5] * 8 + [6] * 12),
        (HalfTerm(2027, 1), [6] * 8),
        (HalfTerm(2027, 3), [6] * 8),
        (HalfTerm(2028, 1), []),
    ],
)
def test_year_6_leaves_in_the_summer(half_term: HalfTerm, years: list[int], small_folder: DataFolder) -> None:
    assert [line["year_group"] for line in made(small_folder, half_term).lines] == years


def test_nursery_moves_into_reception_and_an_unknown_year_group_stays_one(one_school: DataFolder) -> None:
    rows = [pupil(1, -1), pupil(2, 0), pupil(3, None)]  # type: ignore[arg-type]
    accept(one_school, open_record(one_school), OAKFIELD, SUMMER_2, rows, [])
    assert [line.get("year_group") for line in made(one_school, SUMMER_2).lines] == ["N", "R", None]
    assert [line.get("year_group") for line in made(one_school, AUTUMN_1).lines] == ["R", 1, None]


def test_who_has_left_is_left_out(one_school: DataFolder) -> None:
    rows = [pupil(1), pupil(2, left=True)]
    accept(one_school, open_record(one_school), OAKFIELD, AUTUMN_1, rows, [])
    for half_term in (AUTUMN_1, AUTUMN_2):
        assert [line["upn"] for line in made(one_school, half_term).lines] == [upn(1)]


def test_year_groups_that_the_half_terms_own_return_lacks_come_from_before(one_school: DataFolder) -> None:
    record = open_record(one_school)
    accept(one_school, record, OAKFIELD, AUTUMN_1, [pupil(1, 5), pupil(2, 6), pupil(3, 6)], [])
    half = [pupil(1, 5), pupil(3, 5)]  # the second was put into the right year group
    accept(one_school, record, OAKFIELD, AUTUMN_2, half, [mark(1, AUTUMN_2, "GDS", kind=CURRENT)])
    template = made(one_school, AUTUMN_2)
    assert template.made_from == (AUTUMN_2, AUTUMN_1)
    assert [(line["upn"], line["year_group"]) for line in template.lines] == [
        (upn(1), 5),
        (upn(3), 5),
        (upn(2), 6),
    ]
    assert template.lines[0][mark_key(READING, CURRENT)] == "GDS"


def test_a_sheet_without_names_and_flags_takes_none_away(one_school: DataFolder) -> None:
    record = open_record(one_school)
    born = date(2015, 12, 25)
    known = pupil(1, surname="Ash", forename="Kim", dob=born, sex="F", sen="K", class_name="6A", eal=False)
    accept(one_school, record, OAKFIELD, AUTUMN_1, [known, pupil(2, sen="N")], [])
    accept(one_school, record, OAKFIELD, AUTUMN_2, [pupil(1, sen="E"), pupil(2)], [])
    (line, _) = sorted(made(one_school, HalfTerm(2026, 3)).lines, key=lambda one: "surname" not in one)
    assert {**line, "upn": ""} == {
        "upn": "", "surname": "Ash", "forename": "Kim", "dob": born, "sex": "F", "sen": "E", "eal": "N",
        "year_group": 6,
    }  # fmt: skip


# The marks


def test_a_prediction_is_the_pupils_last_of_the_year_and_an_absence_is_none(one_school: DataFolder) -> None:
    record = open_record(one_school)
    everyone = [pupil(number) for number in range(1, 5)]
    spring_1 = HalfTerm(2026, 3)
    first = [mark(1, AUTUMN_1, "WTS"), mark(2, AUTUMN_1, "WTS"), mark(3, AUTUMN_1, "WTS")]
    accept(one_school, record, OAKFIELD, AUTUMN_1, everyone, first)
    disapplied = mark(4, AUTUMN_2, None)
    second = [
        mark(1, AUTUMN_2, "EXS"),
        mark(3, AUTUMN_2, None),
        disapplied._replace(raw="Dis"),
    ]
    accept(one_school, record, OAKFIELD, AUTUMN_2, everyone, second)
    lines = {line["upn"]: line.get(mark_key(READING, PREDICTED)) for line in made(one_school, spring_1).lines}
    assert [lines[upn(number)] for number in range(1, 5)] == ["EXS", "WTS", None, "Dis"]


def test_gps_science_and_scaled_scores_are_offered_where_they_were_sent(
    one_school: DataFolder, tmp_path: Path
) -> None:
    assert "GPS Current" not in headings(sheet_of(make_template(one_school, OAKFIELD, AUTUMN_1).workbook))
    sent = tmp_path / "sent.csv"
    sent.write_text(
        f"UPN,Year,Reading Current,Reading Scaled score,GPS Current\n{upn(1)},6,EXS,104,WTS\n"
        f"{upn(2)},6,,99,\n",
        encoding="utf-8",
    )
    load(one_school, sent, half_term=AUTUMN_1)
    for half_term, marks in (
        (AUTUMN_1, [("EXS", 104, "WTS"), (None, 99, None)]),
        (AUTUMN_2, [(None, None, None)] * 2),
    ):
        sheet = sheet_of(make_template(one_school, OAKFIELD, half_term).workbook)
        places = [
            headings(sheet).index(one) for one in ("Reading Current", "Reading Scaled score", "GPS Current")
        ]
        found = {
            sheet.cell(row, 1).value: tuple(sheet.cell(row, place + 1).value for place in places)
            for row in (FIRST_ROW + 1, FIRST_ROW + 2)
        }
        assert [found[upn(1)], found[upn(2)]] == marks
        assert "Science Current" not in headings(sheet)
    path = written(one_school, AUTUMN_1, tmp_path)
    assert check(one_school, path)[0].status is Status.UNCHANGED


def test_a_schools_own_word_for_an_absence_is_read_again_or_left_blank(
    one_school: DataFolder, tmp_path: Path
) -> None:
    record = open_record(one_school)
    with record.writing() as connection:
        learned.remember(connection, OAKFIELD, learned.MARK, "poorly", "absent", "the head")
    sent = tmp_path / "sent.csv"
    sent.write_text(f"UPN,Year,Reading Current\n{upn(1)},6,Poorly\n", encoding="utf-8")
    load(one_school, sent, half_term=AUTUMN_1)
    key = mark_key(READING, CURRENT)
    assert made(one_school, AUTUMN_1).lines[0][key] == "Poorly"
    assert check(one_school, written(one_school, AUTUMN_1, tmp_path))[0].status is Status.UNCHANGED
    with record.writing() as connection:
        learned.forget(connection, OAKFIELD)
    assert key not in made(one_school, AUTUMN_1).lines[0]


def test_what_is_not_known_stays_so_in_a_column_of_one_mark(one_school: DataFolder, tmp_path: Path) -> None:
    everyone = [
        pupil(1, pupil_premium=True, sen="K", eal=True),
        pupil(2, pupil_premium=True, sen="K", eal=False),
        pupil(3),
    ]
    accept(one_school, open_record(one_school), OAKFIELD, AUTUMN_1, everyone, [])
    line = next(one for one in made(one_school, AUTUMN_1).lines if one["upn"] == upn(3))
    assert (line["pupil_premium"], line["sen"], line.get("eal")) == ("?", "?", None)
    path = written(one_school, AUTUMN_1, tmp_path)
    assert check(one_school, path)[0].status is Status.UNCHANGED


def test_flags_that_a_school_never_gave_are_not_asked_for_beyond_the_usual(one_school: DataFolder) -> None:
    record = open_record(one_school)
    accept(one_school, record, OAKFIELD, AUTUMN_1, [pupil(1, fsm=True)], [])
    keys = [column.key for column in made(one_school, AUTUMN_2).columns]
    assert "fsm" in keys
    assert not {"fsm6", "looked_after"} & set(keys)
    assert {"disadvantaged", "pupil_premium", "sen", "eal", "sex", "dob"} <= set(keys)


# Loading it back


def test_an_untouched_template_is_accepted_with_the_same_predictions(
    small_folder: DataFolder, tmp_path: Path
) -> None:
    before = state(small_folder, AUTUMN_1)
    outcome = loaded(small_folder, written(small_folder, AUTUMN_2, tmp_path))
    assert (outcome.status, outcome.school_urn, outcome.half_term) == (Status.ACCEPTED, OAKFIELD, AUTUMN_2)
    assert (outcome.pupils, outcome.judgements) == (20, 60)
    after = state(small_folder, AUTUMN_2)
    assert after.pupils[AUTUMN_2] == before.pupils[AUTUMN_1]
    for subject in RWM_SUBJECTS:
        assert after.marks_of(AUTUMN_2, subject, PREDICTED) == before.marks_of(AUTUMN_1, subject, PREDICTED)
        assert not after.marks_of(AUTUMN_2, subject, CURRENT)


def test_an_untouched_template_of_what_stands_changes_nothing(
    small_folder: DataFolder, tmp_path: Path
) -> None:
    (outcome,) = check(small_folder, written(small_folder, AUTUMN_1, tmp_path))
    assert outcome.status is Status.UNCHANGED
    assert not stops(list(outcome.problems))


def test_an_untouched_template_of_a_new_year_is_a_roll_without_marks(
    small_folder: DataFolder, tmp_path: Path
) -> None:
    outcome = loaded(small_folder, written(small_folder, AUTUMN_1, tmp_path, ASH_LANE))
    assert (outcome.status, outcome.school_urn, outcome.pupils, outcome.judgements) == (
        Status.ACCEPTED,
        ASH_LANE,
        5,
        0,
    )


def test_a_few_cells_typed_are_exactly_those_changes(small_folder: DataFolder, tmp_path: Path) -> None:
    path = written(small_folder, AUTUMN_1, tmp_path)
    template = made(small_folder, AUTUMN_1)
    row = FIRST_ROW + 1
    before = state(small_folder, AUTUMN_1)
    assert [column.heading for column in template.columns[5:8]] == [
        "Reading Current",
        "Reading Predicted",
        "Writing Current",
    ]
    # A judgement typed in small letters, a prediction cleared, a class corrected.
    outcome = loaded(
        small_folder, typed(path, **{f"F{row}": "gds", f"G{row + 1}": None, f"E{row + 2}": "5B"})
    )
    assert outcome.status is Status.ACCEPTED
    after = state(small_folder, AUTUMN_1)
    changed = [
        (key, who)
        for key, marks in after.marks[AUTUMN_1].items()
        for who in marks
        if marks[who] != before.marks[AUTUMN_1][key][who]
    ]
    assert changed == [(("reading", "current"), template.lines[0]["upn"])]
    assert after.judgement(AUTUMN_1, str(template.lines[0]["upn"]), READING, CURRENT) == "GDS"
    assert after.marks[AUTUMN_1].keys() == before.marks[AUTUMN_1].keys()
    others = {
        who: held.class_name
        for who, held in after.pupils[AUTUMN_1].items()
        if held != before.pupils[AUTUMN_1][who]
    }
    assert others == {template.lines[2]["upn"]: "5B"}


def test_left_in_every_mark_takes_a_pupil_off_the_roll(small_folder: DataFolder, tmp_path: Path) -> None:
    path = written(small_folder, AUTUMN_1, tmp_path)
    gone = made(small_folder, AUTUMN_1).lines[0]["upn"]
    loaded(small_folder, typed(path, **{f"{column}{FIRST_ROW + 1}": "Left" for column in "FGHIJK"}))
    on_roll = state(small_folder, AUTUMN_1).on_roll(AUTUMN_1)
    assert gone not in on_roll
    assert len(on_roll) == 19


def test_a_starter_is_typed_into_a_blank_row(small_folder: DataFolder, tmp_path: Path) -> None:
    path = written(small_folder, AUTUMN_2, tmp_path)
    row = FIRST_ROW + 1 + 20
    outcome = loaded(
        small_folder,
        typed(path, **{f"A{row}": upn(77), f"B{row}": "Newcome", f"D{row}": "R", f"F{row}": "WTS"}),
    )
    assert outcome.pupils == 21
    assert state(small_folder, AUTUMN_2).pupils[AUTUMN_2][upn(77)].year_group == 0


def test_without_a_return_the_template_has_blank_rows_and_takes_a_first_one(
    one_school: DataFolder, tmp_path: Path
) -> None:
    template = made(one_school, AUTUMN_1)
    assert (template.made_from, template.lines, template.blank_rows) == ((), (), ROWS_OF_AN_EMPTY_TEMPLATE)
    path = written(one_school, AUTUMN_1, tmp_path)
    assert check(one_school, path)[0].status is Status.REJECTED
    row = FIRST_ROW + 1
    outcome = loaded(one_school, typed(path, **{f"A{row}": upn(1), f"D{row}": 6, f"G{row}": "EXS"}))
    assert (outcome.pupils, outcome.judgements, outcome.half_term) == (1, 1, AUTUMN_1)


@pytest.mark.parametrize(
    "name",
    [
        "Summer Lane Primary School",
        "Reading Road Primary School",
        "Year 6 Academy",
        "Spring 2 Free School",
        "Oak & <Ash> Primary",
        "=1+1 Primary School",
        "Oakfield Primary School",  # the name of another school of the trust as well
        "St Mary's C of E (VA) Primary School",
        "Target Predicted Infant School",
    ],
)
def test_whatever_a_school_is_called_its_template_is_known_as_its_own(name: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    record = make_record(folder)
    named = {OAKFIELD: "Oakfield Primary School", ASH_LANE: name, 910009: "Ash Primary"}
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=one) for urn, one in named.items()])
    for half_term in (SUMMER_2, AUTUMN_1):
        accept(folder, record, ASH_LANE, half_term, [pupil(1)], [mark(1, half_term, "EXS")])
        (outcome,) = check(folder, written(folder, half_term, tmp_path, ASH_LANE))
        assert (outcome.status, outcome.school_urn, outcome.half_term) == (
            Status.UNCHANGED,
            ASH_LANE,
            half_term,
        )


@pytest.mark.parametrize("ordinal", range(1, 7))
def test_every_half_term_is_read_from_the_sheet(ordinal: int, one_school: DataFolder, tmp_path: Path) -> None:
    half_term = HalfTerm(2024, ordinal)
    marks = [mark(1, half_term, "EXS"), mark(1, half_term, "WTS", MATHS, CURRENT)]
    accept(one_school, open_record(one_school), OAKFIELD, half_term, [pupil(1)], marks)
    (outcome,) = check(one_school, written(one_school, half_term, tmp_path))
    assert (outcome.status, outcome.half_term, outcome.judgements) == (Status.UNCHANGED, half_term, 2)


# The workbook


ODD_NAMES = [
    "=1+1",
    "+44",
    "-",
    "@SUM(A1)",
    "'quoted",
    "O’Neill",
    "  ",
    "UPN",
    "_x0041_",
    "Ŵyn\tJones",
    "Total",
]
names = st.one_of(
    st.sampled_from(ODD_NAMES),
    st.text(min_size=1, max_size=30),
    st.text(alphabet="=+-@'\"{}<>&|,;\u0301éß王 1/", min_size=1, max_size=12),
)


def template_of(people: list[tuple[str, str, str]]) -> Template:
    return Template(
        urn=OAKFIELD,
        school="Oakfield Primary School",
        half_term=AUTUMN_2,
        columns=(*WHO, *mark_columns(RWM_SUBJECTS, ()), *ALWAYS),
        lines=tuple(
            {
                "upn": upn(number),
                "surname": surname,
                "forename": forename,
                "class_name": named,
                "year_group": 6,
            }
            for number, (surname, forename, named) in enumerate(people, start=1)
        ),
        blank_rows=5,
        made_from=(AUTUMN_1,),
        moved_up=False,
        record_version=1,
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.tuples(names, names, names), min_size=1, max_size=25))
def test_whatever_pupils_are_called_everyone_is_read_back(
    people: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "sent.xlsx"
    path.write_bytes(workbook_bytes(template_of(people)))
    sheet = sheet_of(path.read_bytes())
    assert not [
        cell for row in sheet.iter_rows(min_row=FIRST_ROW + 1) for cell in row if cell.data_type == "f"
    ]
    (reading,) = read_return(path, ReadingContext(schools=(KnownSchool(urn=OAKFIELD, name="Oakfield"),)))
    assert not stops(list(reading.problems))
    assert {one.upn for one in reading.pupils} == {upn(number) for number in range(1, len(people) + 1)}
    assert (reading.school_urn, reading.half_term) == (OAKFIELD, AUTUMN_2)


@pytest.mark.parametrize("name", ["=1+1", "+44", "@SUM(A1)", "O’Neill", "3-4", "1/2", "007", "Ŵyn <b>&"])
def test_a_name_is_read_back_as_it_was(name: str, one_school: DataFolder, tmp_path: Path) -> None:
    row = pupil(1, surname=name, forename=name, class_name=name)
    accept(one_school, open_record(one_school), OAKFIELD, AUTUMN_1, [row], [])
    path = written(one_school, AUTUMN_1, tmp_path)
    assert check(one_school, path)[0].status is Status.UNCHANGED
    assert sheet_of(path.read_bytes()).cell(FIRST_ROW + 1, 2).number_format == "@"


def test_drop_downs_hint_and_warn_and_never_forbid(small_folder: DataFolder) -> None:
    content = make_template(small_folder, OAKFIELD, AUTUMN_2).workbook
    book = load_workbook(io.BytesIO(content))
    sheet, guide = book.worksheets
    lists = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            assert rule.errorStyle == "warning"
            assert rule.prompt
            source = rule.formula1.split("!")[1].replace("$", "")
            for area in rule.sqref.ranges:
                first, last = area.min_row, area.max_row
                assert (first, last) == (FIRST_ROW + 1, FIRST_ROW + 20 + 15)
                lists[headings(sheet)[area.min_col - 1]] = [str(row[0].value) for row in guide[source]]
    marks = ["PKS", "WTS", "EXS", "GDS", "Absent", "Disapplied", "Left"]
    assert lists == {
        **{f"{s.label} {k}": marks for s in RWM_SUBJECTS for k in ("Current", "Predicted")},
        "Year group": ["R", "1", "2", "3", "4", "5", "6"],
        "Sex": ["F", "M"],
        "Disadvantaged": ["Y", "N", "?"],
        "Pupil premium": ["Y", "N", "?"],
        "EAL": ["Y", "N", "?"],
        "SEN": ["N", "K", "E", "?"],
    }


def test_every_word_on_a_list_is_read(one_school: DataFolder, tmp_path: Path) -> None:
    path = written(one_school, AUTUMN_1, tmp_path)
    book = load_workbook(path)
    sheet, guide = book.worksheets
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    for number in range(7):
        sheet.cell(FIRST_ROW + 1 + number, 1, upn(number + 1))
        for rule in rules:
            offered = [row[0].value for row in guide[rule.formula1.split("!")[1].replace("$", "")]]
            for area in rule.sqref.ranges:
                sheet.cell(FIRST_ROW + 1 + number, area.min_col, offered[number % len(offered)])
    book.save(path)
    outcome = loaded(one_school, path)
    assert {problem.severity for problem in outcome.problems} == {Severity.INFO}
    assert outcome.pupils == 7
    assert sorted(one.year_group or 0 for one in outcome.reading.pupils) == list(range(7))  # type: ignore[union-attr]


def test_the_guide_says_what_matters_in_words(small_folder: DataFolder) -> None:
    guide = load_workbook(io.BytesIO(make_template(small_folder, OAKFIELD, AUTUMN_2).workbook)).worksheets[1]
    said = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value is not None)
    for words in (
        "20 pupils are listed, as your school returned them for 2026/27 Autumn 1.",
        "A cell that you leave blank erases nothing.",
        "Choose Left for every mark in their row",
        "Ofsted's inspectors do not look at a school's internal attainment data",
        "To follow a pupil from one half-term to the next",
        "Any layout will do",
    ):
        assert words in said
    new_year = load_workbook(io.BytesIO(make_template(small_folder, ASH_LANE, AUTUMN_1).workbook)).worksheets[
        1
    ]
    said = " ".join(str(cell.value) for row in new_year.iter_rows() for cell in row if cell.value is not None)
    assert "last year's prediction says nothing about it" in said
    assert "Everyone has moved up since" in said


def test_the_file_knows_what_it_is_and_names_no_pupil_where_its_sheets_are_not_read(
    small_folder: DataFolder,
) -> None:
    book = load_workbook(io.BytesIO(make_template(small_folder, OAKFIELD, AUTUMN_2).workbook))
    marks = {one.name: one.value for one in book.custom_doc_props.props}
    assert marks == {
        "Template format": 1,
        "Template school": str(OAKFIELD),
        "Template half-term": "2026/27 Autumn 2",
        "Template made from": "2026/27 Autumn 1",
        "Template record version": open_record(small_folder).version(),
    }
    assert book.sheetnames == ["2026-27 Autumn 2", "How to fill this in"]
    assert small_trust.SURNAME not in f"{book.properties.title} {book.properties.subject}"


def test_what_is_still_to_give_is_counted_without_reception(one_school: DataFolder) -> None:
    everyone = [pupil(1, 0), pupil(2, 5), pupil(3, 6)]
    marks = [mark(2, AUTUMN_1, "EXS", kind=CURRENT)]
    accept(one_school, open_record(one_school), OAKFIELD, AUTUMN_1, everyone, marks)
    content = make_template(one_school, OAKFIELD, AUTUMN_1).workbook
    shown = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    assert shown["F3"].value == 5


# The command


def run(*arguments: object) -> int:
    try:
        return main([str(one) for one in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)


def test_the_command_writes_the_file_says_so_and_is_logged(
    small_folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new folder" / "return.xlsx"
    command = ["template", "--school", OAKFIELD, "--half-term", AUTUMN_2, "--data", small_folder.root]
    assert run(*command, "--out", out) == 0
    said = capsys.readouterr()
    assert "20 pupils of Oakfield Primary School, from what was returned for 2026/27 Autumn 1." in said.out
    assert small_trust.SURNAME not in said.out + said.err
    assert [path.name for path in out.parent.iterdir()] == ["return.xlsx"]
    assert check(small_folder, out)[0].status is Status.ACCEPTED
    with open_record(small_folder).reading() as connection:
        (line,) = audit.latest(connection, 1)
    assert (line["action"], line["subject"], line["urn"]) == (
        "make template",
        "2026/27 Autumn 2, 20 pupils",
        OAKFIELD,
    )


def test_a_closed_drop_is_said_and_the_file_made_all_the_same(
    small_folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    close_drop(small_folder, AUTUMN_1, by="the trust")
    out = tmp_path / "return.xlsx"
    command = ["template", "--school", OAKFIELD, "--half-term", AUTUMN_1, "--data", small_folder.root]
    assert run(*command, "--out", out) == 0
    assert "is closed: this file cannot be loaded until it is opened" in capsys.readouterr().err
    assert out.is_file()


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"--school": "910099"}, 2, "No school with URN 910099 is registered."),
        ({"--out": "return.csv"}, 2, "name a file that ends in .xlsx"),
        ({"--out": "."}, 2, "name a file that ends in .xlsx"),
        ({"--half-term": "Autumn"}, 2, "is not a half-term"),
        ({"--half-term": None}, 2, "Say which half-term is meant"),
        ({"--out": "afile.txt/return.xlsx"}, 1, "The system refuses"),
        ({"--data": "nowhere"}, 1, "There is no trust"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_leaves_no_file(
    changes: dict[str, str | None],
    status: int,
    words: str,
    small_folder: DataFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "here"
    place.mkdir()
    (place / "afile.txt").write_text("a file", encoding="utf-8")
    monkeypatch.chdir(place)
    options: dict[str, object] = {
        "--school": OAKFIELD,
        "--half-term": AUTUMN_2,
        "--out": "return.xlsx",
        "--data": small_folder.root,
        **changes,
    }
    given = [part for name, value in options.items() if value is not None for part in (name, value)]
    assert run("template", *given) == status
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err
    assert [path.name for path in place.iterdir()] == ["afile.txt"]


def test_an_unknown_school_is_refused(small_folder: DataFolder) -> None:
    with pytest.raises(UsageError):
        make_template(small_folder, 910099, AUTUMN_2)
