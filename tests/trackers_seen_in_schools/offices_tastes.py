"""The odder tastes of school offices: what is merged down, named twice, left unnamed, or named like ours."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import PLAIN, THREE, Page, Tracker, Wide, pairs, seen

RWM = ("reading", "writing", "maths")
NAMES = ("Reading", "Writing", "Maths")
BOTH = ("current", "predicted")


def _rows(
    t: Tracker,
    p: Page,
    count: int,
    year: int,
    kinds: tuple[str, ...] = ("current",),
    *,
    subjects: tuple[str, ...] = RWM,
) -> None:
    """UPN, surname, forename, year, then subject by subject the kinds."""
    for c in t.children(count, year):
        p.row(c.upn, c.surname, c.forename, year, *(t.mark(c, s, k) for s in subjects for k in kinds))


@seen
def single_letters_with_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row(
        "UPN", "Surname", "Forename", "Year", *(f"{s} {h}" for h in ("Aut1", "Aut2", "Spr1") for s in "RWM")
    )
    for c in t.children(18, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(t.mark(c, s, at=h) for h in ("Autumn 1", "Autumn 2", "Spring 1") for s in RWM),
        )
    return t


@seen
def half_term_subject_kind_in_letters() -> Tracker:
    """Sp1 R C, Sp1 R P: current and predicted as letters, side by side."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row("UPN", "Surname", "Forename", "Year", *(f"Sp1 {s} {k}" for s in "RWM" for k in ("C", "P")))
    _rows(t, p, 18, 5, BOTH)
    t.may_ask = True
    return t


@seen
def predictions_title_over_subjects() -> Tracker:
    """A sheet of predictions only: its title says so, its headings are bare subjects."""
    t = Tracker(file="Y6 predictions.xlsx")
    p = t.sheet("Predictions")
    p.row("Year 6 – Predicted outcomes July 2026")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    _rows(t, p, 20, 6, ("predicted",))
    return t


@seen
def half_terms_by_number() -> Tracker:
    t = Tracker()
    p = t.sheet("Tracking")
    p.row(None, None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row("UPN", "Surname", "Forename", "Year", *["HT1", "HT2", "HT3"] * 3)
    for c in t.children(18, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2", "Spring 1"))),
        )
    return t


@seen
def three_rows_for_each_pupil_merged() -> Tracker:
    """Each pupil has three rows, one a subject; UPN and name are merged down over them."""
    t = Tracker()
    p = t.sheet("Progress meeting")
    p.row("UPN", "Pupil", "Year", "Subject", "Current", "Predicted EOY", "Barriers")
    for c in t.children(10, 4):
        first = len(p.rows) + 1
        for n, s in enumerate(RWM):
            p.row(
                *((c.upn, c.name, 4) if n == 0 else (None, None, None)),
                s.capitalize(),
                t.mark(c, s),
                t.mark(c, s, "predicted"),
                None,
            )
        for column in range(3):
            p.merge_down(column, first, first + 2)
    return t


@seen
def three_rows_for_each_pupil_not_merged() -> Tracker:
    """The same with the pupil named only on the first of the three rows, nothing merged."""
    t = Tracker(file="progress.csv")
    p = t.sheet()
    p.row("UPN", "Pupil", "Year", "Subject", "Current", "Predicted EOY")
    for c in t.children(10, 4):
        for n, s in enumerate(RWM):
            p.row(
                *((c.upn, c.name, 4) if n == 0 else (None, None, None)),
                s.capitalize(),
                t.mark(c, s, blanks=0),
                t.mark(c, s, "predicted"),
            )
    t.may_ask = True
    return t


@seen
def pupils_across_the_top() -> Tracker:
    """Pupils across, subjects down: no row of pupils."""
    t = Tracker()
    p = t.sheet("Grid")
    children = t.children(8, 2)
    p.row("Pupil", *(c.name for c in children))
    p.row("UPN", *(c.upn for c in children))
    for s in NAMES:
        p.row(s, *["EXS"] * 8)
    t.must_stop = True
    return t


@seen
def upn_under_another_name() -> Tracker:
    """The column of UPNs is headed "Pupil Number", beside one of admission numbers."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("Adm No", "Pupil Number", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(15, 4):
        p.row(f"00{1200 + c.number}", c.upn, c.surname, c.forename, 4, *(t.mark(c, s) for s in RWM))
    return t


@seen
def upn_column_without_a_heading() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row(None, "Surname", "Forename", "Year", *NAMES)
    _rows(t, p, 15, 4)
    return t


@seen
def former_upn_beside() -> Tracker:
    t = Tracker(file="former.csv")
    p = t.sheet()
    p.row("UPN", "Former UPN", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(12, 1):
        p.row(
            c.upn,
            "B801200005001" if c.number == 3 else None,
            c.surname,
            c.forename,
            1,
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def subjects_under_english() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(None, None, None, None, Wide("English", 3), "Mathematics", "Science")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "SPaG", "Maths", "Science")
    _rows(t, p, 20, 3, subjects=("reading", "writing", "gps", "maths", "science"))
    return t


@seen
def foundation_subjects_too() -> Tracker:
    """Other subjects stand beside ours with the same marks; RE is not Reading."""
    t = Tracker()
    p = t.sheet("Y5 all subjects")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        *NAMES,
        "Science",
        "Art",
        "Computing",
        "D&T",
        "Geography",
        "History",
        "MFL",
        "Music",
        "PE",
        "RE",
        "PSHE",
    )
    for c in t.children(20, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            *(t.mark(c, s) for s in (*RWM, "science")),
            *["EXS", "WTS", "EXS", "GDS", "EXS", "WTS", "EXS", "EXS", "GDS", "EXS"],
        )
    return t


@seen
def foundation_subjects_in_a_long_list() -> Tracker:
    t = Tracker(file="all.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subject", "Half Term", "Judgement")
    for c in t.children(10, 5):
        for s in RWM:
            p.row(c.upn, 5, s.title(), "Spring 1", t.mark(c, s, blanks=0))
        for s in ("RE", "PE", "Art and Design", "Combined RWM", "Spoken Language"):
            p.row(c.upn, 5, s, "Spring 1", "WTS")
    return t


@seen
def two_letter_subjects() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6")
    p.row("UPN", "Surname", "Forename", "Year", "Re", "Wr", "Ma", "Re Pred", "Wr Pred", "Ma Pred")
    for c in t.children(15, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def short_words_for_marks() -> Tracker:
    words = {
        "PKS": ("PK1", "PK2", "BLW"),
        "WTS": ("WT", "wt", "W/T"),
        "EXS": ("EXP", "Exp", "ARE"),
        "GDS": ("GD", "gd"),
    }
    t = Tracker()
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(30, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def no_marks_yet_in_many_ways() -> Tracker:
    """A hyphen, n/a and a blank are no marks; one subject is still to be done."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(14, 2):
        none = {2: "-", 5: "n/a", 8: "N/A", 11: "–"}.get(c.number)
        p.row(c.upn, c.surname, c.forename, 2, none or t.mark(c, "reading"), None, t.mark(c, "maths"))
    return t


@seen
def title_that_names_every_subject() -> Tracker:
    t = Tracker()
    p = t.sheet("Sheet1")
    p.row(Wide("Reading, Writing and Maths Tracker – Predictions and Current – Spring 1", 10))
    p.row(
        "UPN", "Surname", "Forename", "Year", *(f"{s} {k}" for s in NAMES for k in ("Current", "Predicted"))
    )
    _rows(t, p, 16, 4, BOTH)
    return t


@seen
def sheet_for_each_subject_and_half_term() -> Tracker:
    t = Tracker()
    children = t.children(12, 4, year_told=False)
    for s, (h, short) in pairs(RWM, (("Autumn 2", "Aut2"), ("Spring 1", "Spr1"))):  # type: ignore[misc,arg-type]
        p = t.sheet(f"{s.title()} {short}")
        p.row("UPN", "Name", "Current", "EOY Predicted")
        for c in children:
            p.row(c.upn, c.name, t.mark(c, s, at=h), t.mark(c, s, "predicted", at=h))
    return t


@seen
def all_pupils_repeated_on_one_sheet() -> Tracker:
    """Classes on their sheets and everyone again on the last, with the same marks."""
    t = Tracker()
    lines = []
    for name in ("4A", "4B"):
        p = t.sheet(name)
        p.row("UPN", "Surname", "Forename", "Year", *NAMES)
        _rows(t, p, 9, 4)
        lines += p.rows[1:]
    p = t.sheet("Year 4 all")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    p.rows += [list(line) for line in lines]
    return t


@seen
def all_pupils_repeated_with_older_marks() -> Tracker:
    """The same, but somebody forgot to update the last sheet."""
    t = Tracker()
    p = t.sheet("4A")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    children = t.children(9, 4)
    for c in children:
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "EXS", "GDS")
    p = t.sheet("Year 4 all")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    for c in children:
        p.row(c.upn, c.surname, c.forename, 4, "WTS" if c.number == 2 else "EXS", "EXS", "GDS")
    t.must_stop = True
    return t


@seen
def last_years_results_beside() -> Tracker:
    """End of Year 4 stands before the half-terms of Year 5: it is not this year's."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(None, None, None, None, *(Wide(s, 4) for s in NAMES))
    p.row("UPN", "Surname", "Forename", "Year", *["End of Y4", "Y5 Aut 2", "Y5 Spr 1", "Y5 EOY Pred"] * 3)
    for c in t.children(16, 5):
        cells: list[object] = []
        for s in RWM:
            t.optional[(c.upn, "2024/25 Summer 2", s, "current")] = "EXS"
            cells += ["EXS", t.mark(c, s, at="Autumn 2"), t.mark(c, s), t.mark(c, s, "predicted")]
        p.row(c.upn, c.surname, c.forename, 5, *cells)
    t.may_ask = True
    return t


@seen
def last_summer_with_its_year() -> Tracker:
    """Last summer's half-term has its own academic year above it."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row(None, None, None, None, Wide("2024-25", 3), Wide("2025-26", 6))
    p.row(None, None, None, None, Wide("Summer 2", 3), Wide("Autumn 2", 3), Wide("Spring 1", 3))
    p.row("UPN", "Surname", "Forename", "Year", *NAMES * 3)
    for c in t.children(16, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            *(t.mark(c, s, at=h) for h, s in pairs(("2024/25 Summer 2", "Autumn 2", "Spring 1"), RWM)),
        )
    return t


@seen
def flags_about_being_on_track() -> Tracker:
    """Yes and No to a question, beside each judgement."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        *(h for s in NAMES for h in (s, f"{s} on track Y/N", f"{s} RAG")),
    )
    for c in t.children(20, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(x for s in RWM for x in (t.mark(c, s), "YN"[c.number % 2], "RAG"[c.number % 3])),
        )
    return t


@seen
def arrows_of_progress() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6")
    p.row(
        "UPN", "Surname", "Forename", "Year", *(h for s in NAMES for h in (f"{s} Aut 2", f"{s} Spr 1", "+/-"))
    )
    for c in t.children(20, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(x for s in RWM for x in (t.mark(c, s, at="Autumn 2"), t.mark(c, s), "↑→↓"[c.number % 3])),
        )
    return t


@seen
def kind_over_subject_over_half_term() -> Tracker:
    t = Tracker()
    p = t.sheet("Y1")
    p.row(None, None, None, None, Wide("Teacher assessment", 6), Wide("Prediction", 6))
    p.row(None, None, None, None, *[Wide(s, 2) for s in NAMES] * 2)
    p.row("UPN", "Surname", "Forename", "Year", *["Aut 2", "Spr 1"] * 6)
    for c in t.children(15, 1):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            1,
            *(t.mark(c, s, k, at=h) for k, s, h in pairs(BOTH, RWM, ("Autumn 2", "Spring 1"))),
        )
    return t


@seen
def blank_rows_around_headings() -> Tracker:
    """A blank row between the two rows of headings and another before the pupils."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row(None, None, None, None, *(Wide(s, 2) for s in NAMES))
    p.gap()
    p.row("UPN", "Surname", "Forename", "Year", *["Now", "EOY Prediction"] * 3)
    p.gap()
    _rows(t, p, 15, 4, BOTH)
    return t


@seen
def table_far_from_the_corner() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6")
    p.gap(6)
    p.row(None, None, None, "OAKFIELD PRIMARY SCHOOL – Year 6 – Spring 1")
    p.gap()
    p.row(None, None, None, "Pupil", "UPN", "Yr", *NAMES)
    for c in t.children(14, 6):
        p.row(None, None, None, c.name, c.upn, 6, *(t.mark(c, s) for s in RWM))
    return t


@seen
def sheet_for_each_school() -> Tracker:
    """The trust's workbook: a sheet named after each school."""
    from tests.trackers_seen_in_schools.tracker import ELM_GROVE, OAKFIELD

    t = Tracker(school_urn=None)
    for name, urn in (("Oakfield", OAKFIELD), ("Elm Grove", ELM_GROVE)):
        p = t.sheet(name)
        p.row("UPN", "Surname", "Forename", "Year", *NAMES)
        for c in t.children(8, 6):
            t.schools[c.upn] = urn
            p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in RWM))
    return t


@seen
def aspects_hold_subject_and_kind() -> Tracker:
    """Long: the aspect says subject and kind at once."""
    t = Tracker(file="aspects.csv")
    p = t.sheet()
    p.row("UPN", "Name", "Year", "Aspect", "Grade")
    for c in t.children(12, 4):
        for s in RWM:
            p.row(c.upn, c.name, 4, f"{s.title()} Current", t.mark(c, s, blanks=0))
            p.row(c.upn, c.name, 4, f"{s.title()} Predicted EOY", t.mark(c, s, "predicted", blanks=0))
    return t


@seen
def long_in_letters() -> Tracker:
    t = Tracker(file="letters.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subj", "Term", "TA", "Pred")
    for c in t.children(12, 3):
        for s in RWM:
            p.row(c.upn, 3, s[0].upper(), "Spr1", t.mark(c, s, blanks=0), t.mark(c, s, "predicted"))
    return t


@seen
def two_digit_years_and_yr_words() -> Tracker:
    t = Tracker(file="dates.csv")
    p = t.sheet()
    p.row("UPN", "Surname", "Forename", "D.O.B.", "Cohort", "Form", *NAMES)
    for c in t.children(16, 5):
        t.says(c, dob=c.dob, class_name="5/6K")
        p.row(
            c.upn,
            c.surname,
            c.forename,
            c.dob.strftime("%d/%m/%y"),
            "Yr 5",
            "5/6K",
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def borderline_marks() -> Tracker:
    """WTS/EXS: on the border, which only the school can settle."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(12, 6):
        if c.number == 5:
            row = p.row(c.upn, c.surname, c.forename, 6, "WTS/EXS", "EXS", "EXS")
            t.stops(p, f"E{row}")
        else:
            p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s, words=PLAIN) for s in RWM))
    return t


@seen
def data_drops_by_number() -> Tracker:
    """Data drop 1, 2, 3: of which half-terms?"""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("UPN", "Surname", "Forename", "Year", *(f"{s} Data Drop {n}" for s in NAMES for n in (1, 2, 3)))
    half_terms = ("Autumn 1", "Autumn 2", "Spring 1")
    for c in t.children(12, 6):
        marks = (t.mark(c, s, at=h) for s, h in pairs(RWM, half_terms))
        p.row(c.upn, c.surname, c.forename, 6, *marks)
    t.answers = {"drop 1": "autumn-1", "drop 2": "autumn-2", "drop 3": "spring-1"}
    t.must_stop = True
    return t


@seen
def two_challenge_levels() -> Tracker:
    """FFT50 and FFT20 side by side: two targets for one pupil."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES, "Reading FFT50", "Reading FFT20")
    for c in t.children(12, 6):
        marks = [t.mark(c, s) for s in RWM]
        t.truth[(c.upn, t.really, "reading", "target")] = "GDS" if c.number % 2 else "EXS"
        p.row(c.upn, c.surname, c.forename, 6, *marks, "EXS", "GDS" if c.number % 2 else "EXS")
    t.answers = {"Reading FFT50": "unused"}
    t.must_stop = True
    return t


@seen
def months_for_half_terms() -> Tracker:
    """October, December, February."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row("UPN", "Surname", "Forename", "Year", *(f"{s} {m}" for s in NAMES for m in ("Oct", "Dec", "Feb")))
    for c in t.children(12, 2):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            2,
            *(t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2", "Spring 1"))),
        )
    t.may_ask = True
    return t


@seen
def empty_headings_named_by_the_program() -> Tracker:
    """Excel's table gave the columns without a heading names of its own."""
    t = Tracker()
    p = t.sheet("Table")
    p.row(
        "UPN", "Surname", "Forename", "Year", "Reading", "Column1", "Writing", "Column2", "Maths", "Column3"
    )
    for c in t.children(14, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(x for s in RWM for x in (t.mark(c, s), None)))
    return t


@seen
def both_sorts_of_names() -> Tracker:
    t = Tracker(file="names.csv")
    p = t.sheet()
    p.row(
        "UPN",
        "Legal Surname",
        "Legal Forename",
        "Preferred Surname",
        "Preferred Forename",
        "Middle Name",
        "Year",
        *NAMES,
    )
    for c in t.children(14, 3):
        t.says(c, surname=c.surname, forename=c.forename)
        p.row(c.upn, c.surname, c.forename, c.surname, c.forename, "Lee", 3, *(t.mark(c, s) for s in RWM))
    return t


@seen
def prior_key_stage_blocks() -> Tracker:
    """Blocks: prior attainment, targets, this half-term, prediction."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(
        None,
        None,
        None,
        None,
        Wide("KS1 Prior Attainment", 3),
        Wide("FFT20 Targets", 3),
        Wide("Spring 1 TA", 3),
        Wide("Predicted KS2 outcome", 3),
    )
    p.row("UPN", "Surname", "Forename", "Year", *NAMES * 4)
    for c in t.children(18, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            "EXS",
            "WTS",
            "EXS",
            *(t.mark(c, s, "target", words=THREE) for s in RWM),
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def questions_of_scores_and_pass_marks() -> Tracker:
    """Phonics, times tables and papers' scores stand between ours."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        "Phonics Y1",
        "MTC /25",
        "Reading paper /50",
        "Reading",
        "Arithmetic /40",
        "Reasoning 1 /35",
        "Maths",
        "Spelling /20",
        "Writing",
    )
    for c in t.children(18, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            "Wa",
            21,
            33,
            t.mark(c, "reading"),
            28,
            19,
            t.mark(c, "maths"),
            15,
            t.mark(c, "writing"),
        )
    return t


@seen
def year_to_date_percent_in_marks() -> Tracker:
    """A column headed like a subject holds percentages of a test."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        "Reading TA",
        "Reading Test",
        "Writing TA",
        "Maths TA",
        "Maths Test",
    )
    for c in t.children(18, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            t.mark(c, "reading"),
            0.62,
            t.mark(c, "writing"),
            t.mark(c, "maths"),
            0.71,
        )
    return t


@seen
def sexes_and_groups_in_one_column() -> Tracker:
    """Groups written together: PP, EAL, SEN K in one column."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row("UPN", "Pupil", "Year", "Groups", *NAMES)
    for c in t.children(15, 2):
        p.row(c.upn, c.listed, 2, "PP, EAL" if c.pp else "SEN K", *(t.mark(c, s) for s in RWM))
    return t


@seen
def expected_standard_headings() -> Tracker:
    """Headings that hold words which are also marks: "Expected by July" is a prediction."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        *(h for s in NAMES for h in (f"{s} working at", f"{s} expected outcome July")),
    )
    _rows(t, p, 15, 3, BOTH)
    return t


@seen
def notes_in_mark_cells() -> Tracker:
    """A sentence where a mark should be."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES)
    for c in t.children(12, 3):
        if c.number == 4:
            row = p.row(c.upn, c.surname, c.forename, 3, "EXS", "see Mrs T about this", "EXS")
            t.stops(p, f"F{row}")
        else:
            p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s) for s in RWM))
    return t


@seen
def half_terms_down_the_side() -> Tracker:
    """Blocks under one another, a half-term's name above each."""
    t = Tracker()
    p = t.sheet("Y2")
    children = t.children(9, 2)
    for h in ("Autumn 2", "Spring 1"):
        p.row(h)
        p.row("UPN", "Surname", "Forename", "Year", *NAMES)
        for c in children:
            p.row(c.upn, c.surname, c.forename, 2, *(t.mark(c, s, at=h) for s in RWM))
        p.gap()
    return t


@seen
def subjects_down_the_side() -> Tracker:
    """Blocks under one another, a subject's name above each."""
    t = Tracker()
    p = t.sheet("Y2")
    children = t.children(9, 2)
    for s in RWM:
        p.row(s.upper())
        p.row("UPN", "Surname", "Forename", "Year", "Autumn 2", "Spring 1", "Predicted")
        for c in children:
            p.row(
                c.upn,
                c.surname,
                c.forename,
                2,
                t.mark(c, s, at="Autumn 2"),
                t.mark(c, s),
                t.mark(c, s, "predicted"),
            )
        p.gap()
    return t


@seen
def predicted_block_below() -> Tracker:
    """The first block holds judgements, the second predictions, each under its own title."""
    t = Tracker()
    p = t.sheet("Y4")
    children = t.children(9, 4)
    for title, k in (("Current attainment – Spring 1", "current"), ("End of year predictions", "predicted")):
        p.row(title)
        p.row("UPN", "Surname", "Forename", "Year", *NAMES)
        for c in children:
            p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s, k) for s in RWM))
        p.gap()
    return t


@seen
def half_terms_left_and_right() -> Tracker:
    """The same pupils twice on one sheet, side by side, a half-term above each table."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(Wide("Autumn 2", 5), None, Wide("Spring 1", 5))
    p.row("UPN", "Name", *NAMES, None, "UPN", "Name", *NAMES)
    for c in t.children(12, 3):
        p.row(
            c.upn,
            c.name,
            *(t.mark(c, s, at="Autumn 2") for s in RWM),
            None,
            c.upn,
            c.name,
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def terms_without_their_half() -> Tracker:
    """Three data drops a year, one at the end of each term: read as its second half, and said."""
    t = Tracker(half_term="2025/26 Spring 2", really="2025/26 Spring 2")
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forename", *(Wide(s, 2) for s in NAMES))
    p.row(None, None, None, *["Autumn", "Spring"] * 3)
    for c in t.children(12, 3):
        marks = [t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 2", "Spring 2"))]
        p.row(c.upn, c.surname, c.forename, *marks)
    t.must_say = ["term_read_as"]
    return t
