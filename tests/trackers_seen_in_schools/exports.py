"""What assessment software exports: joined headings, long lists, one file for many schools."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import ELM_GROVE, OAKFIELD, PLAIN, ST_BEDES, THREE, Tracker, seen

RWM = ("reading", "writing", "maths")


@seen
def bromcom_dollars() -> Tracker:
    """`Type$Term$Year$Subject`, marks with the year's number."""
    words = {"PKS": "3BXS", "WTS": "3WTS", "EXS": "3EXS", "GDS": "3GDS"}
    words = {k: v for k, v in words.items() if k != "PKS"}
    t = Tracker(file="bromcom.csv", half_term="2025/26 Spring 2", really="2025/26 Spring 2")
    p = t.sheet()
    p.row(
        "UPN",
        "Last Name",
        "First Name",
        "Year Group",
        *(f"Summative Assessment$Spring End of Term$3${s}" for s in ("Reading", "Writing", "Maths")),
    )
    for c in t.children(28, 3):
        p.row(c.upn, c.surname, c.forename, 3, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def bromcom_half_terms_and_predictions() -> Tracker:
    t = Tracker(file="bromcom2.csv", encoding="utf-8-sig")
    p = t.sheet()
    names = {"reading": "Reading", "writing": "Writing", "maths": "Mathematics"}
    p.row(
        "UPN",
        "Student Name",
        *(f"Summative Assessment$Spring 1$5${names[s]}" for s in RWM),
        *(f"Predicted Grade$Spring 1$5${names[s]}" for s in RWM),
    )
    for c in t.children(20, 5, year_told=False):
        p.row(c.upn, c.listed, *(t.mark(c, s) for s in RWM), *(t.mark(c, s, "predicted") for s in RWM))
    return t


@seen
def sims_marksheet() -> Tracker:
    """A marksheet's title and its aspects, each with year, subject and half-term in one heading."""
    t = Tracker(file="Marksheet.xlsx", half_term="2025/26 Autumn 2", really="2025/26 Autumn 2")
    p = t.sheet("Sheet1")
    p.row("Marksheet: Y4 Autumn 2 Teacher Assessment 2025/26")
    p.row("Group: Year  4     Export date: 12/12/2025")
    p.gap()
    p.row(
        "Name",
        "Reg",
        "UPN",
        *(f"Y4 {s} TA Aut2" for s in ("Reading", "Writing", "Maths")),
        *(f"Y4 {s} Predicted EOY" for s in ("Reading", "Writing", "Maths")),
    )
    for c in t.children(25, 4):
        t.says(c, class_name="4S")
        p.row(c.listed, "4S", c.upn, *(t.mark(c, s) for s in RWM), *(t.mark(c, s, "predicted") for s in RWM))
    return t


@seen
def sims_result_set_long() -> Tracker:
    """A result set's list: one row for each result."""
    t = Tracker(file="results.csv", encoding="cp1252")
    p = t.sheet()
    p.row("UPN", "Surname", "Forename", "Year Taught In", "Result Set", "Aspect", "Result", "Result Date")
    for c in t.children(12, 4):
        for h, short in (("Autumn 2", "Autumn 2 2025"), ("Spring 1", "Spring 1 2026")):
            for s in RWM:
                word = t.mark(c, s, at=h, blanks=0)
                p.row(
                    c.upn,
                    c.surname,
                    c.forename,
                    "Year  4",
                    short,
                    f"{s.title()} Teacher Assessment",
                    word,
                    "10/02/2026",
                )
    return t


@seen
def arbor_marksheet() -> Tracker:
    """Demographics, year target, predicted and the period's mark, with the subject in every heading."""
    t = Tracker(file="arbor.xlsx")
    p = t.sheet("Summative marksheet")
    heads = [
        f"{s}: {what}"
        for s in ("Reading", "Writing", "Maths")
        for what in ("Baseline", "Year Target", "Autumn 2", "Spring 1", "Predicted")
    ]
    p.row("Student", "UPN", "Year", "Form", "SEN", "PP", "EAL", *heads)
    for c in t.children(24, 5):
        t.says(c, class_name="5 Elm", pupil_premium=c.pp)
        cells: list[object] = []
        for s in RWM:
            cells += [
                "WTS",
                t.mark(c, s, "target"),
                t.mark(c, s, at="Autumn 2"),
                t.mark(c, s),
                t.mark(c, s, "predicted"),
            ]
        p.row(
            c.name,
            c.upn,
            "Year 5",
            "5 Elm",
            "SEN Support" if c.sen == "K" else None,
            "Yes" if c.pp else "No",
            "No",
            *cells,
        )
    return t


@seen
def insight_wide() -> Tracker:
    """Pupil by subject by half-term; only the school is said with the file."""
    t = Tracker(file="Insight export.xlsx", half_term=None)
    p = t.sheet("Export")
    terms = ("Autumn 1", "Autumn 2", "Spring 1")
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Gender",
        "DOB",
        "Year Group",
        "Class",
        *(f"{s} {h} 2025/26" for s in ("Reading", "Writing", "Maths") for h in terms),
    )
    for c in t.children(15, 2):
        t.says(c, dob=c.dob, sex=c.sex, class_name="2K")
        p.row(
            c.upn,
            c.surname,
            c.forename,
            c.sex,
            c.dob,
            2,
            "2K",
            *(t.mark(c, s, at=h) for s in RWM for h in terms),
        )
    t.must_say = ["half_term_taken"]
    return t


@seen
def sonar_assessment_points() -> Tracker:
    """Six words, with the words before "At" that are read without asking."""
    words = {"PKS": "Significantly Below", "WTS": "Below", "EXS": ("Just At", "Securely At"), "GDS": "Above"}
    t = Tracker(file="Sonar.xlsx", half_term="2025/26 Summer 1", really="2025/26 Summer 1")
    p = t.sheet("Data")
    p.row("Assessment Point: Summer 1 (2025-2026)")
    p.row(
        "Forename",
        "Surname",
        "UPN",
        "Year Group",
        "Reading Summer 1",
        "Writing Summer 1",
        "Maths Summer 1",
        "Reading Target Summer 2",
        "Writing Target Summer 2",
        "Maths Target Summer 2",
    )
    for c in t.children(22, 6):
        p.row(
            c.forename,
            c.surname,
            c.upn,
            "Year 6",
            *(t.mark(c, s, words=words) for s in RWM),
            *(t.mark(c, s, "target", words=words) for s in RWM),
        )
    return t


@seen
def educater_long() -> Tracker:
    """Long: subject, half-term, current and predicted in four columns."""
    t = Tracker(file="educater.xlsx")
    p = t.sheet("Export")
    p.row("UPN", "First Name", "Last Name", "Year", "Subject", "Term", "Attainment", "Predicted Outcome")
    for c in t.children(14, 3):
        for h in ("Autumn 2", "Spring 1"):
            for s in RWM:
                p.row(
                    c.upn,
                    c.forename,
                    c.surname,
                    "Y3",
                    s.capitalize(),
                    h,
                    t.mark(c, s, at=h, blanks=0),
                    t.mark(c, s, "predicted", at=h, blanks=0),
                )
    return t


@seen
def otrack_trust_wide() -> Tracker:
    """One file for the whole trust, with a column of schools; the file says which half-term."""
    t = Tracker(file="trust.csv", school_urn=None, encoding="utf-8")
    p = t.sheet()
    p.row(
        "School",
        "UPN",
        "Surname",
        "Forename",
        "Year",
        "Reading Current",
        "Reading Predicted",
        "Writing Current",
        "Writing Predicted",
        "Maths Current",
        "Maths Predicted",
    )
    for name, urn in (
        ("Oakfield Primary School", OAKFIELD),
        ("Elm Grove", ELM_GROVE),
        ("St Bede's Catholic Primary", ST_BEDES),
    ):
        for c in t.children(8, 5):
            t.schools[c.upn] = urn
            p.row(
                name,
                c.upn,
                c.surname,
                c.forename,
                5,
                *(m for s in RWM for m in (t.mark(c, s), t.mark(c, s, "predicted"))),
            )
    return t


@seen
def trust_wide_by_urn_long() -> Tracker:
    t = Tracker(file="trust-long.csv", school_urn=None, half_term=None)
    p = t.sheet()
    p.row("URN", "Academic Year", "Half Term", "UPN", "Year Group", "Subject", "Type", "Grade")
    for urn in (OAKFIELD, ELM_GROVE):
        for c in t.children(9, 4):
            t.schools[c.upn] = urn
            for s in RWM:
                p.row(urn, "2025/26", "Spring 1", c.upn, 4, s.title(), "Current", t.mark(c, s, blanks=0))
                p.row(
                    urn,
                    "2025/26",
                    "Spring 1",
                    c.upn,
                    4,
                    s.title(),
                    "Predicted",
                    t.mark(c, s, "predicted", blanks=0),
                )
    return t


@seen
def fft_targets_beside_teacher() -> Tracker:
    """FFT's targets in words, beside the teachers' judgements."""
    t = Tracker(file="FFT.csv")
    p = t.sheet()
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "DOB",
        "Gender",
        "Year",
        *(f"{s} FFT20 Target" for s in ("Reading", "Writing", "Maths")),
        *(f"{s} Teacher Assessment" for s in ("Reading", "Writing", "Maths")),
    )
    for c in t.children(18, 6):
        t.says(c, dob=c.dob)
        p.row(
            c.upn,
            c.surname,
            c.forename,
            c.dob,
            c.sex,
            6,
            *(t.mark(c, s, "target", words=THREE) for s in RWM),
            *(t.mark(c, s) for s in RWM),
        )
    return t


@seen
def nfer_pupil_list() -> Tracker:
    """The test provider's list with its starred headings and scores, and the school's judgement last."""
    t = Tracker(file="nfer.xlsx")
    p = t.sheet("Pupils")
    p.row(
        "UPN",
        "Forename*",
        "Surname*",
        "DOB* (dd/mm/yyyy)",
        "Gender*",
        "SEN (N/E/K)",
        "FSM (Y/N)",
        "Ethnicity",
        "Class*",
        "Reading Raw Score",
        "Reading Standardised Score",
        "Reading Age-standardised Score",
        "Maths Raw Score",
        "Maths Standardised Score",
        "Reading TA",
        "Maths TA",
    )
    for c in t.children(20, 4, year_told=False):
        t.says(c, sex=c.sex, fsm=c.fsm, dob=c.dob, class_name="4W")
        p.row(
            c.upn,
            c.forename,
            c.surname,
            c.dob,
            c.sex,
            c.sen,
            "Y" if c.fsm else "N",
            "WBRI",
            "4W",
            30,
            101,
            104,
            28,
            99,
            t.mark(c, "reading"),
            t.mark(c, "maths"),
        )
    return t


@seen
def smartgrade_with_marks() -> Tracker:
    t = Tracker(file="smartgrade.csv")
    p = t.sheet()
    p.row(
        "UPN",
        "Name",
        "Year",
        "Reading RAW SCORE",
        "Reading RAW %",
        "Reading STD SCORE",
        "Reading % RANK",
        "Reading Teacher Judgement",
        "Maths RAW SCORE",
        "Maths RAW %",
        "Maths STD SCORE",
        "Maths % RANK",
        "Maths Teacher Judgement",
    )
    for c in t.children(16, 5):
        p.row(
            c.upn, c.name, 5, 31, "62%", 103, 58, t.mark(c, "reading"), 40, "66%", 105, 63, t.mark(c, "maths")
        )
    return t


@seen
def pupil_asset_grid() -> Tracker:
    """Underscores for spaces, and a current half-term for each subject."""
    t = Tracker(file="pupil_asset.csv")
    p = t.sheet()
    p.row(
        "pupil_upn",
        "legal_surname",
        "legal_forename",
        "year_group",
        "reg_group",
        "reading_spring_1",
        "writing_spring_1",
        "maths_spring_1",
        "reading_predicted",
        "writing_predicted",
        "maths_predicted",
    )
    for c in t.children(19, 3):
        t.says(c, class_name="3J")
        p.row(
            c.upn,
            c.surname,
            c.forename,
            3,
            "3J",
            *(t.mark(c, s) for s in RWM),
            *(t.mark(c, s, "predicted") for s in RWM),
        )
    return t


@seen
def scholarpack_statutory_codes() -> Tracker:
    t = Tracker(file="scholarpack.csv", encoding="utf-16", delimiter="\t")
    p = t.sheet()
    p.row(
        "Pupil ID",
        "Pupil Name",
        "UPN",
        "Class",
        "Year",
        "KS2 Reading TA - Spring 1",
        "KS2 Writing TA - Spring 1",
        "KS2 Maths TA - Spring 1",
        "KS2 Science TA - Spring 1",
    )
    for c in t.children(21, 6):
        p.row(1000 + c.number, c.listed, c.upn, "Y6 Falcon", 6, *(t.mark(c, s) for s in (*RWM, "science")))
    return t


@seen
def target_tracker_bands_in_words() -> Tracker:
    """PITA words without the one that varies."""
    words = {"WTS": ("Below", "Just below"), "EXS": "At", "GDS": "Above"}
    t = Tracker(file="pita.xlsx")
    p = t.sheet("PITA")
    p.row("Class: 2H    Half term: Spring 1    Year: 2025/26")
    p.row("Pupil", "UPN", "Year", "Reading", "Writing", "Maths")
    for c in t.children(24, 2):
        p.row(c.name, c.upn, 2, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def long_with_kind_rows() -> Tracker:
    """Long: one column says whether a row is a judgement, a prediction or a target."""
    t = Tracker(file="long.tsv", delimiter="\t")
    p = t.sheet()
    p.row("Unique Pupil Number", "Assessment", "Assessment Type", "Assessment Period", "Grade")
    names = {"current": "Teacher Assessment", "predicted": "End of Year Prediction", "target": "Target"}
    for c in t.children(10, 5, year_told=False):
        for s in RWM:
            for kind, word in names.items():
                p.row(c.upn, s.capitalize(), word, "Spring 1", t.mark(c, s, kind, blanks=0, words=PLAIN))
    return t


@seen
def long_by_subject_rows_half_terms_across() -> Tracker:
    """A row for each pupil and subject, a column for each half-term and a prediction."""
    t = Tracker(file="grid.xlsx")
    p = t.sheet("Grid")
    p.row("UPN", "Name", "Year", "Subject", "Autumn 1", "Autumn 2", "Spring 1", "Predicted EOY")
    for c in t.children(13, 1):
        for s in RWM:
            p.row(
                c.upn,
                c.name,
                1,
                s.title(),
                *(t.mark(c, s, at=h) for h in ("Autumn 1", "Autumn 2", "Spring 1")),
                t.mark(c, s, "predicted"),
            )
    return t


@seen
def pipes_in_joined_headings() -> Tracker:
    t = Tracker(file="pipes.csv", delimiter=";")
    p = t.sheet()
    p.row(
        "UPN",
        "Surname",
        "Forename",
        "Year",
        *(
            f"Spring 1 | {s} | {k}"
            for s in ("Reading", "Writing", "Maths")
            for k in ("Current", "Predicted", "Target")
        ),
    )
    for c in t.children(17, 4):
        p.row(
            c.upn,
            c.surname,
            c.forename,
            4,
            *(t.mark(c, s, k) for s in RWM for k in ("current", "predicted", "target")),
        )
    return t
