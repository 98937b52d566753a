"""A template drawn as an Excel workbook: the sheet with the pupils, and how to fill it in.

No cell runs what somebody typed: text is written as text, whatever it begins with.
"""

from __future__ import annotations

import io
import re
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from etl.template import guide, words
from etl.template.columns import Choices, Column, Part
from etl.template.content import Cell, Template
from etl.template.look import Look
from etl.vocabulary import Judgement, Kind

# Rows count from 0 here. One is left free between the title and the header.
NOTE_ROW, HEADER_ROW, FIRST_ROW = 3, 5, 6
ROWS_PRINTED_BLANK = 10
FROZEN_COLUMNS = 3  # UPN and names stay in sight
A4 = 9
ROW_HEIGHT = 18

# What a file may be known by later, without its sheets being read. Never a pupil.
FORMAT = 1
PROPERTY = "Template "

# Characters that no XML file can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook_bytes(template: Template) -> bytes:
    """The workbook as a file."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    look = Look(book)
    sheet = book.add_worksheet(words.sheet_name(template))
    lists = guide.draw(book.add_worksheet(words.GUIDE), look, template)
    _draw_title(sheet, look, template)
    _draw_table(sheet, look, template)
    _offer_choices(sheet, template, lists)
    _tint(sheet, look, template)
    _set_up(sheet, template)
    _mark(book, template)
    book.close()
    return written.getvalue()


def last_row(template: Template) -> int:
    return FIRST_ROW + max(len(template.lines) + template.blank_rows, 1) - 1


def _draw_title(sheet: Worksheet, look: Look, template: Template) -> None:
    """In the form of a label and its value, which the reader takes for the school and half-term."""
    values = (template.school, str(template.urn), str(template.half_term))
    for row, (label, value) in enumerate(zip(words.TITLE_LABELS, values, strict=True)):
        sheet.write_string(row, 0, label, look["label"])
        sheet.write_string(row, 1, _writable(value), look["school" if row == 0 else "value"])
    sheet.set_row(0, 27)
    sheet.write_string(NOTE_ROW, 0, words.title_note(template), look["note"])
    sheet.set_row(NOTE_ROW, 18)
    sheet.set_row(NOTE_ROW + 1, 6)
    _count_what_is_blank(sheet, look, template)


def _count_what_is_blank(sheet: Worksheet, look: Look, template: Template) -> None:
    """How many current judgements are still to give; it counts down while the sheet is filled in.

    Reception is left out: its judgements count where they are given, and a school need not give them.
    """
    at = _first_mark(template)
    year = _year_column(template)
    current = [place for place, column in enumerate(template.columns) if column.kind is Kind.CURRENT]
    first, last = FIRST_ROW + 1, last_row(template) + 1
    pupils = f'($A${first}:$A${last}<>"")*(${year}${first}:${year}${last}<>"R")'
    counted = "+".join(
        f'{pupils}*(${name}${first}:${name}${last}="")' for name in map(xl_col_to_name, current)
    )
    keys = [template.columns[place].key for place in current]
    judged = [line for line in template.lines if line.get("year_group") != "R"]
    blank = sum(key not in line for line in judged for key in keys)
    sheet.write_string(1, at, "Judgements still to give", look["label"])
    sheet.write_formula(2, at, f"=SUMPRODUCT({counted})", look["count"], blank)


def _draw_table(sheet: Worksheet, look: Look, template: Template) -> None:
    for place, column in enumerate(template.columns):
        edge = _is_edge(template.columns, place)
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEADER_ROW, place, column.heading, look.at_edge(f"head_{column.part}", edge=edge))
    sheet.set_row(HEADER_ROW, 36)
    for row in range(FIRST_ROW, last_row(template) + 1):
        number = row - FIRST_ROW
        line = template.lines[number] if number < len(template.lines) else {}
        for place, column in enumerate(template.columns):
            form = look.at_edge(_form(column), edge=_is_edge(template.columns, place))
            _write(sheet, row, place, line.get(column.key), form)
        sheet.set_row(row, ROW_HEIGHT)


def _first_mark(template: Template) -> int:
    return next(place for place, column in enumerate(template.columns) if column.part is Part.MARKS)


def _year_column(template: Template) -> str:
    """The letter of the column with the year group."""
    return xl_col_to_name([column.key for column in template.columns].index("year_group"))


def _is_edge(columns: tuple[Column, ...], place: int) -> bool:
    """Whether a column begins a part or a subject."""
    before, here = columns[place - 1], columns[place]
    return place > 0 and (before.part, before.subject) != (here.part, here.subject)


def _form(column: Column) -> str:
    if column.text:
        return "text"
    if column.is_date:
        return "date"
    return "centre"


def _write(sheet: Worksheet, row: int, column: int, cell: Cell | None, form: object) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell, str):
        sheet.write_string(row, column, _writable(cell), form)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, form)
    else:
        sheet.write_number(row, column, cell, form)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _offer_choices(sheet: Worksheet, template: Template, lists: dict[str, str]) -> None:
    """Drop-downs with a hint. What is not on a list is warned about, never refused: a school's own words
    stay possible. The lists stand on the guide, because Excel minds capitals in a list of its own.
    """
    last = last_row(template)
    for place, column in enumerate(template.columns):
        if column.choices is not None:
            sheet.data_validation(
                FIRST_ROW, place, last, place, _list_of(column, column.choices, lists[column.choices.title])
            )
        elif column.hint:
            sheet.data_validation(
                FIRST_ROW,
                place,
                last,
                place,
                {"validate": "any", "input_title": column.heading, "input_message": column.hint},
            )


def _list_of(column: Column, choices: Choices, source: str) -> dict[str, object]:
    offered = ", ".join(str(word) for word, _ in choices.meanings)
    return {
        "validate": "list",
        "source": source,
        "input_title": column.heading,
        "input_message": f"{column.hint} {choices.hint}".strip(),
        "error_type": "warning",
        "error_title": "Not on the list",
        "error_message": f"The list has {offered}. If your school means something by this, keep it: the page "
        "Returns will ask what. Keep it?",
    }


def _tint(sheet: Worksheet, look: Look, template: Template) -> None:
    """Tints that come and go while the sheet is filled in, wherever rows are sorted to.

    Each column has its own rules, because LibreOffice shows but the first that holds for a cell.
    """
    columns = template.columns
    row = FIRST_ROW + 1
    marks = [place for place, column in enumerate(columns) if column.kind is not None]
    row_marks = f"${xl_col_to_name(marks[0])}{row}:${xl_col_to_name(marks[-1])}{row}"
    says_left, given = f'COUNTIF({row_marks},"Left")', f"COUNTA({row_marks})"
    year = _year_column(template)
    new_year_group = f'AND($A{row}<>"",${year}{row}<>${year}{row - 1})'
    ranks = " ".join(Judgement)
    for place, column in enumerate(columns):
        here, before = xl_col_to_name(place), xl_col_to_name(place - 1) if place else ""
        rules = [(f"AND({says_left}>0,{says_left}={given})", "gone")]
        if column.kind is not None:
            rules.append((f"AND({says_left}>0,{says_left}<{given})", "look_again"))
        if column.kind is Kind.CURRENT:
            # Not in Reception, and not where the pupil has left: nothing has to be given then.
            blank = f'AND($A{row}<>"",${year}{row}<>"R",${here}{row}="",{says_left}=0)'
            rules.append((f"AND({blank},{new_year_group})", "to_fill_first"))
            rules.append((blank, "to_fill"))
        elif column.kind is Kind.PREDICTED:
            now, then = f"${before}{row}", f"${here}{row}"
            below = f'SEARCH({then},"{ranks}")<SEARCH({now},"{ranks}")'
            rules.append((f"AND(LEN({now})=3,LEN({then})=3,{below})", "look_again"))
        rules.append((new_year_group, "new_year_group"))
        for formula, name in rules:
            rule = {"type": "formula", "criteria": f"={formula}", "format": look[name]}
            sheet.conditional_format(FIRST_ROW, place, last_row(template), place, rule)


def _set_up(sheet: Worksheet, template: Template) -> None:
    """How the sheet opens, scrolls and prints."""
    last, right = last_row(template), len(template.columns) - 1
    sheet.freeze_panes(FIRST_ROW, FROZEN_COLUMNS)
    sheet.autofilter(HEADER_ROW, 0, last, right)
    sheet.hide_gridlines(2)
    # A class called 6 stays text, and nobody is told that it is a number.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(right)}{last + 1}"})
    begin = _first_mark(template) if template.lines else 0
    sheet.set_selection(FIRST_ROW, begin, FIRST_ROW, begin)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    # On paper, to be filled in by hand: who and which marks. What else is known of a pupil stays out.
    printed = sum(column.part is not Part.DETAILS for column in template.columns)
    sheet.print_area(0, 0, min(last, FIRST_ROW + len(template.lines) + ROWS_PRINTED_BLANK - 1), printed - 1)
    sheet.repeat_rows(HEADER_ROW)
    place = f"{template.urn}, {template.half_term}"
    sheet.set_footer(f"&L{place}&C{words.KEEP_SAFE}&RPage &P of &N")


def _mark(book: xlsxwriter.Workbook, template: Template) -> None:
    """What the file is, in its properties: the school, the half-term, and what it was made from."""
    book.set_properties({"title": f"Return, {template.half_term}", "subject": _writable(template.school)})
    marks: dict[str, str | int] = {
        "format": FORMAT,
        "school": str(template.urn),
        "half-term": str(template.half_term),
        "made from": ", ".join(map(str, template.made_from)) or "nothing",
        "record version": template.record_version,
    }
    for name, value in marks.items():
        book.set_custom_property(f"{PROPERTY}{name}", value)
