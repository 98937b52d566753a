"""A second lot, written in one go after the reader had been mended by the first, and not adjusted since."""

from __future__ import annotations

from datetime import date

from tests.trackers_seen_in_schools.tracker import (
    ELM_GROVE,
    OAKFIELD,
    PLAIN,
    ST_BEDES,
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


@seen
def pupil_progress_meeting_form() -> Tracker:
    t = Tracker(file="PPM Y5 Spr1.xlsx")
    p = t.sheet("PPM")
    p.row("PUPIL PROGRESS MEETING RECORD")
    p.row("Class:", "5 Hazel", "Teacher:", "Mr D", "Date of meeting:", date(2026, 2, 9))
    p.row("Term:", "Spring 1", "Year:", "5")
    p.gap()
    p.row(
        "Pupil",
        "UPN",
        "Pupil group(s)",
        Wide("Reading", 2),
        Wide("Writing", 2),
        Wide("Maths", 2),
        "On track for combined?",
        "Barriers / actions",
    )
    p.row(None, None, None, *["Where now", "Where by July"] * 3, None, None)
    for c in t.children(18, 5):
        p.row(
            c.listed,
            c.upn,
            "PP" if c.pp else None,
            *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")),
            "Y",
            "Small group with TA",
        )
    t.may_ask = True
    return t


@seen
def whole_school_overview_by_year_columns() -> Tracker:
    """The whole school in one list, R for Reception; shares of pupils above the headings."""
    t = Tracker(file="Whole School Data Spring 1 2026.xlsx", half_term=None)
    p = t.sheet("Whole School")
    p.row(
        "Oakfield Primary",
        None,
        None,
        None,
        None,
        Formula("=1", "68%"),
        Formula("=1", "61%"),
        Formula("=1", "70%"),
    )
    p.row(
        "NC Year", "Class", "Pupil", "UPN", "M/F", "Reading", "Writing", "Maths", "R pred", "W pred", "M pred"
    )
    for year, label in ((0, "R"), (1, "1"), (6, "6")):
        for c in t.children(9, year):
            t.says(c, class_name=f"{label}X", sex=c.sex)
            p.row(
                label,
                f"{label}X",
                c.name,
                c.upn,
                c.sex,
                *(t.mark(c, s) for s in RWM),
                *(t.mark(c, s, "predicted") for s in RWM),
            )
    return t


@seen
def end_of_term_results_sheet() -> Tracker:
    t = Tracker(half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    p = t.sheet("Autumn end of term")
    p.row("Autumn Term Teacher Assessments – December 2025")
    p.row(
        "Forename",
        "Surname",
        "UPN",
        "Yr",
        "Reading TA",
        "NTS Reading SS",
        "Writing TA",
        "Maths TA",
        "NTS Maths SS",
        "GPS TA",
        "Combined",
    )
    for c in t.children(20, 4):
        p.row(
            c.forename,
            c.surname,
            c.upn,
            4,
            t.mark(c, "reading"),
            101,
            t.mark(c, "writing"),
            t.mark(c, "maths"),
            99,
            t.mark(c, "gps"),
            "Y",
        )
    return t


@seen
def slash_joined_headings() -> Tracker:
    t = Tracker(file="slashes.csv")
    p = t.sheet()
    p.row(
        "UPN",
        "Pupil",
        "Year",
        *(f"{s}/{h}/{k}" for s in ("Rdg", "Wtg", "Mth") for h in ("Aut2", "Spr1") for k in ("TA", "Pred")),
    )
    for c in t.children(15, 3):
        p.row(
            c.upn,
            c.name,
            "Y3",
            *(
                t.mark(c, s, k, at=h)
                for s, h, k in pairs(RWM, ("Autumn 2", "Spring 1"), ("current", "predicted"))
            ),
        )
    return t


@seen
def subject_code_numbers() -> Tracker:
    """AP1 to AP3 with a line under the title that says what they are."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("AP1 = Autumn 1, AP2 = Autumn 2, AP3 = Spring 1")
    p.row("UPN", "Surname", "Forename", "Year", *(f"{s} AP{n}" for s in NAMES for n in (1, 2, 3)))
    for c in t.children(12, 6):
        p.row(c.upn, c.surname, c.forename, 6, *(t.mark(c, s, at=h) for s, h in pairs(RWM, SO_FAR)))
    t.may_ask = True
    return t


@seen
def currently_and_end_of_year_in_words() -> Tracker:
    t = Tracker()
    p = t.sheet("Class 4")
    p.row(
        "Pupil name",
        "UPN",
        "Year group",
        *(h for s in NAMES for h in (f"Currently working at ({s})", f"Predicted to be at end of year ({s})")),
    )
    for c in t.children(17, 4):
        p.row(c.name, c.upn, "Year 4", *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")))
    return t


@seen
def class_and_gender_analysis_below() -> Tracker:
    """An analysis by group beneath the list, with the same headings and percentages."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forename", "Year", "PP", *NAMES)
    for c in t.children(16, 3):
        p.row(c.upn, c.surname, c.forename, 3, "Y" if c.pp else "N", *(t.mark(c, s) for s in RWM))
    p.gap()
    p.row("Group", None, None, "No.", None, "Reading %", "Writing %", "Maths %")
    for group in ("All pupils", "Boys", "Girls", "PP", "Non PP", "SEN", "EAL"):
        p.row(group, None, None, 8, None, 0.62, 0.5, "75%")
    return t


@seen
def counts_of_each_code_at_the_right() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row("UPN", "Surname", "Forename", "Year", *NAMES, None, "Summary", "Reading", "Writing", "Maths")
    summary = [("PKS", 1, 2, 1), ("WTS", 4, 5, 3), ("EXS", 9, 8, 9), ("GDS", 2, 1, 3), ("Total", 16, 16, 16)]
    for n, c in enumerate(t.children(16, 3)):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            *(t.mark(c, s) for s in RWM),
            None,
            *(summary[n] if n < 5 else ()),
        )
    return t


@seen
def sheets_for_terms_with_half_terms_inside() -> Tracker:
    """A sheet each for the autumn and spring terms; inside, HT1 and HT2 of that term."""
    t = Tracker(half_term="2025/26 Spring 1", really="2025/26 Spring 1")
    children = t.children(12, 5)
    for name, halves in (("Autumn Term", ("Autumn 1", "Autumn 2")), ("Spring Term", ("Spring 1",))):
        p = t.sheet(name)
        p.row("UPN", "Name", "Year", *(f"{s} {h}" for s in NAMES for h in halves))
        for c in children:
            p.row(c.upn, c.name, 5, *(t.mark(c, s, at=h) for s in RWM for h in halves))
    return t


@seen
def first_and_second_half_under_terms() -> Tracker:
    """Term above, 1st half and 2nd half below, subject lowest."""
    t = Tracker()
    p = t.sheet("Track")
    p.row(None, None, None, Wide("Autumn", 6), Wide("Spring", 3))
    p.row(None, None, None, Wide("1st half", 3), Wide("2nd half", 3), Wide("1st half", 3))
    p.row("UPN", "Pupil", "Year", *["R", "W", "M"] * 3)
    for c in t.children(14, 2):
        p.row(c.upn, c.name, 2, *(t.mark(c, s, at=h) for h, s in pairs(SO_FAR, RWM)))
    t.may_ask = True
    return t


@seen
def one_two_under_terms() -> Tracker:
    """Autumn above 1 and 2, Spring above 1."""
    t = Tracker()
    p = t.sheet("Reading")
    p.row(None, None, None, Wide("Autumn", 2), Wide("Spring", 1), "EOY")
    p.row("UPN", "Pupil", "Year", "1", "2", "1", "Prediction")
    for c in t.children(14, 2):
        p.row(
            c.upn, c.name, 2, *(t.mark(c, "reading", at=h) for h in SO_FAR), t.mark(c, "reading", "predicted")
        )
    t.may_ask = True
    return t


@seen
def trust_return_long_with_names() -> Tracker:
    t = Tracker(file="return.csv", school_urn=None, half_term=None, delimiter=";", encoding="utf-8-sig")
    p = t.sheet()
    p.row(
        "Academy",
        "Unique Pupil Number",
        "Pupil Surname",
        "Pupil Forename",
        "Year Group",
        "Assessment Period",
        "Subject",
        "Assessment Type",
        "Outcome",
    )
    for name, urn in (("Oakfield Primary School", OAKFIELD), ("St Bede's Catholic Primary School", ST_BEDES)):
        for c in t.children(7, 5):
            t.schools[c.upn] = urn
            for s in ("Reading", "Writing", "Mathematics"):
                for k, word in (("current", "Teacher Assessment"), ("predicted", "Predicted End of Year")):
                    p.row(
                        name,
                        c.upn,
                        c.surname,
                        c.forename,
                        "Year 5",
                        "Spring 1 2025/26",
                        s,
                        word,
                        t.mark(c, {"Mathematics": "maths"}.get(s, s.lower()), k, blanks=0),
                    )
    return t


@seen
def half_term_and_subject_with_underscores() -> Tracker:
    t = Tracker(file="flat.csv")
    p = t.sheet()
    p.row(
        "UPN",
        "SURNAME",
        "FORENAME",
        "DOB",
        "NCYEAR",
        *(f"{h}_{s}_{k}" for h in ("AUT2", "SPR1") for s in ("REA", "WRI", "MAT") for k in ("TA", "PRED")),
    )
    for c in t.children(16, 6):
        t.says(c, dob=c.dob)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            c.dob,
            6,
            *(
                t.mark(c, s, k, at=h)
                for h, s, k in pairs(("Autumn 2", "Spring 1"), RWM, ("current", "predicted"))
            ),
        )
    return t


@seen
def colour_words_in_a_rag_column() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", "Year", "Reading", "RAG", "Writing", "RAG", "Maths", "RAG")
    for c in t.children(14, 4):
        p.row(
            c.upn,
            c.name,
            4,
            *(x for s in RWM for x in (t.mark(c, s), ("Green", "Amber", "Red")[c.number % 3])),
        )
    return t


@seen
def seating_by_table_group() -> Tracker:
    """A group's name in the first column and a target sentence in the last."""
    t = Tracker()
    p = t.sheet("2 Lilac")
    p.row("Table", "Child", "UPN", "Reading", "Target", "Writing", "Target", "Maths", "Target")
    for c in t.children(14, 2):
        p.row("Foxes", c.name, c.upn, *(x for s in RWM for x in (t.mark(c, s), "Use full stops")))
    t.may_ask = True
    return t


@seen
def reading_and_phonics_for_infants() -> Tracker:
    t = Tracker()
    p = t.sheet("Y1")
    p.row(
        "UPN",
        "Forename",
        "Surname",
        "Yr",
        "RWI group",
        "Phonics phase",
        "PSC mock /40",
        "Reading",
        "Writing",
        "Maths",
        "Predicted PSC",
        "Reading EOY",
        "Writing EOY",
        "Maths EOY",
    )
    for c in t.children(17, 1):
        p.row(
            c.upn,
            c.forename,
            c.surname,
            1,
            "Purple",
            "5",
            27,
            *(t.mark(c, s) for s in RWM),
            "Yes",
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def leaver_greyed_and_starter_noted() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", "Year", *NAMES, "Notes")
    for c in t.children(12, 4):
        if c.number == 5:
            t.pupils[c.upn]["left"] = True
            for s in RWM:
                t.no_judgement(c, s)
            p.row(c.upn, c.name, 4, "Left", "Left", "Left", "Moved to Leeds 12/1/26")
        else:
            p.row(c.upn, c.name, 4, *(t.mark(c, s) for s in RWM), "New Jan 26" if c.number == 7 else None)
    return t


@seen
def years_on_sheets_classes_in_sections() -> Tracker:
    t = Tracker()
    for year in (3, 4):
        p = t.sheet(f"Year {year}")
        for name in ("Oak", "Elm"):
            p.row(f"Class: {year} {name}")
            p.row(
                "UPN",
                "Pupil",
                "Reading",
                "Writing",
                "Maths",
                "Reading prediction",
                "Writing prediction",
                "Maths prediction",
            )
            for c in t.children(7, year):
                p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM), *(t.mark(c, s, "predicted") for s in RWM))
            p.row(None, "% at expected", 0.5, 0.6, 0.7, 0.7, 0.7, 0.8)
            p.gap()
    return t


@seen
def sims_export_with_blank_and_generated() -> Tracker:
    t = Tracker(file="MarksheetExport.csv", encoding="cp1252")
    p = t.sheet()
    p.row("Oakfield Primary School")
    p.row("Marksheet Name: KS2 Y5 TA Spring 1")
    p.row("Report generated: 13/02/2026 15:42")
    p.gap()
    p.row(
        "Name",
        "UPN",
        "Reg",
        "Year",
        "Y5 Rea TA Spr1",
        "Y5 Wri TA Spr1",
        "Y5 Mat TA Spr1",
        "Y5 Rea EOY Pred",
        "Y5 Wri EOY Pred",
        "Y5 Mat EOY Pred",
    )
    for c in t.children(19, 5):
        t.says(c, class_name="5B")
        p.row(
            c.listed,
            c.upn,
            "5B",
            "Year  5",
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    p.gap()
    p.row("Total Students: 19")
    return t


@seen
def arbor_period_columns() -> Tracker:
    t = Tracker(file="arbor.csv")
    p = t.sheet()
    p.row(
        "Student",
        "UPN",
        "Year group",
        *(
            f"{s} ({h})"
            for s in ("Reading", "Writing", "Mathematics")
            for h in ("Autumn 2 2025/2026", "Spring 1 2025/2026", "Year target")
        ),
    )
    for c in t.children(15, 3):
        cells: list[object] = []
        for s in RWM:
            cells += [t.mark(c, s, at="Autumn 2"), t.mark(c, s), t.mark(c, s, "target")]
        p.row(c.name, c.upn, "Year 3", *cells)
    return t


@seen
def insight_statutory_beside() -> Tracker:
    t = Tracker(file="insight.csv", encoding="utf-16", delimiter="\t")
    p = t.sheet()
    p.row(
        "UPN",
        "Forename",
        "Surname",
        "Year Group",
        "EYFS GLD",
        "Y1 Phonics",
        "KS1 Reading",
        "KS1 Maths",
        *(f"{s} – {h}" for s in NAMES for h in ("Entry", "Autumn 1", "Autumn 2", "Spring 1")),
    )
    for c in t.children(15, 4):
        cells: list[object] = []
        for s in RWM:
            cells += ["EXS", *(t.mark(c, s, at=h) for h in SO_FAR)]
        p.row(c.upn, c.forename, c.surname, 4, "Y", "Wa", "EXS", "WTS", *cells)
    return t


@seen
def target_tracker_grid_with_points() -> Tracker:
    t = Tracker()
    p = t.sheet("Target Tracker")
    p.row("Band 4 – 4K – Spring 1")
    p.row(
        "Name",
        "UPN",
        "Y",
        "Reading PITA",
        "Reading points",
        "Writing PITA",
        "Writing points",
        "Maths PITA",
        "Maths points",
    )
    words = {"WTS": "Below", "EXS": "At", "GDS": "Above"}
    for c in t.children(15, 4):
        p.row(c.name, c.upn, 4, *(x for s in RWM for x in (t.mark(c, s, words=words), 21)))
    t.may_ask = True
    return t


@seen
def predictions_one_sheet_per_half_term_column() -> Tracker:
    """A ledger of predictions: every column is a prediction made in a half-term."""
    t = Tracker()
    p = t.sheet("Predictions log")
    p.row("Y6 predictions for July 2026")
    p.row(None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row("UPN", "Name", "Year", *["Made Aut 1", "Made Aut 2", "Made Spr 1"] * 3)
    for c in t.children(14, 6):
        p.row(c.upn, c.name, 6, *(t.mark(c, s, "predicted", at=h) for s, h in pairs(RWM, SO_FAR)))
    t.may_ask = True
    return t


@seen
def last_years_teacher_judgement_named_by_year() -> Tracker:
    """Y2 EOY and KS1 as history in a Year 4 sheet."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row(
        "UPN",
        "Name",
        "Year",
        *(h for s in NAMES for h in (f"Y2 EOY {s}", f"Y3 EOY {s}", f"{s} Spr 1", f"{s} EOY prediction")),
    )
    for c in t.children(14, 4):
        p.row(
            c.upn,
            c.name,
            4,
            *(x for s in RWM for x in ("EXS", "WTS", t.mark(c, s), t.mark(c, s, "predicted"))),
        )
        for s in RWM:
            t.optional[(c.upn, "2024/25 Summer 2", s, "current")] = "WTS"
            t.optional[(c.upn, "2023/24 Summer 2", s, "current")] = "EXS"
    return t


@seen
def different_headings_on_each_sheet() -> Tracker:
    """Three teachers, three tastes, one workbook."""
    t = Tracker()
    p = t.sheet("1 Ash")
    p.row("UPN", "Name", "R", "W", "M")
    for c in t.children(8, 1):
        p.row(c.upn, c.name, *(t.mark(c, s) for s in RWM))
    p = t.sheet("2 Elm")
    p.row("Spring 1")
    p.row("Surname", "Forename", "UPN no.", "Maths – current", "Reading – current", "Writing – current")
    for c in t.children(8, 2):
        p.row(c.surname, c.forename, c.upn, t.mark(c, "maths"), t.mark(c, "reading"), t.mark(c, "writing"))
    p = t.sheet("3 Fir")
    p.row(None, None, Wide("Reading", 2), Wide("Writing", 2), Wide("Maths", 2))
    p.row("Child", "UPN", *["Now", "July"] * 3)
    for c in t.children(8, 3):
        p.row(c.name, c.upn, *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")))
    t.may_ask = True
    return t


@seen
def trust_wide_sheet_per_year() -> Tracker:
    t = Tracker(school_urn=None)
    for year in (2, 6):
        p = t.sheet(f"Y{year}")
        p.row("Trust data collection – Spring 1 – Year group sheet")
        p.row("School", "UPN", "Pupil", *(f"{s} {k}" for s in NAMES for k in ("Current", "EOY")))
        for name, urn in (("Oakfield", OAKFIELD), ("Elm Grove C of E", ELM_GROVE), ("St Bede's", ST_BEDES)):
            for c in t.children(4, year):
                t.schools[c.upn] = urn
                p.row(name, c.upn, c.name, *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted")))
    return t


@seen
def dates_and_initials_between_half_terms() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row(None, None, None, *(Wide(h, 5) for h in ("Autumn 2", "Spring 1")))
    p.row("UPN", "Name", "Year", *["Reading", "Writing", "Maths", "Assessed by", "Date"] * 2)
    for c in t.children(14, 5):
        cells: list[object] = []
        for h in ("Autumn 2", "Spring 1"):
            cells += [*(t.mark(c, s, at=h) for s in RWM), "JB", date(2026, 1, 30)]
        p.row(c.upn, c.name, 5, *cells)
    return t


@seen
def marks_with_points_after_them() -> Tracker:
    """EXS (4), WTS (3): the words first, a school's points in brackets."""
    t = Tracker()
    words = {"WTS": "WTS (3)", "EXS": "EXS (4)", "GDS": "GDS (5)"}
    p = t.sheet("Y5")
    p.row("UPN", "Name", "Year", *NAMES)
    for c in t.children(14, 5):
        p.row(c.upn, c.name, 5, *(t.mark(c, s, words=words) for s in RWM))
    t.may_ask = True
    return t


@seen
def numbers_as_scores_only() -> Tracker:
    """Only standardised scores: nothing here is a judgement."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row("UPN", "Name", "Year", "Reading", "Maths", "GPS")
    for c in t.children(14, 5):
        p.row(c.upn, c.name, 5, 80 + c.number, 90 + c.number, 85 + c.number)
    t.must_stop = True
    return t


@seen
def kinds_swapped_within_subjects() -> Tracker:
    """Headings are not in the same order for each subject."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(None, None, None, *(Wide(s, 2) for s in NAMES))
    p.row("UPN", "Name", "Year", "Current", "Predicted", "Predicted", "Current", "Current", "Predicted")
    for c in t.children(14, 3):
        r, w, m = ([t.mark(c, s, k) for k in ("current", "predicted")] for s in RWM)
        p.row(c.upn, c.name, 3, *r, w[1], w[0], *m)
    return t


@seen
def two_header_rows_with_units_row() -> Tracker:
    """A third row of headings says what kind of entry each column takes."""
    t = Tracker()
    p = t.sheet("Y3")
    p.row(None, None, None, *(Wide(s, 3) for s in NAMES))
    p.row("UPN", "Name", "Year", *["Current", "EOY Pred", "Score"] * 3)
    p.row("(13 chars)", "(text)", "(number)", *["(code)", "(code)", "(raw)"] * 3)
    for c in t.children(14, 3):
        p.row(c.upn, c.name, 3, *(x for s in RWM for x in (t.mark(c, s), t.mark(c, s, "predicted"), 31)))
    return t


@seen
def headings_with_a_stray_star() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6 Summer target")
    p.row(
        "UPN*",
        "Surname*",
        "Forename*",
        "Year*",
        "Reading* (current)",
        "Reading* (target)",
        "Writing* (current)",
        "Writing* (target)",
        "Maths* (current)",
        "Maths* (target)",
    )
    for c in t.children(14, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            *(t.mark(c, s, k, words=THREE) for s in RWM for k in ("current", "target")),
        )
    return t


@seen
def blanks_for_pupils_and_marks_of_one() -> Tracker:
    """Only a handful have been judged yet; one subject is wholly blank."""
    t = Tracker(file="few.ods")
    p = t.sheet("Y2")
    p.row("UPN", "Name", "Year", *NAMES)
    for c in t.children(14, 2):
        p.row(c.upn, c.name, 2, t.mark(c, "reading", blanks=0.8), None, t.mark(c, "maths", blanks=0.7))
    return t


@seen
def second_table_of_intervention_pupils() -> Tracker:
    """Below the class, some pupils again in a table about an intervention, with its entry and exit marks."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Name", "Year", *NAMES)
    children = t.children(12, 4)
    for c in children:
        p.row(c.upn, c.name, 4, *(t.mark(c, s, blanks=0, words=PLAIN) for s in RWM))
    p.gap(2)
    p.row("Reading intervention: Fischer Family Trust Wave 3")
    p.row("UPN", "Name", "Entry", "Exit", "Sessions")
    for c in children[:4]:
        p.row(c.upn, c.name, "PKS", "WTS", 20)
    t.may_ask = True
    return t


@seen
def writing_moderated_and_not() -> Tracker:
    """Writing before and after moderation: which one counts?"""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("UPN", "Name", "Year", "Reading", "Writing (teacher)", "Writing (moderated)", "Maths")
    for c in t.children(12, 6):
        p.row(c.upn, c.name, 6, t.mark(c, "reading"), t.mark(c, "writing"), "EXS", t.mark(c, "maths"))
    t.may_ask = True
    return t


@seen
def paper_and_overall() -> Tracker:
    """Marks by strand and overall: only the overall is the judgement."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row(
        "UPN",
        "Name",
        "Year",
        "Maths: Number",
        "Maths: Geometry",
        "Maths: Statistics",
        "Maths: Overall",
        "Reading: Overall",
        "Writing: Overall",
    )
    for c in t.children(12, 6):
        p.row(
            c.upn,
            c.name,
            6,
            "WTS",
            "EXS",
            "GDS",
            t.mark(c, "maths"),
            t.mark(c, "reading"),
            t.mark(c, "writing"),
        )
    t.may_ask = True
    return t


@seen
def long_strands() -> Tracker:
    """A long list by strand: Number and Geometry are not the judgement of maths."""
    t = Tracker(file="strands.csv")
    p = t.sheet()
    p.row("UPN", "Year", "Subject", "Grade")
    for c in t.children(10, 4):
        p.row(c.upn, 4, "Maths", t.mark(c, "maths", blanks=0))
        p.row(c.upn, 4, "Maths - Number", "WTS")
        p.row(c.upn, 4, "Reading", t.mark(c, "reading", blanks=0))
    t.may_ask = True
    return t
