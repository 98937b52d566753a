"""The same taste in other kinds of file: delimiters, encodings, old workbooks, dates of every fashion."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import Tracker, seen

RWM = ("reading", "writing", "maths")
HEADINGS = (
    "UPN",
    "Surname",
    "Forename",
    "DOB",
    "Year",
    *(f"{s} {k}" for s in ("Reading", "Writing", "Maths") for k in ("TA", "Predicted")),
)


def _fill(t: Tracker, count: int, year: int, born: object = "%d/%m/%Y") -> Tracker:
    p = t.pages[0] if t.pages else t.sheet("Sheet1")
    p.row(*HEADINGS)
    for c in t.children(count, year):
        t.says(c, surname=c.surname, dob=c.dob)
        day = c.dob.strftime(born) if isinstance(born, str) else c.dob
        p.row(
            c.upn,
            c.surname,
            c.forename,
            day,
            year,
            *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")),
        )
    return t


@seen
def semicolons_utf16() -> Tracker:
    return _fill(Tracker(file="a.csv", encoding="utf-16", delimiter=";"), 20, 4)


@seen
def cp1252_commas() -> Tracker:
    t = Tracker(file="b.csv", encoding="cp1252")
    t.sheet().row("Oakfield Primary – Spring 1 – “Year 5”")
    return _fill(t, 18, 5)


@seen
def tabs_with_mark() -> Tracker:
    return _fill(Tracker(file="c.txt", encoding="utf-8-sig", delimiter="\t"), 16, 2)


@seen
def iso_dates() -> Tracker:
    return _fill(Tracker(file="d.csv"), 14, 3, "%Y-%m-%d")


@seen
def months_in_words() -> Tracker:
    return _fill(Tracker(file="e.csv"), 14, 6, "%d-%b-%Y")


@seen
def old_workbook() -> Tracker:
    return _fill(Tracker(file="f.xls"), 20, 4)


@seen
def binary_workbook() -> Tracker:
    return _fill(Tracker(file="g.xlsb"), 20, 4)


@seen
def open_document() -> Tracker:
    return _fill(Tracker(file="h.ods"), 20, 4)


@seen
def dates_as_serial_numbers() -> Tracker:
    """Birth dates that lost their format: Excel's day numbers."""
    from datetime import date

    t = Tracker(file="i.xlsx")
    p = t.sheet("Sheet1")
    p.row(*HEADINGS)
    for c in t.children(15, 5):
        t.says(c, dob=c.dob)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            (c.dob - date(1899, 12, 30)).days,
            5,
            *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")),
        )
    return t


@seen
def us_dates() -> Tracker:
    """American order throughout: some days cannot be months, so all of the column is."""
    t = _fill(Tracker(file="j.csv"), 20, 4, "%m/%d/%Y")
    for details in t.pupils.values():
        details["dob_or_none"] = details.pop("dob")
    return t


@seen
def half_term_in_the_file_name() -> Tracker:
    return _fill(Tracker(file="Oakfield Y4 Spring 1 2025-26.xlsx", half_term=None), 12, 4)


@seen
def half_term_and_year_in_the_title() -> Tracker:
    t = Tracker(file="k.xlsx", half_term=None)
    t.sheet("Sheet1").row("Assessment data – Spring Term 1 – Academic year 2025/2026")
    return _fill(t, 12, 4)


@seen
def everything_quoted_with_trailing_columns() -> Tracker:
    """A csv saved from a sheet whose used range runs far to the right and below."""
    t = _fill(Tracker(file="l.csv"), 11, 1)
    for row in t.pages[0].rows:
        row += [None] * 20
    for _ in range(30):
        t.pages[0].row(*[None] * 31)
    return t
