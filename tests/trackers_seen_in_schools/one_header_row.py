"""Home-made sheets with one row of headings: every taste in words, every place for the UPN."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import PLAIN, THREE, Tracker, seen

RWM = ("reading", "writing", "maths")


@seen
def plain_with_crest_text() -> Tracker:
    """School and class above, a blank row, then headings; the usual home-made sheet."""
    t = Tracker(file="Y4 Oak.xlsx")
    p = t.sheet("Year 4")
    p.row("OAKFIELD PRIMARY SCHOOL")
    p.row("“Let your light shine”")
    p.row("Year 4 – Oak Class – Spring 1 2026")
    p.gap()
    p.row(
        "UPN",
        "Pupil Name",
        "Gender",
        "DOB",
        "PP",
        "SEN",
        "EAL",
        "Reading TA",
        "Writing TA",
        "Maths TA",
        "Reading EOY Pred",
        "Writing EOY Pred",
        "Maths EOY Pred",
        "Comments",
    )
    for c in t.children(26, 4):
        t.says(c, surname=c.surname, forename=c.forename, sex=c.sex, dob=c.dob, pupil_premium=c.pp)
        p.row(
            c.upn,
            c.listed,
            c.sex,
            c.dob,
            "Y" if c.pp else "N",
            c.sen,
            "Y" if c.eal else "N",
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
            "Needs to read more at home, but coming along well." if c.number % 5 == 0 else None,
        )
    return t


@seen
def headings_with_hints() -> Tracker:
    """Abbreviated headings that hold the half-term and what to type."""
    t = Tracker(file="Maple.xlsx", half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    p = t.sheet("Maple")
    p.row(
        "No.",
        "Surname",
        "Forename",
        "UPN",
        "Yr",
        "Rdg TA (Aut2) WTS/EXS/GDS",
        "Wri TA (Aut2) WTS/EXS/GDS",
        "Mths TA (Aut2) WTS/EXS/GDS",
        "Rdg EOY Pred",
        "Wri EOY Pred",
        "Mths EOY Pred",
    )
    for n, c in enumerate(t.children(18, 5), start=1):
        t.says(c, surname=c.surname, forename=c.forename)
        p.row(
            n,
            c.surname,
            c.forename,
            c.upn,
            5,
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def line_breaks_in_headings() -> Tracker:
    t = Tracker()
    p = t.sheet("Y6 Data")
    p.row(
        "Pupil\nUPN",
        "Legal\nSurname",
        "Legal\nForename",
        "Year\nGroup",
        "Reading\nSpr 1\nCurrent",
        "Reading\nEnd of Year\nPrediction",
        "Writing\nSpr 1\nCurrent",
        "Writing\nEnd of Year\nPrediction",
        "Maths\nSpr 1\nCurrent",
        "Maths\nEnd of Year\nPrediction",
    )
    for c in t.children(30, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            "Year 6",
            *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted"))),
        )
    return t


@seen
def upn_hidden_at_far_right() -> Tracker:
    t = Tracker()
    p = t.sheet("Class 3B")
    p.row("3B Spring 1")
    p.row(
        "Name",
        "Reading",
        "Writing",
        "Maths",
        "Predicted Reading",
        "Predicted Writing",
        "Predicted Maths",
        None,
        "UPN",
    )
    for c in t.children(22, 3, year_told=False):
        p.row(c.name, *(t.mark(c, s) for s in RWM), *(t.mark(c, s, "predicted") for s in RWM), None, c.upn)
    p.hidden_columns = ["I"]
    return t


@seen
def upns_as_they_get_typed() -> Tracker:
    """Spaces, apostrophes and small letters in UPNs; non-breaking spaces in marks."""
    t = Tracker(file="upns.csv")
    p = t.sheet()
    p.row("Unique Pupil Number", "Surname", "First Name", "NC Year", "Reading", "Writing", "Maths")
    shapes = (
        lambda u: f"'{u}",
        lambda u: f" {u} ",
        lambda u: u.lower(),
        lambda u: f"{u[:4]} {u[4:8]} {u[8:]}",
    )
    for c in t.children(12, 2):
        p.row(
            shapes[c.number % 4](c.upn),
            c.surname,
            c.forename,
            2,
            *((t.mark(c, s, blanks=0) or "") + "\u00a0" for s in RWM),
        )
    return t


@seen
def teacher_language() -> Tracker:
    """Full words for marks, as in a report to parents."""
    words = {
        "PKS": "Pre-Key Stage",
        "WTS": ("Working Towards", "working towards"),
        "EXS": ("Expected", "expected "),
        "GDS": ("Greater Depth", "Greater depth"),
    }
    t = Tracker()
    p = t.sheet("Willow Class")
    p.row("Willow Class", None, None, None, None, None, None, "Teacher: Mrs H")
    p.row(
        "Child",
        "Year",
        "UPN",
        "Reading attainment",
        "Writing attainment",
        "Maths attainment",
        "Reading forecast",
        "Writing forecast",
        "Maths forecast",
    )
    for c in t.children(14, 1):
        t.says(c, surname=c.surname, forename=c.forename)
        p.row(
            c.name,
            "Y1",
            c.upn,
            *(t.mark(c, s, words=words) for s in RWM),
            *(t.mark(c, s, "predicted", words=words) for s in RWM),
        )
    return t


@seen
def predicted_for_summer_two() -> Tracker:
    """The prediction names the half-term it is for; it was made now."""
    t = Tracker(file="preds.xlsx")
    p = t.sheet("Sheet1")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Class",
        "Reading Spr 1",
        "Writing Spr 1",
        "Maths Spr 1",
        "Predicted Summer 2 2026 Reading",
        "Predicted Summer 2 2026 Writing",
        "Predicted Summer 2 2026 Maths",
    )
    for c in t.children(16, 5, year_told=False):
        t.says(c, class_name="Beech")
        p.row(
            c.upn,
            c.surname,
            c.forename,
            "Beech",
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def short_codes() -> Tracker:
    """Half-term, subject letter and C, P or T in the heading, explained by the row of subjects' names."""
    t = Tracker()
    p = t.sheet("Yr 4")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Sp1 Rdg Curr",
        "Sp1 Rdg Pred",
        "Sp1 Wtg Curr",
        "Sp1 Wtg Pred",
        "Sp1 Mat Curr",
        "Sp1 Mat Pred",
    )
    for c in t.children(20, 4):
        p.row(
            c.upn, c.surname, c.forename, *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted")))
        )
    return t


@seen
def targets_and_priors_beside() -> Tracker:
    """KS1 results on the left, targets from FFT, current and predicted, and an end-of-KS2 combined flag."""
    t = Tracker()
    p = t.sheet("Y6")
    p.row("Oakfield Primary – Year 6 tracking 2025-26 – Spring 1")
    p.row(
        "UPN",
        "Name",
        "M/F",
        "PPG",
        "SEND",
        "KS1 Reading",
        "KS1 Writing",
        "KS1 Maths",
        "Reading Target",
        "Reading Current",
        "Reading Predicted",
        "Writing Target",
        "Writing Current",
        "Writing Predicted",
        "Maths Target",
        "Maths Current",
        "Maths Predicted",
        "RWM Combined",
    )
    for c in t.children(28, 6):
        t.says(c, sex=c.sex, pupil_premium=c.pp)
        marks = [
            m
            for s in RWM
            for m in (t.mark(c, s, "target", words=THREE), t.mark(c, s), t.mark(c, s, "predicted"))
        ]
        p.row(
            c.upn,
            c.listed,
            c.sex,
            "PP" if c.pp else None,
            c.sen,
            "EXS",
            "WTS",
            "GDS",
            *marks,
            "Yes" if "WTS" not in marks else "No",
        )
    return t


@seen
def scores_beside_judgements() -> Tracker:
    """Tests' scores beside judgements; the scores must not become marks."""
    t = Tracker()
    p = t.sheet("Year 5")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Reading Age",
        "NFER Reading Standardised Score",
        "Reading TA",
        "NFER Maths Standardised Score",
        "Maths TA",
        "Writing TA",
        "GPS Raw Score /70",
        "Spelling Age",
    )
    for c in t.children(24, 5):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            "9y 4m",
            92 + c.number % 30,
            t.mark(c, "reading"),
            88 + c.number % 30,
            t.mark(c, "maths"),
            t.mark(c, "writing"),
            30 + c.number,
            "8.10",
        )
    return t


@seen
def scaled_scores_beside() -> Tracker:
    t = Tracker()
    p = t.sheet("SATs practice")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        "Reading SS",
        "Reading Judgement",
        "Maths SS",
        "Maths Judgement",
        "GPS SS",
        "GPS Judgement",
        "Writing Judgement",
    )
    for c in t.children(21, 6):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            6,
            98 + c.number % 20,
            t.mark(c, "reading"),
            97 + c.number % 20,
            t.mark(c, "maths"),
            100,
            t.mark(c, "gps"),
            t.mark(c, "writing"),
        )
    return t


@seen
def known_as_in_brackets() -> Tracker:
    """SURNAME, Forename (Known as), and half-terms' attendance that is not for us."""
    t = Tracker()
    p = t.sheet("Register")
    p.row(
        "Pupil Name",
        "UPN",
        "Reg Group",
        "Attendance %",
        "Reading Current",
        "Writing Current",
        "Maths Current",
        "Behaviour points",
    )
    for c in t.children(17, 3, year_told=False):
        t.says(c, surname=c.surname.upper(), class_name="3RB")
        known = f" ({c.forename[:3]})" if c.number % 4 == 0 else ""
        p.row(
            f"{c.surname.upper()}, {c.forename}{known}",
            c.upn,
            "3RB",
            0.953,
            *(t.mark(c, s) for s in RWM),
            c.number,
        )
    return t


@seen
def mixed_age_class() -> Tracker:
    """Years 3 and 4 together, with a column that says who is which."""
    t = Tracker()
    p = t.sheet("Class 3 (Y3-4)")
    p.row("Class 3 – mixed Y3/Y4")
    p.row("Name", "Yr Gp", "UPN", "R", "W", "M", "R Pred", "W Pred", "M Pred")
    for c in [*t.children(9, 3), *t.children(13, 4)]:
        p.row(
            c.name,
            f"Y{c.year_group}",
            c.upn,
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def codes_with_year_numbers() -> Tracker:
    """3EXS beside Year 3."""
    words = {"WTS": "3WTS", "EXS": "3EXS", "GDS": "3GDS"}
    t = Tracker()
    p = t.sheet("Year 3")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(20, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def below_at_above() -> Tracker:
    words = {"WTS": "Below", "EXS": "At", "GDS": "Above"}
    t = Tracker()
    p = t.sheet("Y2 Larch")
    p.row(
        "UPN",
        "First name",
        "Last name",
        "Reading (current)",
        "Reading (predicted EOY)",
        "Writing (current)",
        "Writing (predicted EOY)",
        "Maths (current)",
        "Maths (predicted EOY)",
    )
    for c in t.children(25, 2):
        p.row(
            c.upn,
            c.forename,
            c.surname,
            *(m for s in RWM for m in (t.mark(c, s, words=words), t.mark(c, s, "predicted", words=words))),
        )
    return t


@seen
def every_flag_and_language() -> Tracker:
    """An MIS list of pupils with marks at its end, in the MIS's words."""
    t = Tracker(file="export.csv", encoding="utf-8-sig")
    p = t.sheet()
    p.row(
        "PreferredSurname",
        "PreferredForename",
        "Sex",
        "Date of Birth",
        "NCYearActual",
        "Registration Group",
        "UPN",
        "Pupil Premium Indicator",
        "Eligible for Free Meals",
        "SEN Status",
        "First Language",
        "Ethnicity",
        "English Reading TA",
        "English Writing TA",
        "Mathematics TA",
        "Science TA",
    )
    for c in t.children(31, 6):
        t.says(c, sex=c.sex, dob=c.dob, pupil_premium=c.pp, class_name="6H")
        p.row(
            c.surname,
            c.forename,
            c.sex,
            c.dob,
            6,
            "6H",
            c.upn,
            "T" if c.pp else "F",
            "T" if c.fsm else "F",
            c.sen,
            "English",
            "WBRI",
            *(t.mark(c, s) for s in (*RWM, "science")),
        )
    return t


@seen
def absent_and_left() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row("UPN", "Name", "Year Group", "Reading Now", "Writing Now", "Maths Now")
    for c in t.children(15, 5):
        if c.number in (4, 9):
            word = "Absent" if c.number == 4 else "Disapplied"
            for s in RWM:
                t.no_judgement(c, s)
            p.row(c.upn, c.name, 5, word, word, word)
        else:
            p.row(c.upn, c.name, 5, *(t.mark(c, s) for s in RWM))
    return t


@seen
def on_track_column_in_words() -> Tracker:
    """What is likely by July, asked as a question and answered by a judgement."""
    t = Tracker()
    p = t.sheet("Pupil progress meeting")
    p.row("Pupil progress meeting – Spring 1 – Year 4")
    p.row(
        "UPN",
        "Pupil",
        "Reading – current judgement",
        "Reading – likely outcome",
        "Writing – current judgement",
        "Writing – likely outcome",
        "Maths – current judgement",
        "Maths – likely outcome",
        "Barriers to learning",
        "Actions agreed",
        "By whom",
    )
    for c in t.children(19, 4):
        p.row(
            c.upn,
            c.name,
            *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted"))),
            "Attendance; speech and language.",
            "Precision teaching daily",
            "TA",
        )
    return t


@seen
def reception_in_the_words_of_the_sheet() -> Tracker:
    t = Tracker()
    p = t.sheet("Whole school")
    p.row("UPN", "Surname", "Forename", "Year Group", "Reading", "Writing", "Maths")
    for year, word in ((0, "R"), (1, "1"), (2, "2")):
        for c in t.children(8, year):
            p.row(c.upn, c.surname, c.forename, word, *(t.mark(c, s, words=PLAIN) for s in RWM))
    return t
