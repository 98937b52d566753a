"""Sheets that nobody can read without asking: each names the cells at which the doubt must be told.

Where the school's answer makes the sheet readable, the answer and the truth under it stand beside.
"""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import PLAIN, THREE, Page, Tracker, Words, address, seen

RWM = ("reading", "writing", "maths")


def _class_with(words: Words, *answers: str, year: int = 4, file: str = "asked.xlsx") -> tuple[Tracker, Page]:
    """A plain class whose marks are spelt as given; every ambiguous spelling's first cell may be named."""
    t = Tracker(file=file)
    p = t.sheet("Class")
    p.row("UPN", "Surname", "Forename", "Year", "Reading Current", "Writing Current", "Maths Current")
    for c in t.children(20, year):
        row = p.row(c.upn, c.surname, c.forename, year, *(t.mark(c, s, words=words) for s in RWM))
        for column, cell in enumerate(p.rows[-1][4:], start=5):
            if cell in answers:
                t.stops(p, address(row, column))
    t.answers = dict.fromkeys(answers, "")
    for judgement, spelt in words.items():
        for one in [spelt] if isinstance(spelt, str) else spelt:
            if one in answers:
                t.answers[one] = judgement
    return t, p


@seen
def fft_letters() -> Tracker:
    return _class_with({"PKS": "B", "WTS": "W", "EXS": "N", "GDS": "A"}, "B", "W", "N", "A")[0]


@seen
def steps_of_bands() -> Tracker:
    return _class_with({"WTS": "4w", "EXS": ("4s", "4w+"), "GDS": "4s+"}, "4w", "4s", "4w+", "4s+")[0]


@seen
def emerging_developing_secure() -> Tracker:
    """Developing and Secure vary from school to school."""
    return _class_with({"WTS": "Developing", "EXS": "Secure", "GDS": "GDS"}, "Developing", "Secure")[0]


@seen
def ex_for_expected_or_exceeding() -> Tracker:
    return _class_with({"WTS": "WT", "EXS": "EX", "GDS": "GD"}, "EX")[0]


@seen
def just_above_varies() -> Tracker:
    return _class_with(
        {"WTS": "Just below", "EXS": ("At", "Just above"), "GDS": "Above"}, "Just above", year=2
    )[0]


@seen
def old_levels() -> Tracker:
    return _class_with({"WTS": "2c", "EXS": "2b", "GDS": "3c"}, "2c", "2b", "3c", year=2)[0]


@seen
def year_number_and_letter() -> Tracker:
    """3E: emerging or expected?"""
    return _class_with({"WTS": "3D", "EXS": "3E", "GDS": "3G"}, "3D", "3E", "3G", year=3)[0]


@seen
def numbers_one_to_three() -> Tracker:
    return _class_with({"WTS": "1", "EXS": "2", "GDS": "3"}, "1", "2", "3")[0]


@seen
def a_school_invented_word() -> Tracker:
    return _class_with({"WTS": "Seedling", "EXS": "Sapling", "GDS": "Oak"}, "Seedling", "Sapling", "Oak")[0]


@seen
def code_of_another_year() -> Tracker:
    """3EXS beside a pupil of Year 4: the standard of another year."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        if c.number == 7:
            row = p.row(c.upn, c.surname, c.forename, 4, "3EXS", "4WTS", "4WTS")
            t.stops(p, f"E{row}")
        else:
            words = {"WTS": "4WTS", "EXS": "4EXS", "GDS": "4GDS"}
            p.row(c.upn, c.surname, c.forename, 4, *(t.mark(c, s, words=words) for s in RWM))
    return t


@seen
def letter_a_for_absent_or_above() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(15, 5):
        if c.number == 6:
            row = p.row(c.upn, c.surname, c.forename, 5, "A", "A", "A")
            t.stops(p, f"E{row}", f"F{row}", f"G{row}")
        else:
            p.row(c.upn, c.surname, c.forename, 5, *(t.mark(c, s, words=THREE) for s in RWM))
    return t


@seen
def typing_mistakes() -> Tracker:
    t = Tracker()
    p = t.sheet("Y5")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(10, 5):
        marks = [t.mark(c, s, words=PLAIN) for s in RWM]
        if c.number == 3:
            marks[1] = "EXXS"
        row = p.row(c.upn, c.surname, c.forename, 5, *marks)
        if c.number == 3:
            t.stops(p, f"F{row}")
    return t


@seen
def no_half_term_anywhere() -> Tracker:
    t = Tracker(half_term=None, file="class list.xlsx")
    p = t.sheet("Sheet1")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS")
    t.must_stop = True
    return t


@seen
def title_and_flag_at_odds() -> Tracker:
    t = Tracker(half_term="2025/26 Spring 1")
    p = t.sheet("Sheet1")
    p.row("Year 4 – Autumn 2 – 2025/26")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS")
    t.must_stop = True
    return t


@seen
def marks_of_a_later_half_term() -> Tracker:
    t = Tracker(half_term="2025/26 Autumn 1", really="2025/26 Autumn 1")
    p = t.sheet("Sheet1")
    p.row(
        "UPN", "Surname", "Forename", "Year", "Reading Aut 1", "Reading Aut 2", "Maths Aut 1", "Maths Aut 2"
    )
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "EXS", "WTS", "WTS")
    t.must_stop = True
    return t


@seen
def two_columns_of_one_meaning() -> Tracker:
    """Reading twice, with different marks."""
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths", "Reading")
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS", "WTS" if c.number % 2 else "EXS")
    t.must_stop = True
    return t


@seen
def pupil_twice_with_other_marks() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    children = t.children(12, 4)
    for c in children:
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS")
    row = p.row(children[2].upn, children[2].surname, children[2].forename, 4, "WTS", "WTS", "GDS")
    t.stops(p, *(f"{letter}{number}" for letter in "ABCDEFG" for number in (4, row)))
    return t


@seen
def upn_missing_and_mistyped() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("Year 4")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        upn = None if c.number == 5 else c.upn
        row = p.row(upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS")
        if upn is None:
            t.stops(p, f"A{row}")
    return t


@seen
def no_upn_column() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        p.row(c.surname, c.forename, 4, "EXS", "WTS", "GDS")
    t.must_stop = True
    return t


@seen
def another_schools_name_in_the_title() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row("Elm Grove C of E Primary School")
    p.row("UPN", "Surname", "Forename", "Year", "Reading", "Writing", "Maths")
    for c in t.children(12, 4):
        p.row(c.upn, c.surname, c.forename, 4, "EXS", "WTS", "GDS")
    t.stops(p, "A1")
    return t


@seen
def single_letters_s_and_d() -> Tracker:
    """S for secure, D for developing, E for emerging."""
    return _class_with({"PKS": "E", "WTS": "D", "EXS": "S", "GDS": "GDS"}, "E", "D", "S")[0]


@seen
def at_written_as_letter_with_signs() -> Tracker:
    """A-, A, A+: about a line that only the school knows."""
    return _class_with({"WTS": "A-", "EXS": "A", "GDS": "A+"}, "A-", "A", "A+")[0]
