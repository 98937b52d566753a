"""The parts that tell a head what was found in a sheet: nothing left out, nothing unescaped."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from dashboard.furniture import drop_grid, problem_list, receipt, sheet_preview, verdict
from dashboard.furniture.answer import answer_html
from dashboard.submissions import Sent
from etl.containers.sheets import Fault, FaultKind, Sheet
from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity, in_order
from etl.reading.tidy import ColumnReading
from etl.record.drops import Drop
from etl.returns.cohorts import CohortCount
from etl.vocabulary import Kind

AUTUMN_1 = HalfTerm(2026, 1)
NASTY = "<img src=x onerror=alert(1)>"


def problem(cell: str | None = "B3", severity: Severity = Severity.STOP, **more: str) -> Problem:
    values = {"message": "“Exppected” is not a mark.", "suggestion": "EXS?", "sheet": "Year 6", **more}
    return Problem(severity=severity, code="x", cell=cell, **values)


def column(letter: str, meaning: str, *, used: bool = True, sheet: str = "Year 6") -> ColumnReading:
    return ColumnReading(
        sheet=sheet,
        column=letter,
        heading=f"heading {letter}",
        meaning=meaning,
        used=used,
        confidence="certain" if used else "unused",
        marks=(("exs", "EXS", 21),) if used else (),
    )


def visible(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


# Problems


def test_each_weight_is_counted_also_where_there_is_none() -> None:
    said = visible(problem_list.counters_html([problem(), problem("B4"), problem(severity=Severity.INFO)]))
    assert re.search(r"2 Stop .* 0 Check .* 1 For information", said)


def test_a_finding_has_its_cell_and_its_cure() -> None:
    said = visible(problem_list.problems_html([problem()], Severity.STOP))
    assert "Year 6 B3 “Exppected” is not a mark. EXS?" in said


def test_a_finding_about_no_cell_is_about_the_whole_file() -> None:
    said = visible(problem_list.problems_html([problem(None, sheet="")], Severity.STOP))
    assert "The whole file" in said


def test_of_a_weight_without_findings_nothing_is_shown() -> None:
    assert problem_list.problems_html([problem()], Severity.CHECK) == ""


@pytest.mark.parametrize(("number", "more"), [(40, None), (41, "and 1 more"), (240, "and 200 more")])
def test_a_long_list_says_how_much_of_it_is_not_shown(number: int, more: str | None) -> None:
    markup = problem_list.problems_html([problem(f"B{n}") for n in range(number)], Severity.STOP)
    assert markup.count("<tr>") == 1 + min(number, 40)
    assert (more in markup) if more else ("more, all" not in markup)


# The sheet


def rows(number: int) -> list[list[object]]:
    return [["UPN", "Reading"], *([f"pupil {n}", "EXS"] for n in range(2, number + 1))]


def test_the_reading_of_a_column_stands_above_it() -> None:
    sheet = Sheet("Year 6", rows(3))  # type: ignore[arg-type]  # a list of lists of text is one of cells
    markup = sheet_preview.sheet_html(sheet, [column("A", "UPN"), column("B", "Reading, current")], [])
    assert "A B read as UPN Reading, current 1 UPN Reading 2 pupil 2 EXS" in visible(markup)


def test_a_column_that_is_not_used_says_so() -> None:
    sheet = Sheet("Year 6", rows(3))  # type: ignore[arg-type]  # a list of lists of text is one of cells
    markup = sheet_preview.sheet_html(sheet, [column("A", "UPN"), column("B", "Not used", used=False)], [])
    assert "read as UPN not used" in visible(markup)


def test_a_faulty_cell_is_marked_with_what_was_found_and_others_are_not() -> None:
    sheet = Sheet("Year 6", rows(4))  # type: ignore[arg-type]  # a list of lists of text is one of cells
    markup = sheet_preview.sheet_html(sheet, [], [problem("B3"), problem("B2", sheet="Year 5")])
    assert markup.count('class="stop"') == 1
    assert 'title="“Exppected” is not a mark.">EXS</td>' in markup


def test_the_gravest_of_two_findings_marks_a_cell() -> None:
    found = sheet_preview.gravest_by_cell([problem("B3", Severity.CHECK), problem("B3", Severity.STOP)])
    assert found["B3"].severity is Severity.STOP


def test_rows_further_down_are_shown_where_something_was_found() -> None:
    sheet = Sheet("Year 6", rows(100))  # type: ignore[arg-type]  # a list of lists of text is one of cells
    shown = list(sheet_preview.shown_rows(sheet, {"B90": problem("B90"), "A1": problem("A1")}))
    assert shown == [*range(12), 89]
    said = visible(sheet_preview.sheet_html(sheet, [], [problem("B90")]))
    assert "13 of 100 rows" in said
    assert "⋯ 90 pupil 90 EXS ⋯" in said


def test_an_error_value_is_shown_as_the_sheet_shows_it() -> None:
    sheet = Sheet("Year 6", [["UPN"], [None]], faults={(1, 0): Fault(FaultKind.ERROR, "#N/A")})
    assert "#N/A" in sheet_preview.sheet_html(sheet, [], [problem("A2")])


def test_nothing_of_a_sheet_becomes_markup() -> None:
    sheet = Sheet(NASTY, [[NASTY]])
    readings = [column("A", NASTY, sheet=NASTY)]
    markup = sheet_preview.sheet_html(sheet, readings, [problem("A1", sheet=NASTY, message=NASTY)])
    markup += sheet_preview.columns_html(readings)
    markup += problem_list.problems_html([problem(sheet=NASTY, message=NASTY)], Severity.STOP)
    markup += answer_html(f"{NASTY}\n{NASTY}", done=False)
    assert "<img" not in markup


def test_each_mark_stands_with_what_it_was_read_as_and_how_often() -> None:
    assert "exs → EXS 21" in visible(sheet_preview.columns_html([column("A", "Reading, current")]))


def test_sheets_laid_out_alike_share_a_row_and_the_odd_one_is_named() -> None:
    alike = [column("B", "Reading, current", sheet=name) for name in ("4A", "4B", "5A")]
    odd = [column("B", "Writing, current", sheet="6A")]
    said = visible(sheet_preview.columns_html([*alike, *odd, column("A", "UPN", sheet="4A")]))
    assert "B 4A, 4B and 5A heading B Reading, current exs → EXS 63" in said
    assert "B 6A heading B Writing, current exs → EXS 21" in said
    assert said.index("A 4A heading A") < said.index("B 4A")
    assert "4A, 4B" not in visible(sheet_preview.columns_html(alike))


def test_a_finding_leads_to_its_cell_in_the_preview() -> None:
    sheet = Sheet("Year 6", rows(4))  # type: ignore[arg-type]  # a list of lists of text is one of cells
    listed = problem_list.problems_html([problem("B3")], Severity.STOP)
    preview = sheet_preview.sheet_html(sheet, [], [problem("B3")])
    assert 'data-sheet="Year 6" data-cell="B3"' in listed
    assert 'data-sheet="Year 6"' in preview
    assert preview.count('data-cell="') == preview.count('data-cell="B3"') == 1


# What became of it


def count(met: int, assessed: int, on_roll: int, kind: Kind = Kind.PREDICTED) -> CohortCount:
    return CohortCount(6, "rwm", kind, met, assessed, on_roll)


def test_a_receipt_counts_everyone_on_roll_and_names_those_without_a_judgement() -> None:
    said = visible(receipt.counts_html([count(21, 28, 30)], Kind.PREDICTED))
    assert re.search(r"Year 6 21 of 30 70\s%.* 2 without a judgement no judgements", said)


def test_a_receipt_shows_only_the_kind_that_was_asked_for() -> None:
    assert receipt.counts_html([count(21, 30, 30)], Kind.CURRENT) == ""


def test_the_grid_tells_sent_missing_and_not_yet_due_apart_in_words() -> None:
    schools = {910001: "Oakfield", 910002: "Elm Grove"}
    sent = Sent(returns=1, last=datetime(2026, 11, 12, 12), pupils=20, held_rows=3)
    markup = drop_grid.grid_html(
        schools,
        [HalfTerm(2026, 1), HalfTerm(2026, 2)],
        {(910001, AUTUMN_1): sent},
        {AUTUMN_1: Drop(half_term=AUTUMN_1, status="closed", number=4, revision=1)},
        due=AUTUMN_1,
    )
    said = visible(markup)
    assert "Autumn 1 closed, drop 4.1 Autumn 2 not yet due" in said
    assert "Oakfield ● 12 Nov 2026 20 pupils 3 rows held not yet due" in said
    assert "Elm Grove ○ not sent not yet due" in said


def test_a_drop_names_who_has_not_sent() -> None:
    said = visible(drop_grid.drop_html(Drop(half_term=AUTUMN_1), 2, ["Ash Lane"]))
    assert "2026/27 Autumn 1 Open 2 of 3 returns in. Not sent: Ash Lane" in said


@pytest.mark.parametrize("done", [True, False])
def test_an_answer_lists_its_reasons(done: bool) -> None:
    markup = answer_html("Nothing was taken in: the file has 2 faults.\n  A2: one\n  A3: two", done=done)
    assert markup.count("<li>") == 2
    assert ('role="status"' in markup) is done


def test_links_are_escaped() -> None:
    assert NASTY not in verdict.link_html(NASTY, "school?urn=910001")


def test_findings_stand_as_somebody_puts_them_right() -> None:
    given = [
        problem("A10", sheet="6A"),
        problem("C2", sheet="6A"),
        problem("B2", sheet="6A"),
        problem("B7", sheet="3B"),
        problem("B1", Severity.CHECK, sheet="3B"),
        problem(None, sheet="6A"),
        Problem(Severity.STOP, "closed", "The drop is closed."),
    ]
    for found in (given, given[::-1]):
        placed = [(one.sheet, one.cell) for one in in_order(found, ["3B", "6A"])]
        assert placed == [
            (None, None), ("3B", "B7"), ("6A", None), ("6A", "B2"), ("6A", "C2"), ("6A", "A10"), ("3B", "B1"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cell", "line"),
    [
        ("Year 5", "C7", "check: Year 5 C7: Found. Do this."),
        ("Year 5", None, "check: Year 5: Found. Do this."),
        (None, None, "check: Found. Do this."),
    ],
)
def test_a_command_says_where_a_finding_is(sheet: str | None, cell: str | None, line: str) -> None:
    assert Problem(Severity.CHECK, "odd", "Found.", "Do this.", sheet=sheet, cell=cell).line == line
