"""Workbooks with a sheet for each class, year group, subject or half-term."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import Formula, Tracker, Wide, seen

RWM = ("reading", "writing", "maths")


@seen
def sheet_for_each_class() -> Tracker:
    """Classes named after trees; the year group is in each title."""
    t = Tracker(file="Whole school Spring 1.xlsx")
    for tree, year in (("Acorn", 1), ("Beech", 2), ("Cedar", 3)):
        p = t.sheet(tree)
        p.row(f"{tree} Class – Year {year} – Spring 1")
        p.gap()
        p.row(
            "UPN",
            "Surname",
            "Forename",
            "Reading",
            "Writing",
            "Maths",
            "Reading Pred",
            "Writing Pred",
            "Maths Pred",
        )
        for c in t.children(9, year):
            p.row(
                c.upn,
                c.surname,
                c.forename,
                *(t.mark(c, s) for s in RWM),
                *(t.mark(c, s, "predicted") for s in RWM),
            )
    return t


@seen
def sheet_for_each_year_group() -> Tracker:
    """Sheets named by year group, with no column that says it; a read-me and a summary beside."""
    t = Tracker()
    p = t.sheet("READ ME")
    p.row("How to use this tracker")
    p.row("1. Only type in the white cells.")
    p.row("2. Use PKS, WTS, EXS or GDS.")
    for year in (0, 3, 6):
        p = t.sheet("EYFS" if year == 0 else f"Y{year}")
        p.row("UPN", "Name", "Reading Current", "Writing Current", "Maths Current")
        for c in t.children(8, year):
            p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM))
    p = t.sheet("Summary")
    p.row("Year", "Pupils", "Reading EXS+ %", "Writing EXS+ %", "Maths EXS+ %")
    for year in ("EYFS", "Y3", "Y6"):
        p.row(year, 8, Formula("=1", 0.625), Formula("=1", 0.5), Formula("=1", 0.75))
    t.chart_sheet = True
    return t


@seen
def sheet_for_each_subject() -> Tracker:
    """One sheet a subject, half-terms across."""
    t = Tracker()
    pupils = t.children(20, 5)
    for s in RWM:
        p = t.sheet(s.capitalize())
        p.row(f"Year 5 {s}")
        p.row("UPN", "Surname", "Forename", "Autumn 1", "Autumn 2", "Spring 1", "End of Year Prediction")
        for c in pupils:
            p.row(
                c.upn,
                c.surname,
                c.forename,
                *(t.mark(c, s, at=h) for h in ("Autumn 1", "Autumn 2", "Spring 1")),
                t.mark(c, s, "predicted"),
            )
    return t


@seen
def sheet_for_each_half_term() -> Tracker:
    """One sheet a half-term, the same pupils on each."""
    t = Tracker()
    pupils = t.children(17, 4, year_told=False)
    for h in ("Autumn 1", "Autumn 2", "Spring 1"):
        p = t.sheet(h)
        p.row(
            "UPN",
            "Surname",
            "Forename",
            "Reading",
            "Writing",
            "Maths",
            "Reading Predicted",
            "Writing Predicted",
            "Maths Predicted",
        )
        for c in pupils:
            p.row(
                c.upn,
                c.surname,
                c.forename,
                *(t.mark(c, s, at=h) for s in RWM),
                *(t.mark(c, s, "predicted", at=h) for s in RWM),
            )
    return t


@seen
def sheet_for_each_half_term_later_ones_empty() -> Tracker:
    """Six sheets are ready; those of the half-terms to come list the pupils without marks."""
    t = Tracker(half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    pupils = t.children(15, 2, year_told=False)
    for h, short in (
        ("Autumn 1", "Aut1"),
        ("Autumn 2", "Aut2"),
        ("Spring 1", "Spr1"),
        ("Spring 2", "Spr2"),
        ("Summer 1", "Sum1"),
        ("Summer 2", "Sum2"),
    ):
        p = t.sheet(short)
        p.row("Name", "UPN", "Rdg", "Wtg", "Maths", "Rdg EOY", "Wtg EOY", "Maths EOY")
        for c in pupils:
            if h.startswith("Autumn"):
                p.row(
                    c.name,
                    c.upn,
                    *(t.mark(c, s, at=h) for s in RWM),
                    *(t.mark(c, s, "predicted", at=h) for s in RWM),
                )
            else:
                p.row(c.name, c.upn)
    return t


@seen
def subject_and_year_in_the_sheet_name() -> Tracker:
    t = Tracker(half_term=None, file="Assessment 2025-26.xlsx")
    pupils = t.children(12, 3)
    for s in RWM:
        p = t.sheet(f"Y3 {s.capitalize()}")
        p.row("UPN", "Pupil", "Aut 1", "Aut 2", "Spr 1", "Predicted")
        for c in pupils:
            p.row(
                c.upn,
                c.listed,
                *(t.mark(c, s, at=h) for h in ("Autumn 1", "Autumn 2", "Spring 1")),
                t.mark(c, s, "predicted"),
            )
    t.must_say = ["half_term_taken"]
    return t


@seen
def hidden_lookups_and_old_sheet() -> Tracker:
    """A hidden list of codes, and last year's sheet hidden away."""
    t = Tracker()
    p = t.sheet("Y1 Spring 1")
    p.row("UPN", "Forename", "Surname", "Phonics score /40", "Reading", "Writing", "Maths")
    for c in t.children(18, 1):
        p.row(c.upn, c.forename, c.surname, 22 + c.number % 18, *(t.mark(c, s) for s in RWM))
    p = t.sheet("Lookups", hidden=True)
    p.row("Code", "Meaning")
    for code, meaning in (
        ("PKS", "Pre-key stage"),
        ("WTS", "Working towards"),
        ("EXS", "Expected"),
        ("GDS", "Greater depth"),
    ):
        p.row(code, meaning)
    p = t.sheet("OLD 2024-25", hidden=True)
    p.row("UPN", "Forename", "Surname", "Reading", "Writing", "Maths")
    for n in range(4):
        p.row("B801200005001", "Old", f"Pupil{n}", "GDS", "GDS", "GDS")
    return t


@seen
def visible_sheet_of_codes_and_leavers() -> Tracker:
    """A key on a sheet of its own and a list of who left, both visible."""
    t = Tracker()
    p = t.sheet("Key")
    p.row("Code", "What it means", "Colour")
    for row in (
        ("PKS", "Pre-key stage", "Red"),
        ("WTS", "Working towards the expected standard", "Amber"),
        ("EXS", "Working at", "Green"),
        ("GDS", "Greater depth", "Blue"),
    ):
        p.row(*row)
    p = t.sheet("Year 2")
    p.row(
        "UPN", "Name", "DOB", *(f"{s} {k}" for s in ("Reading", "Writing", "Maths") for k in ("now", "EOY"))
    )
    for c in t.children(26, 2):
        t.says(c, dob=c.dob)
        p.row(c.upn, c.name, c.dob, *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")))
    return t


@seen
def classes_of_a_year_with_initials() -> Tracker:
    """Sheets 4AB and 4CD after the teachers' initials, two header rows on each."""
    t = Tracker(file="Y4 both.xlsx")
    for name in ("4AB", "4CD"):
        p = t.sheet(name)
        p.row(f"{name}  –  Spring 1 assessments")
        p.row(None, None, None, None, *(Wide(s, 2) for s in ("Reading", "Writing", "Maths")))
        p.row("UPN", "Surname", "Forename", "Yr", *["Cur", "Pred"] * 3)
        for c in t.children(14, 4):
            p.row(
                c.upn,
                c.surname,
                c.forename,
                4,
                *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")),
            )
    return t


@seen
def current_and_predictions_on_two_sheets() -> Tracker:
    t = Tracker()
    pupils = t.children(16, 6)
    for name, kind in (("Current attainment", "current"), ("EOY predictions", "predicted")):
        p = t.sheet(name)
        p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
        for c in pupils:
            p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s, kind) for s in RWM))
    return t


@seen
def pupils_once_marks_elsewhere() -> Tracker:
    """A sheet of pupils' details and, on the next, marks by UPN."""
    t = Tracker()
    pupils = t.children(15, 5)
    p = t.sheet("Pupil info")
    p.row("UPN", "Surname", "Forename", "DOB", "Year", "Class", "PP", "SEN")
    for c in pupils:
        t.says(c, surname=c.surname, dob=c.dob, class_name="5M", pupil_premium=c.pp)
        p.row(c.upn, c.surname, c.forename, c.dob, 5, "5M", "Y" if c.pp else "N", c.sen)
    p = t.sheet("Assessments")
    p.row(
        "UPN",
        "Reading Current",
        "Reading Predicted",
        "Writing Current",
        "Writing Predicted",
        "Maths Current",
        "Maths Predicted",
    )
    for c in pupils:
        p.row(c.upn, *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")))
    return t
