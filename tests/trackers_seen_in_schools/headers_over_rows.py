"""Headings over two and three rows, merged and not, in either order."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import PLAIN, Tracker, Wide, pairs, seen

RWM = ("reading", "writing", "maths")
HALF_TERMS = ("Autumn 1", "Autumn 2", "Spring 1")


@seen
def subject_over_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Year 3")
    p.row(None, None, None, None, *(Wide(s, 4) for s in ("Reading", "Writing", "Maths")))
    p.row("UPN", "Surname", "Forename", "Sex", *["Aut 1", "Aut 2", "Spr 1", "EOY Pred"] * 3)
    for c in t.children(27, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            c.sex,
            *(m for s in RWM for m in (*(t.mark(c, s, at=h) for h in HALF_TERMS), t.mark(c, s, "predicted"))),
        )
    return t


@seen
def half_terms_over_subjects() -> Tracker:
    t = Tracker()
    p = t.sheet("5 Ash")
    p.row("Oakfield Primary School", None, None)
    p.row(
        None,
        None,
        None,
        *(Wide(h, 3) for h in ("Autumn 1", "Autumn 2", "Spring 1")),
        Wide("Predicted End of Year", 3),
    )
    p.row("Surname", "Forename", "UPN", *["Reading", "Writing", "Maths"] * 4)
    for c in t.children(24, 5):
        p.row(
            c.surname,
            c.forename,
            c.upn,
            *(t.mark(c, s, at=h) for h, s in pairs(HALF_TERMS, RWM)),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def three_rows_subject_half_term_kind() -> Tracker:
    t = Tracker(half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    p = t.sheet("Y6")
    p.row("YEAR 6 ASSESSMENT")
    p.row(None, None, None, *(Wide(s, 4) for s in ("READING", "WRITING", "MATHS")))
    p.row(None, None, None, *(w for _ in RWM for w in (Wide("Autumn 1", 2), Wide("Autumn 2", 2))))
    p.row("UPN", "Name", "PP", *["Current", "Predicted"] * 6)
    for c in t.children(26, 6):
        p.row(
            c.upn,
            c.name,
            "Yes" if c.pp else "No",
            *(
                t.mark(c, s, k, at=h)
                for s, h, k in pairs(RWM, ("Autumn 1", "Autumn 2"), ("current", "predicted"))
            ),
        )
    return t


@seen
def three_rows_half_term_subject_kind() -> Tracker:
    t = Tracker()
    p = t.sheet("Cedar")
    p.row(None, None, *(Wide(h, 6) for h in ("AUTUMN 2", "SPRING 1")))
    p.row(None, None, *(Wide(s, 2) for _ in range(2) for s in ("Reading", "Writing", "Maths")))
    p.row("UPN", "Pupil", *["TA", "Pred"] * 6)
    for c in t.children(18, 2, year_told=False):
        p.row(
            c.upn,
            c.name,
            *(
                t.mark(c, s, k, at=h)
                for h, s, k in pairs(("Autumn 2", "Spring 1"), RWM, ("current", "predicted"))
            ),
        )
    return t


@seen
def three_rows_with_year_above() -> Tracker:
    """The academic year over the half-terms over the subjects; nothing said with the file."""
    t = Tracker(half_term=None)
    p = t.sheet("Tracker")
    p.row(None, None, None, Wide("2025-26", 9))
    p.row(None, None, None, *(Wide(h, 3) for h in HALF_TERMS))
    p.row("UPN", "Surname", "Forename", *["Reading", "Writing", "Maths"] * 3)
    for c in t.children(16, 4, year_told=False):
        p.row(c.upn, c.surname, c.forename, *(t.mark(c, s, at=h) for h, s in pairs(HALF_TERMS, RWM)))
    t.must_say = ["half_term_taken"]
    return t


@seen
def not_merged_only_first_named() -> Tracker:
    """The upper row is not merged: its text stands above the first of its columns."""
    t = Tracker(file="unmerged.csv")
    p = t.sheet()
    p.row("", "", "", "Reading", "", "Writing", "", "Maths", "")
    p.row(
        "UPN", "Surname", "Forename", "Current", "Predicted", "Current", "Predicted", "Current", "Predicted"
    )
    for c in t.children(20, 1, year_told=False):
        p.row(
            c.upn, c.surname, c.forename, *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted")))
        )
    return t


@seen
def details_merged_downwards() -> Tracker:
    """The pupils' columns are merged over both rows, with their words in the upper one."""
    t = Tracker()
    p = t.sheet("Year 1")
    top = p.row(
        "UPN",
        "Surname",
        "Forename",
        "Gender",
        Wide("Current attainment", 3),
        Wide("Predicted attainment", 3),
        "Notes",
    )
    p.row(None, None, None, None, *["Reading", "Writing", "Maths"] * 2, None)
    for column in (0, 1, 2, 3, 10):
        p.merge_down(column, top, top + 1)
    for c in t.children(23, 1):
        t.says(c, sex=c.sex, surname=c.surname)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            "Boy" if c.sex == "M" else "Girl",
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
            None,
        )
    return t


@seen
def spacer_columns() -> Tracker:
    """A narrow blank column between subjects."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", None, Wide("Reading", 3), None, Wide("Writing", 3), None, Wide("Maths", 3))
    p.row(None, None, None, *[x for _ in RWM for x in ("Target", "Current", "Predicted", None)][:-1])
    for c in t.children(22, 4):
        cells: list[object] = []
        for s in RWM:
            cells += [t.mark(c, s, "target"), t.mark(c, s), t.mark(c, s, "predicted"), None]
        p.row(c.upn, c.name, None, *cells[:-1])
    return t


@seen
def term_one_to_six() -> Tracker:
    """A six-term authority."""
    t = Tracker(half_term="2025/26 Spring 2", really="2025/26 Spring 2")
    p = t.sheet("Y5")
    p.row(None, None, None, Wide("Reading", 4), Wide("Writing", 4), Wide("Maths", 4))
    p.row("UPN", "Surname", "Forename", *["Term 1", "Term 2", "Term 3", "Term 4"] * 3)
    terms = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2")
    for c in t.children(19, 5):
        p.row(c.upn, c.surname, c.forename, *(t.mark(c, s, at=h) for s, h in pairs(RWM, terms)))
    return t


@seen
def empty_half_terms_to_come() -> Tracker:
    """All six half-terms are laid out; the later ones are still empty."""
    t = Tracker(half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    p = t.sheet("Tracking 25-26")
    p.row(None, None, None, *(Wide(s, 7) for s in ("Reading", "Writing", "Maths")))
    p.row("UPN", "Surname", "Forename", *["A1", "A2", "Sp1", "Sp2", "Su1", "Su2", "EOY prediction"] * 3)
    for c in t.children(25, 3, year_told=False):
        cells: list[object] = []
        for s in RWM:
            cells += [
                t.mark(c, s, at="Autumn 1"),
                t.mark(c, s, at="Autumn 2"),
                None,
                None,
                None,
                None,
                t.mark(c, s, "predicted"),
            ]
        p.row(c.upn, c.surname, c.forename, *cells)
    return t


@seen
def predictions_interleaved() -> Tracker:
    """Each half-term has its judgement and the prediction made then."""
    t = Tracker()
    p = t.sheet("Pine")
    p.row("Name", "UPN", *(Wide(s, 6) for s in ("Reading", "Writing", "Maths")))
    p.row(None, None, *["Aut 1", "Aut 1 Pred", "Aut 2", "Aut 2 Pred", "Spr 1", "Spr 1 Pred"] * 3)
    for c in t.children(21, 6, year_told=False):
        p.row(
            c.name,
            c.upn,
            *(t.mark(c, s, k, at=h) for s, h, k in pairs(RWM, HALF_TERMS, ("current", "predicted"))),
        )
    return t


@seen
def baseline_before_autumn() -> Tracker:
    """A baseline that is not ours stands before the half-terms."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row(None, None, *(Wide(s, 5) for s in ("Reading", "Writing", "Maths")))
    p.row("UPN", "Child", *["Baseline", "Aut 1", "Aut 2", "Spr 1", "Target"] * 3)
    for c in t.children(20, 2):
        cells: list[object] = []
        for s in RWM:
            cells += ["EXS", *(t.mark(c, s, at=h) for h in HALF_TERMS), t.mark(c, s, "target", words=PLAIN)]
        p.row(c.upn, c.name, *cells)
    return t


@seen
def combined_and_percentages() -> Tracker:
    """A combined column, a points column and a progress column in each half-term's block."""
    t = Tracker()
    p = t.sheet("Y6 overview")
    p.row(None, None, None, Wide("Autumn 2", 5), Wide("Spring 1", 5), None)
    p.row("UPN", "Surname", "Forename", *["Reading", "Writing", "Maths", "RWM", "Points"] * 2, "Progress")
    for c in t.children(29, 6):
        cells: list[object] = []
        for h in ("Autumn 2", "Spring 1"):
            cells += [
                *(t.mark(c, s, at=h) for s in RWM),
                "EXS+" if c.number % 2 else "Not met",
                14 + c.number % 6,
            ]
        p.row(c.upn, c.surname, c.forename, *cells, "+2")
    return t


@seen
def hint_row_under_headings() -> Tracker:
    """A row under the headings that says what to type."""
    t = Tracker()
    p = t.sheet("Data entry")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        "Reading current",
        "Reading predicted",
        "Writing current",
        "Writing predicted",
        "Maths current",
        "Maths predicted",
    )
    p.row("13 characters", None, None, "R to 6", *["PKS, WTS, EXS or GDS"] * 6)
    for c in t.children(14, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted"))),
        )
    return t


@seen
def dates_of_assessment_columns() -> Tracker:
    """The date of each assessment beside its judgement."""
    from datetime import date

    t = Tracker()
    p = t.sheet("Oak")
    p.row(None, None, Wide("Reading", 3), Wide("Writing", 3), Wide("Maths", 3))
    p.row("UPN", "Pupil name", *["Date assessed", "Judgement", "Predicted"] * 3)
    for c in t.children(16, 5, year_told=False):
        p.row(
            c.upn,
            c.listed,
            *(m for s in RWM for m in (date(2026, 1, 26), t.mark(c, s), t.mark(c, s, "predicted"))),
        )
    return t
