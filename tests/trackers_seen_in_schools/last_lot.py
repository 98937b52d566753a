"""A fifth lot, written in one go: what the reader was not mended by. Not adjusted since."""

from __future__ import annotations

from datetime import date

from tests.trackers_seen_in_schools.tracker import (
    ELM_GROVE,
    OAKFIELD,
    THREE,
    Formula,
    Tracker,
    Wide,
    pairs,
    seen,
)

RWM = ("reading", "writing", "maths")
NAMES = ("Reading", "Writing", "Maths")
WHO = ("UPN", "Surname", "Forename", "Year")
BOTH = ("current", "predicted")


@seen
def four_rows_of_headings() -> Tracker:
    """Academic year, half-term, subject and kind, one above the other."""
    t = Tracker()
    p = t.sheet("Long view")
    p.row(None, None, None, None, Wide("2024-25", 6), Wide("2025-26", 6))
    p.row(None, None, None, None, Wide("Summer 2", 6), Wide("Spring 1", 6))
    p.row(None, None, None, None, *[Wide(s, 2) for s in NAMES] * 2)
    p.row(*WHO, *["Current", "Predicted"] * 6)
    for c in t.children(15, 5):
        cells: list[object] = []
        for s in RWM:
            cells += [t.mark(c, s, at="2024/25 Summer 2"), None]
        cells += [t.mark(c, s, k) for s in RWM for k in BOTH]
        p.row(c.upn, c.surname, c.forename, 5, *cells)
    return t


@seen
def vertical_class_and_teacher() -> Tracker:
    """Class and teacher merged down the left side, a blank row between the classes."""
    t = Tracker()
    p = t.sheet("Lower KS2")
    p.row("Class", "Teacher", "UPN", "Child", "Yr", *(f"{s} {k}" for s in NAMES for k in ("TA", "EOY")))
    for name, year in (("Kestrels", 3), ("Falcons", 4)):
        first = len(p.rows) + 1
        for n, c in enumerate(t.children(9, year)):
            t.says(c, class_name=name)
            p.row(
                name if n == 0 else None,
                "Mrs L" if n == 0 else None,
                c.upn,
                c.name,
                year,
                *(t.mark(c, s, k) for s in RWM for k in BOTH),
            )
        p.merge_down(0, first, len(p.rows))
        p.merge_down(1, first, len(p.rows))
        p.gap()
    return t


@seen
def subject_leaders_sheet() -> Tracker:
    """Only one subject, named in the title; half-terms across; the rest of the staff's notes at the right."""
    t = Tracker()
    p = t.sheet("Sheet1")
    p.row("Writing across the school – 2025/26")
    p.row(
        "Class",
        "UPN",
        "Pupil",
        "Year",
        "Aut 1",
        "Aut 2",
        "Spr 1",
        "Predicted July",
        "Comments from moderation",
    )
    for c in t.children(20, 4):
        p.row(
            "4M",
            c.upn,
            c.name,
            4,
            *(t.mark(c, "writing", at=h) for h in ("Autumn 1", "Autumn 2", "Spring 1")),
            t.mark(c, "writing", "predicted"),
            "Secure in paragraphs",
        )
    return t


@seen
def reading_writing_sheets_with_class_sections() -> Tracker:
    t = Tracker()
    classes = {"3A": t.children(6, 3), "3B": t.children(6, 3)}
    for s in RWM:
        p = t.sheet(s.upper())
        for name, children in classes.items():
            p.row(f"Class {name}")
            p.row("UPN", "Name", "Now", "End of year")
            for c in children:
                p.row(c.upn, c.name, t.mark(c, s), t.mark(c, s, "predicted"))
            p.gap()
    return t


@seen
def export_with_ids_and_guids() -> Tracker:
    t = Tracker(file="export.csv", encoding="utf-8-sig")
    p = t.sheet()
    p.row(
        "StudentId",
        "UPN",
        "LegalSurname",
        "LegalForename",
        "DateOfBirth",
        "YearGroup",
        "RegistrationGroup",
        "ReadingCurrent",
        "ReadingPredicted",
        "WritingCurrent",
        "WritingPredicted",
        "MathsCurrent",
        "MathsPredicted",
    )
    for c in t.children(16, 2):
        t.says(c, dob=c.dob, surname=c.surname, class_name="2P")
        p.row(
            f"a1b2-{c.number}",
            c.upn,
            c.surname,
            c.forename,
            c.dob.strftime("%Y-%m-%dT00:00:00"),
            2,
            "2P",
            *(t.mark(c, s, k) for s in RWM for k in BOTH),
        )
    return t


@seen
def result_list_with_dates_only() -> Tracker:
    """A long list whose results have dates and no half-terms, all within the return's."""
    t = Tracker(file="dates.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subject", "Result", "Date")
    for c in t.children(10, 4):
        for s in RWM:
            p.row(c.upn, 4, s.title(), t.mark(c, s, blanks=0), date(2026, 1, 28))
    return t


@seen
def result_list_over_two_half_terms_by_date() -> Tracker:
    """The same over two half-terms, told apart by the date alone."""
    t = Tracker(file="dates2.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subject", "Result", "Date")
    for c in t.children(10, 4):
        for s in RWM:
            p.row(c.upn, 4, s.title(), "WTS", date(2025, 12, 3))
            p.row(c.upn, 4, s.title(), "EXS", date(2026, 1, 28))
    t.must_stop = True
    return t


@seen
def attainment_and_on_track_prediction() -> Tracker:
    """A judgement, and a prediction in words of being on track."""
    words = {"WTS": "Not on track", "EXS": "On track"}
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(h for s in NAMES for h in (f"{s} judgement", f"{s} predicted EOY")))
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(x for s in RWM for x in (t.mark(c, s), t.mark(c, s, "predicted", words=words))),
        )
    return t


@seen
def hidden_columns_of_old_marks() -> Tracker:
    """Autumn's columns are hidden, not deleted: they are read as autumn's."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(f"{s} {h}" for h in ("Aut 2", "Spr 1") for s in NAMES))
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(t.mark(c, s, at=h) for h, s in pairs(("Autumn 2", "Spring 1"), RWM)),
        )
    p.hidden_columns = ["E", "F", "G"]
    return t


@seen
def summary_before_the_data() -> Tracker:
    """The first sheet is a dashboard of percentages by class with the same subjects."""
    t = Tracker()
    p = t.sheet("Dashboard")
    p.row("Spring 1 headline figures")
    p.row("Class", "Pupils", *(f"{s} {k}" for s in NAMES for k in ("EXS+", "GDS")))
    for name in ("6A", "6B", "All"):
        p.row(name, 28, *[Formula("=1", 0.7)] * 6)
    for name in ("6A", "6B"):
        p = t.sheet(name)
        p.row(*WHO, *(f"{s} {k}" for s in NAMES for k in ("Current", "KS2 prediction")))
        for c in t.children(9, 6):
            p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s, k) for s in RWM for k in BOTH))
    return t


@seen
def pupils_grouped_by_judgement() -> Tracker:
    """Sections by what pupils are, with a line above each: WTS, EXS, GDS."""
    t = Tracker()
    p = t.sheet("Y4 maths sets")
    p.row(*WHO, *NAMES)
    for section in ("Working towards", "Expected", "Greater depth"):
        p.row(section)
        for c in t.children(5, 4):
            p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s) for s in RWM))
    return t


@seen
def starred_borderline() -> Tracker:
    """A star marks borderline pupils; the judgement stands before it."""
    words = {"WTS": ("WTS", "WTS*"), "EXS": ("EXS", "EXS*"), "GDS": "GDS"}
    t = Tracker()
    p = t.sheet("Y6")
    p.row("* = borderline")
    p.row(*WHO, *NAMES)
    for c in t.children(15, 6):
        p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def both_tests_and_judgements_over_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row(None, None, None, None, *(Wide(h, 6) for h in ("Autumn 2", "Spring 1")))
    p.row(None, None, None, None, *[Wide(s, 2) for s in NAMES] * 2)
    p.row(*WHO, *["Test %", "TA"] * 6)
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(
                x
                for h, s in pairs(("Autumn 2", "Spring 1"), RWM)
                for x in (f"{50 + c.number}%", t.mark(c, s, at=h))
            ),
        )
    return t


@seen
def previous_return_for_comparison() -> Tracker:
    """Last half-term's judgement beside this one's, in words of time."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row("Spring 1")
    p.row(*WHO, *(h for s in NAMES for h in (f"{s} last half term", f"{s} this half term")))
    for c in t.children(15, 5):
        p.row(c.upn, c.surname, c.forename, 5, *(x for s in RWM for x in ("WTS", t.mark(c, s))))
        for s in RWM:
            t.optional[(c.upn, "2025/26 Autumn 2", s, "current")] = "WTS"
    t.may_ask = True
    return t


@seen
def semesters_of_the_office() -> Tracker:
    """Autumn Term 1st Half Term, in full."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(
        *WHO,
        *(
            f"{s} – {h}"
            for s in NAMES
            for h in ("Autumn Term 1st Half Term", "Autumn Term 2nd Half Term", "Spring Term 1st Half Term")
        ),
    )
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2", "Spring 1"))),
        )
    return t


@seen
def abbreviated_to_two_signs() -> Tracker:
    """A1R, A1W, A1M and so on."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*WHO, *(f"{h}{s}" for h in ("A1", "A2", "S1") for s in "RWM"))
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(t.mark(c, s, at=h) for h, s in pairs(("Autumn 1", "Autumn 2", "Spring 1"), RWM)),
        )
    t.may_ask = True
    return t


@seen
def summer_codes_like_spring_codes() -> Tracker:
    """S1: spring or summer?"""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*WHO, *(f"{s} {h}" for s in NAMES for h in ("A1", "A2", "S1")))
    for c in t.children(12, 5):
        marks = (t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2", "Spring 1")))
        p.row(c.upn, c.surname, c.forename, 5, *marks)
    t.answers = {"s 1": "spring-1"}
    t.must_stop = True
    return t


@seen
def nursery_to_six_with_odd_names() -> Tracker:
    t = Tracker()
    p = t.sheet("All")
    p.row("Reg Grp", "NCY", "UPN", "Pupil Name", *NAMES)
    for year, word, name in ((0, "FS2", "Ducklings"), (1, "Yr1", "Cygnets"), (6, "Yr6", "Swans")):
        for c in t.children(7, year):
            t.says(c, class_name=name)
            p.row(name, word, c.upn, c.listed, *(t.mark(c, s) for s in RWM))
    return t


@seen
def ticked_pupil_premium_with_marks() -> Tracker:
    t = Tracker()
    p = t.sheet("PP tracker")
    p.row("Pupil Premium tracking – Spring 1 – Years 3 to 6")
    p.row(
        *WHO,
        "PP",
        "Support in place",
        *(f"{s} {k}" for s in NAMES for k in ("Target", "Current", "Predicted")),
    )
    for c in t.children(14, 6):
        t.says(c, pupil_premium=True)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            "PP",
            "Tutoring",
            *(t.mark(c, s, k, words=THREE) for s in RWM for k in ("target", "current", "predicted")),
        )
    return t


@seen
def trust_long_by_laestab() -> Tracker:
    t = Tracker(file="long.csv", school_urn=None)
    p = t.sheet()
    p.row("School URN", "School Name", "UPN", "NC Year", "Aspect", "Result Set", "Grade")
    for urn, name in ((OAKFIELD, "Oakfield"), (ELM_GROVE, "Elm Grove")):
        for c in t.children(7, 3):
            t.schools[c.upn] = urn
            for s in NAMES:
                p.row(urn, name, c.upn, 3, f"{s} TA", "Spring 1", t.mark(c, s.lower(), blanks=0))
                p.row(
                    urn,
                    name,
                    c.upn,
                    3,
                    f"{s} EOY Prediction",
                    "Spring 1",
                    t.mark(c, s.lower(), "predicted", blanks=0),
                )
    return t


@seen
def marks_in_the_second_of_merged_columns() -> Tracker:
    """Each subject spans a narrow and a wide column; marks stand in the first of each."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(Wide(s, 2) for s in NAMES))
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(x for s in RWM for x in (t.mark(c, s), None)))
    return t


@seen
def marks_and_notes_under_merged_subjects() -> Tracker:
    """Beside each mark, under the same merged heading, a note."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(Wide(s, 2) for s in NAMES))
    for c in t.children(12, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(x for s in RWM for x in (t.mark(c, s), "Needs fluency work" if c.number % 3 else None)),
        )
    t.may_ask = True
    return t


@seen
def numbered_rows_and_double_header_upn_below() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(
        "PUPIL DETAILS",
        None,
        None,
        None,
        "TEACHER ASSESSMENT",
        None,
        None,
        "PREDICTION FOR SUMMER 2",
        None,
        None,
    )
    p.row("No", "UPN", "Name", "Yr", *NAMES * 2)
    for n, c in enumerate(t.children(12, 3), start=1):
        p.row(n, c.upn, c.name, 3, *(t.mark(c, s) for s in RWM), *(t.mark(c, s, "predicted") for s in RWM))
    return t


@seen
def one_pupil_on_two_class_sheets() -> Tracker:
    """A pupil who changed class stands on both sheets with the same marks."""
    t = Tracker()
    p = t.sheet("5A")
    p.row(*WHO, *NAMES)
    children = t.children(8, 5)
    for c in children:
        p.row(c.upn, c.surname, c.forename, 5, *(t.mark(c, s) for s in RWM))
    moved = list(p.rows[-1])
    p = t.sheet("5B")
    p.row(*WHO, *NAMES)
    p.row(*moved)
    for c in t.children(8, 5):
        p.row(c.upn, c.surname, c.forename, 5, *(t.mark(c, s) for s in RWM))
    return t


@seen
def gps_and_science_and_other_names() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6")
    p.row(*WHO, "Reading TA", "Writing TA", "Maths TA", "EGPS TA", "Science TA", "Handwriting", "Spelling")
    for c in t.children(12, 6):
        p.row(
            c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in (*RWM, "gps", "science")), "EXS", "WTS"
        )
    return t


@seen
def merged_title_over_every_column() -> Tracker:
    t = Tracker()
    p = t.sheet("6 Beech")
    p.row(Wide("Year 6 Reading, Writing & Maths Assessment Data", 10))
    p.row(Wide("Spring 1", 10))
    p.row(*WHO, *NAMES, *(f"{s} Pred." for s in NAMES))
    for c in t.children(12, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t
