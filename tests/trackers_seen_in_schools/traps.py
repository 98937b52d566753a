"""A third lot, written in one go: sheets that invite a misreading. Not adjusted since."""

from __future__ import annotations

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
SO_FAR = ("Autumn 1", "Autumn 2", "Spring 1")
WHO = ("UPN", "Surname", "Forename", "Year")


@seen
def half_terms_without_any_subject() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4 data")
    p.row(*WHO, "Aut 1", "Aut 2", "Spr 1", "EOY")
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "WTS", "EXS", "EXS", "EXS")
    t.must_stop = True
    return t


@seen
def sheet_named_english() -> Tracker:
    """English: reading or writing? What "Current" holds there says nothing of the sheet of maths."""
    t = Tracker()
    children = t.children(10, 4)
    for name, s in (("English", "writing"), ("Maths", "maths")):
        p = t.sheet(name)
        p.row(*WHO, "Current", "Predicted")
        for c in children:
            p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s, k) for k in ("current", "predicted")))
    t.answers = {"Current": "writing.current", "Predicted": "writing.predicted"}
    t.must_stop = True
    return t


@seen
def end_of_year_and_end_of_key_stage() -> Tracker:
    """Two predictions for each subject: for July, and for Year 6."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*WHO, *(f"{s} {k}" for s in NAMES for k in ("now", "EOY prediction", "end of KS2 prediction")))
    for c in t.children(14, 5):
        cells: list[object] = []
        for s in RWM:
            predicted = t.mark(c, s, "predicted", words=THREE, blanks=0)
            cells += [t.mark(c, s), predicted, "GDS" if predicted == "EXS" else "EXS"]
        p.row(c.upn, c.surname, c.forename, 5, *cells)
    t.answers = {f"{s} end of KS2 prediction": "unused" for s in NAMES}
    t.must_stop = True
    return t


@seen
def title_lists_current_and_predicted() -> Tracker:
    """Bare subjects twice, under a title that says current and predicted, in no stated order."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row("Year 5 current and predicted attainment – Spring 1")
    p.row(*WHO, *NAMES, *NAMES)
    for c in t.children(14, 5):
        p.row(c.upn, c.surname, c.forename, 5, "WTS", "WTS", "EXS", "EXS", "EXS", "EXS")
    t.must_stop = True
    return t


@seen
def target_setting_meeting() -> Tracker:
    t = Tracker()
    p = t.sheet("Sheet1")
    p.row("Target setting meeting, Spring 1")
    p.row(*WHO, *NAMES)
    for c in t.children(14, 5):
        p.row(c.upn, c.surname, c.forename, 5, "WTS", "WTS", "EXS")
    t.must_stop = True
    return t


@seen
def school_target_above_the_columns() -> Tracker:
    """The school's target as a share of pupils stands above each column."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(None, None, None, "Target", 0.85, 0.8, 0.85)
    p.row(None, None, None, "Actual", 0.7, 0.66, 0.71)
    p.row(*WHO, *NAMES)
    for c in t.children(20, 6):
        p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in RWM))
    return t


@seen
def last_summers_half_term_by_calendar_year() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row(*WHO, *(f"{s} {h}" for s in NAMES for h in ("Summer 2 2025", "Autumn 2 2025", "Spring 1 2026")))
    for c in t.children(15, 4):
        marks = (t.mark(c, s, at=h) for s, h in pairs(RWM, ("2024/25 Summer 2", "Autumn 2", "Spring 1")))
        p.row(c.upn, c.surname, c.forename, 4, *marks)
    return t


@seen
def predictions_for_two_julys() -> Tracker:
    """Last year's prediction is kept beside this year's."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(
        *WHO,
        *(
            f"{s} {k}"
            for s in NAMES
            for k in ("current", "predicted Summer 2 2025", "predicted Summer 2 2026")
        ),
    )
    for c in t.children(15, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(x for s in RWM for x in (t.mark(c, s), "WTS", t.mark(c, s, "predicted"))),
        )
    return t


@seen
def separator_line_first() -> Tracker:
    """Excel's own hint stands first in the file."""
    t = Tracker(file="sep.csv", delimiter=";")
    p = t.sheet()
    p.row("sep=;")
    p.row(*WHO, *NAMES)
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s) for s in RWM))
    return t


@seen
def line_breaks_within_csv_headings() -> Tracker:
    t = Tracker(file="breaks.csv")
    p = t.sheet()
    p.row(*WHO, *(f"{s}\n{k}\n(Spring 1)" for s in NAMES for k in ("Current", "Predicted")))
    for c in t.children(12, 4):
        p.row(
            c.upn, c.surname, c.forename, 4, *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted"))
        )
    return t


@seen
def to_be_confirmed() -> Tracker:
    t = Tracker()
    p = t.sheet("Y1")
    p.row(*WHO, *NAMES)
    for c in t.children(14, 1):
        none = {3: "TBC", 6: "Not yet assessed", 9: "?"}.get(c.number)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            1,
            none or t.mark(c, "reading"),
            t.mark(c, "writing"),
            t.mark(c, "maths"),
        )
    t.may_ask = True
    return t


@seen
def zeros_for_blanks() -> Tracker:
    """A formula that looks elsewhere shows 0 where nothing stands."""
    t = Tracker()
    p = t.sheet("Y1")
    p.row(*WHO, *NAMES)
    for c in t.children(14, 1):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            1,
            *(Formula("=0", 0) if c.number == 4 else t.mark(c, s) for s in RWM),
        )
    t.may_ask = True
    return t


@seen
def milestones_over_subjects() -> Tracker:
    """Milestone 1, 2, 3: words that only the school knows, over subjects."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(None, None, None, None, *(Wide(f"Milestone {n}", 3) for n in (1, 2, 3)))
    p.row(*WHO, *NAMES * 3)
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, at=h) for h, s in pairs(SO_FAR, RWM)))
    t.answers = {f"milestone {n}": h.lower().replace(" ", "-") for n, h in enumerate(SO_FAR, start=1)}
    t.must_stop = True
    return t


@seen
def milestones_under_subjects() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(Wide(s, 3) for s in NAMES))
    p.row(None, None, None, None, *["Checkpoint A", "Checkpoint B", "Checkpoint C"] * 3)
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, at=h) for s, h in pairs(RWM, SO_FAR)))
    t.answers = {f"checkpoint {x}": h.lower().replace(" ", "-") for x, h in zip("ABC", SO_FAR, strict=True)}
    t.must_stop = True
    return t


@seen
def numbered_half_terms_on_a_spring_sheet() -> Tracker:
    """HT1 and HT2 on the sheet of the spring term."""
    t = Tracker(half_term="2025/26 Spring 2", really="2025/26 Spring 2")
    p = t.sheet("Spring Term")
    p.row(*WHO, *(f"{s} HT{n}" for s in NAMES for n in (1, 2)))
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *["EXS", "WTS"] * 3)
    t.must_stop = True
    return t


@seen
def three_terms_numbered() -> Tracker:
    """Term 1, Term 2, Term 3 of a school that counts three: said in the reading."""
    t = Tracker(half_term="2025/26 Spring 1", really="2025/26 Spring 1")
    p = t.sheet("Y3")
    p.row(*WHO, *(f"{s} Term {n}" for s in NAMES for n in (1, 2)))
    for c in t.children(12, 3):
        marks = (t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2")))
        p.row(c.upn, c.surname, c.forename, 3, *marks)
    t.may_ask = True
    return t


@seen
def effort_with_marks_like_ours() -> Tracker:
    """Effort and attitude in the same words as attainment."""
    words = {"WTS": "Below", "EXS": "Expected", "GDS": "Exceeding"}
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*WHO, *(f"{s} {k}" for s in NAMES for k in ("Attainment", "Effort")))
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(x for s in RWM for x in (t.mark(c, s, words=words), "Exceeding")),
        )
    return t


@seen
def progress_with_marks_like_ours() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row(None, None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row(*WHO, *["Attainment", "Progress", "Target"] * 3)
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(x for s in RWM for x in (t.mark(c, s), "Expected", t.mark(c, s, "target"))),
        )
    return t


@seen
def sex_in_a_column_headed_m() -> Tracker:
    """M and F as ticks for the sexes, R and W and Ma for subjects."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row("UPN", "Name", "Year", "M", "F", "R", "W", "Ma")
    for c in t.children(15, 2):
        p.row(
            c.upn,
            c.name,
            2,
            "x" if c.sex == "M" else None,
            "x" if c.sex == "F" else None,
            *(t.mark(c, s) for s in RWM),
        )
    t.may_ask = True
    return t


@seen
def yes_and_no_under_standards() -> Tracker:
    """A tick under WTS, EXS or GDS for each subject: a matrix, not marks."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row(None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row("UPN", "Name", "Year", *["WTS", "EXS", "GDS"] * 3)
    for c in t.children(12, 2):
        p.row(c.upn, c.name, 2, *[None, "x", None] * 3)
    t.must_stop = True
    return t


@seen
def code_typed_under_standards() -> Tracker:
    """The same with the code itself typed in its column."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row(None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row("UPN", "Name", "Year", *["WTS", "EXS", "GDS"] * 3)
    for c in t.children(12, 2):
        p.row(c.upn, c.name, 2, *["WTS", None, None, None, "EXS", None, None, None, "GDS"])
    t.must_stop = True
    return t


@seen
def previous_year_on_the_second_sheet() -> Tracker:
    """Last year's marks of the same pupils on a sheet named for its year."""
    t = Tracker()
    children = t.children(12, 4, year_told=False)
    p = t.sheet("2025-26")
    p.row("UPN", "Name", *NAMES)
    for c in children:
        p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM))
    p = t.sheet("2024-25")
    p.row("UPN", "Name", *NAMES)
    for c in children:
        p.row(c.upn, c.name, "WTS", "WTS", "WTS")
    return t


@seen
def long_with_baseline_rows() -> Tracker:
    """Types in a long list: baseline rows are not this year's."""
    t = Tracker(file="baseline.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subject", "Type", "Result")
    for c in t.children(10, 4):
        for s in RWM:
            p.row(c.upn, 4, s.title(), "Baseline", "WTS")
            p.row(c.upn, 4, s.title(), "Teacher Assessment", t.mark(c, s, blanks=0))
            p.row(c.upn, 4, s.title(), "Year Target", t.mark(c, s, "target", blanks=0))
    return t


@seen
def long_with_other_years_rows() -> Tracker:
    t = Tracker(file="years.csv")
    p = t.sheet()
    p.row("UPN", "NC Year", "Academic Year", "Term", "Subject", "Grade")
    for c in t.children(10, 4, year_told=False):
        for year, h in (("2024/25", "Summer 2"), ("2025/26", "Autumn 2"), ("2025/26", "Spring 1")):
            for s in RWM:
                p.row(c.upn, 4, year, h, s.title(), t.mark(c, s, at=f"{year} {h}", blanks=0))
    return t


@seen
def long_with_scores_between() -> Tracker:
    t = Tracker(file="scores.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Aspect", "Result")
    for c in t.children(10, 6):
        for s in RWM:
            p.row(c.upn, 6, f"{s.title()} Teacher Assessment", t.mark(c, s, blanks=0))
        p.row(c.upn, 6, "Reading Scaled Score", 103)
        p.row(c.upn, 6, "Reading Age", "9.04")
    return t


@seen
def subjects_mistyped_in_headings() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forname", "Yr", "Readng", "Writting", "Mathss")
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s) for s in RWM))
    t.may_ask = True
    return t


@seen
def filter_row_below_the_headings() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *NAMES)
    p.row("All", "All", "All", "All", "All", "All", "All")
    for c in t.children(12, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s) for s in RWM))
    t.may_ask = True
    return t


@seen
def totals_for_each_school() -> Tracker:
    t = Tracker(school_urn=None)
    p = t.sheet("All schools")
    p.row("School", *WHO, *NAMES)
    for name, urn in (("Oakfield Primary", OAKFIELD), ("Elm Grove", ELM_GROVE)):
        for c in t.children(8, 6):
            t.schools[c.upn] = urn
            p.row(name, c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in RWM))
        p.row(f"{name} total", None, None, None, None, 5, 6, 7)
    p.row("Trust", None, None, None, None, "61%", "58%", "66%")
    return t


@seen
def predicted_below_current_in_each_cell_row() -> Tracker:
    """Two rows a pupil: C and P in a column of their own."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", "Year", "C/P", *NAMES)
    for c in t.children(10, 4):
        p.row(c.upn, c.name, 4, "Current", *(t.mark(c, s, blanks=0) for s in RWM))
        p.row(c.upn, c.name, 4, "Predicted", *(t.mark(c, s, "predicted", blanks=0) for s in RWM))
    t.may_ask = True
    return t


@seen
def half_term_in_a_column_of_a_wide_sheet() -> Tracker:
    """A row for each pupil and half-term, the half-term's column headed "When"."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", "Year", "When", *NAMES)
    for c in t.children(10, 4):
        for h in ("Autumn 2", "Spring 1"):
            p.row(c.upn, c.name, 4, h, *(t.mark(c, s, at=h, blanks=0) for s in RWM))
    t.may_ask = True
    return t


@seen
def data_of_the_next_year_group() -> Tracker:
    """A Year 3 heading in a Year 4 sheet: which year's marks?"""
    t = Tracker()
    p = t.sheet("Year 4")
    p.row("UPN", "Name", *(f"Year 3 {s}" for s in NAMES), *(f"Year 4 {s}" for s in NAMES))
    for c in t.children(10, 4):
        p.row(c.upn, c.name, "WTS", "WTS", "WTS", *(t.mark(c, s) for s in RWM))
    return t


@seen
def targets_on_a_sheet_called_targets() -> Tracker:
    t = Tracker()
    children = t.children(10, 6)
    p = t.sheet("Y6 Current")
    p.row("UPN", "Name", *NAMES)
    for c in children:
        p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM))
    p = t.sheet("Y6 Targets")
    p.row("UPN", "Name", *NAMES)
    for c in children:
        p.row(c.upn, c.name, *(t.mark(c, s, "target") for s in RWM))
    return t


@seen
def reasons_named_like_marks() -> Tracker:
    """A column of reasons holds words that are marks elsewhere."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(*WHO, *NAMES, "Attendance band", "Homework", "Parental support")
    for c in t.children(12, 6):
        p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in RWM), "Below", "Met", "High")
    return t
