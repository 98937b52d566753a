"""A fourth lot, written in one go: more of what systems export. Not adjusted since."""

from __future__ import annotations

from datetime import date

from tests.trackers_seen_in_schools.tracker import ELM_GROVE, OAKFIELD, Formula, Tracker, Wide, pairs, seen

RWM = ("reading", "writing", "maths")
NAMES = ("Reading", "Writing", "Maths")
WHO = ("UPN", "Surname", "Forename", "Year")
BOTH = ("current", "predicted")


@seen
def words_with_codes_in_brackets() -> Tracker:
    words = {"WTS": "Working Towards (WTS)", "EXS": "Expected (EXS)", "GDS": "Greater Depth (GDS)"}
    t = Tracker(file="labels.csv")
    p = t.sheet()
    p.row(*WHO, *NAMES)
    for c in t.children(15, 4):
        p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def codes_with_words_after_a_dash() -> Tracker:
    words = {
        "PKS": "PKS – Pre-key stage",
        "WTS": "WTS – Working towards",
        "EXS": "EXS – Expected standard",
        "GDS": "GDS – Greater depth",
    }
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*WHO, *(f"{s} ({k})" for s in NAMES for k in ("now", "July prediction")))
    for c in t.children(15, 5):
        p.row(c.upn, c.surname, c.forename, 5, *(t.mark(c, s, k, words=words) for s in RWM for k in BOTH))
    return t


@seen
def year_and_word() -> Tracker:
    """Y4 Expected beside pupils of Year 4."""
    words = {"WTS": "Y4 Working Towards", "EXS": "Y4 Expected", "GDS": "Y4 Greater Depth"}
    t = Tracker()
    p = t.sheet("Year 4")
    p.row(*WHO, *NAMES)
    for c in t.children(15, 4):
        p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s, words=words) for s in RWM))
    t.may_ask = True
    return t


@seen
def assessment_points_with_their_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y2")
    p.row(
        None, None, None, None, *(Wide(h, 3) for h in ("AP1 – Autumn 1", "AP2 – Autumn 2", "AP3 – Spring 1"))
    )
    p.row(*WHO, *NAMES * 3)
    for c in t.children(15, 2):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            2,
            *(t.mark(c, s, at=h) for h, s in pairs(("Autumn 1", "Autumn 2", "Spring 1"), RWM)),
        )
    return t


@seen
def months_beside_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y2")
    p.row(*WHO, *(f"{s} {h}" for s in NAMES for h in ("Autumn 2 (Dec)", "Spring 1 (Feb)")))
    for c in t.children(15, 2):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            2,
            *(t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 2", "Spring 1"))),
        )
    return t


@seen
def colons_and_everything() -> Tracker:
    t = Tracker(file="colons.csv")
    p = t.sheet()
    p.row(
        "Pupil UPN",
        "Pupil Surname",
        "Pupil Forename",
        "NC Year",
        *(f"Teacher Assessment: {s}: Spring 1: 2025/26" for s in NAMES),
    )
    for c in t.children(15, 6):
        p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s) for s in RWM))
    return t


@seen
def bromcom_with_year_words() -> Tracker:
    t = Tracker(file="brom.csv", half_term="2025/26 Autumn 1", really="2025/26 Autumn 1")
    p = t.sheet()
    p.row(
        "Admission No",
        "UPN",
        "Name",
        *(f"Summative Assessment$Autumn 1$Year 4$English - {s}" for s in ("Reading", "Writing")),
        "Summative Assessment$Autumn 1$Year 4$Maths",
        "Target$End of Year$Year 4$Maths",
    )
    for c in t.children(15, 4):
        p.row(c.number, c.upn, c.listed, *(t.mark(c, s) for s in RWM), t.mark(c, "maths", "target"))
    return t


@seen
def bare_carriage_returns() -> Tracker:
    """Headings padded with spaces, every cell quoted by the export."""
    t = Tracker(file="padded.csv", encoding="utf-8-sig")
    p = t.sheet()
    p.row(" UPN ", " Surname ", " Forename ", " Year Group ", *(f"  {s}  TA " for s in NAMES))
    for c in t.children(15, 4):
        p.row(f" {c.upn} ", c.surname, c.forename, " Year 4 ", *(f" {t.mark(c, s, blanks=0)} " for s in RWM))
    return t


@seen
def groups_as_columns_of_ticks() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row("Pupil", "UPN", "Yr", "B", "G", "PP", "SEN K", "EHCP", "EAL", "LAC", *NAMES)
    for c in t.children(15, 5):
        t.says(c, pupil_premium=c.pp)
        p.row(
            c.name,
            c.upn,
            5,
            "✓" if c.sex == "M" else None,
            "✓" if c.sex == "F" else None,
            "✓" if c.pp else None,
            None,
            None,
            None,
            None,
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def intake_and_history_columns() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row(
        *WHO,
        "Date joined",
        "Previous school",
        "EYFS Reading",
        "KS1 R",
        "KS1 W",
        "KS1 M",
        *(f"{s} Spr1" for s in NAMES),
    )
    for c in t.children(15, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            5,
            date(2020, 9, 7),
            "Elsewhere",
            "2",
            "EXS",
            "WTS",
            "EXS",
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def cohort_years_as_sheet_titles() -> Tracker:
    t = Tracker(file="Cohorts.xlsx")
    for name, year in (("Class of 2026", 6), ("Class of 2027", 5)):
        p = t.sheet(name)
        p.row(f"{name} (current Year {year})")
        p.row("UPN", "Pupil", *NAMES)
        for c in t.children(8, year):
            p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM))
    return t


@seen
def rows_of_rwm_in_long() -> Tracker:
    t = Tracker(file="long-rwm.csv")
    p = t.sheet()
    p.row("Pupil UPN", "NC Year", "Subject", "Current Grade", "Predicted Grade", "Target Grade")
    for c in t.children(10, 6):
        for s, name in zip(RWM, NAMES, strict=True):
            p.row(c.upn, 6, name, *(t.mark(c, s, k, blanks=0) for k in ("current", "predicted", "target")))
        p.row(c.upn, 6, "RWM", "WTS", "EXS", "EXS")
        p.row(c.upn, 6, "GPS", t.mark(c, "gps", blanks=0), None, None)
    return t


@seen
def predictions_as_chance() -> Tracker:
    """How likely in per cent beside a prediction."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(*WHO, *(f"{s} {k}" for s in NAMES for k in ("current", "predicted", "likelihood %")))
    for c in t.children(15, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(x for s in RWM for x in (t.mark(c, s), t.mark(c, s, "predicted"), 0.8)),
        )
    return t


@seen
def notes_between_the_headings_and_pupils() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row("Spring 1")
    p.row(*WHO, *NAMES)
    p.row("Please complete by Friday 6th February. Do not change the columns!")
    for c in t.children(15, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s) for s in RWM))
    return t


@seen
def formulas_in_marks() -> Tracker:
    """Current marks are looked up from another sheet and stored with their values."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *NAMES)
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            Formula("=1+2", 3),
            *(Formula('="x"', t.mark(c, s, blanks=0)) for s in RWM),
        )
    return t


@seen
def three_schools_on_sheets_with_titles() -> Tracker:
    t = Tracker(school_urn=None, half_term=None, file="Trust Spring 1 2025-26.xlsx")
    for name, urn in (("Oakfield Primary School", OAKFIELD), ("Elm Grove C of E Primary School", ELM_GROVE)):
        p = t.sheet(name.split()[0])
        p.row(name)
        p.row("URN", urn)
        p.row(*WHO, *NAMES)
        for c in t.children(8, 4):
            t.schools[c.upn] = urn
            p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s) for s in RWM))
    return t


@seen
def every_second_row_blank() -> Tracker:
    t = Tracker()
    p = t.sheet("Print")
    p.row(*WHO, *NAMES)
    for c in t.children(15, 4):
        p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s) for s in RWM))
        p.gap()
    return t


@seen
def current_over_predicted_in_two_blocks_of_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row(None, None, None, None, Wide("ACTUAL", 6), Wide("END OF YEAR FORECAST", 6))
    p.row(
        None,
        None,
        None,
        None,
        *(Wide(h, 3) for h in ("Aut 2", "Spr 1")),
        *(Wide(h, 3) for h in ("Aut 2", "Spr 1")),
    )
    p.row(*WHO, *["R", "W", "M"] * 4)
    for c in t.children(15, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            *(t.mark(c, s, k, at=h) for k, h, s in pairs(BOTH, ("Autumn 2", "Spring 1"), RWM)),
        )
    return t


@seen
def attainment_age_related() -> Tracker:
    """ARE in headings, and in marks."""
    words = {"WTS": "Below ARE", "EXS": "At ARE", "GDS": "Above ARE"}
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(f"{s} ARE" for s in NAMES))
    for c in t.children(15, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, words=words) for s in RWM))
    t.may_ask = True
    return t


@seen
def teachers_own_shorthand() -> Tracker:
    t = Tracker()
    p = t.sheet("4 Rowan")
    p.row("4 Rowan – Sp1 data for headteacher – pls check!!")
    p.row("Name", "UPN", "Rdg now", "Rdg eoy", "Wrtg now", "Wrtg eoy", "Mths now", "Mths eoy", "?")
    for c in t.children(15, 4):
        p.row(c.name, c.upn, *(t.mark(c, s, k) for s in RWM for k in BOTH), "!" if c.number == 3 else None)
    return t


@seen
def reception_with_areas_of_learning() -> Tracker:
    """Reception's own areas beside ours: Literacy, Number."""
    t = Tracker()
    p = t.sheet("Reception")
    p.row(
        "UPN",
        "Child",
        "PSED",
        "C&L",
        "PD",
        "Literacy: Word Reading",
        "Literacy: Writing",
        "Maths: Number",
        "Maths: Numerical Patterns",
        "GLD",
    )
    for c in t.children(12, 0):
        p.row(
            c.upn,
            c.name,
            "On track",
            "On track",
            "On track",
            "On track",
            "On track",
            "On track",
            "Not on track",
            "Yes",
        )
    t.must_stop = True
    return t


@seen
def signature_block_at_the_foot() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *NAMES)
    for c in t.children(15, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s) for s in RWM))
    p.gap()
    p.row("Signed (class teacher):", "A. Smith", None, None, "Date:", "6/2/26")
    p.row("Signed (head):", "B. Jones", None, None, "Date:", "9/2/26")
    return t


@seen
def half_term_codes_with_points() -> Tracker:
    """1.1, 1.2, 2.1: term and half."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(f"{s} Term {h}" for s in NAMES for h in ("1.1", "1.2", "2.1")))
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(t.mark(c, s, at=h) for s, h in pairs(RWM, ("Autumn 1", "Autumn 2", "Spring 1"))),
        )
    return t


@seen
def strengths_and_gaps_text() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(h for s in NAMES for h in (s, f"{s} strengths", f"{s} gaps")))
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(x for s in RWM for x in (t.mark(c, s), "Expression", "Inference")),
        )
    return t


@seen
def standard_met_columns() -> Tracker:
    """A column that says whether the expected standard is met, beside the judgement."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*WHO, *(h for s in NAMES for h in (f"{s} judgement", f"{s} EXS+?")))
    for c in t.children(15, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(x for s in RWM for x in (t.mark(c, s), "Y")))
    return t
