"""What a heading means: fields, marks, half-terms, what is left out, what is in doubt."""

from __future__ import annotations

import pytest

from etl.half_terms import HalfTerm
from etl.reading import headings
from etl.reading.half_term_words import HALF_TERM_SPELLINGS, SaidHalfTerm, find_half_terms
from etl.reading.heading_meaning import field_named, heading_meaning
from etl.reading.headings import FIELDS, phrases
from etl.reading.school_names import NoSchool, school_in, school_named, school_numbered
from etl.reading.tidy import KnownSchool
from etl.reading.year_groups import read_year_group, year_group_of_sheet, year_groups_in

FIELD_HEADINGS = {
    "upn": "UPN|Unique Pupil Number|Pupil UPN|upn|UPN Number",
    "surname": "Surname|Last Name|Legal Surname|PreferredSurname|LastName|Family Name",
    "forename": "Forename|First Name|Preferred Forename|Chosen Name|Known as",
    "name": "Name|Pupil Name|Student|Full Name|Pupil's name",
    "dob": "DOB|D.O.B.|Date of Birth|Birth Date|Date of birth (dd/mm/yyyy)",
    "sex": "Sex|Gender|M/F|B/G",
    "year_group": "Year|Year Group|NC Year|NCYear|NCyearActual|YearGrp|Yr|Curriculum Year|Cohort",
    "class": "Class|Reg|Reg Group|Registration Group|Form|Tutor Group",
    "pupil_premium": "PP|PPG|Pupil Premium|Pupil Premium Indicator|PP?|PP (Y/N)|Deprivation PP",
    "disadvantaged": "Disadvantaged|DA|Disadv",
    "fsm": "FSM|Free School Meals|FSM Eligible|FSMeligible|eFSM",
    "fsm6": "FSM6|Ever 6|Ever6 FSM|E6|EVERFSM_6",
    "sen": "SEN|SEND|SEN Status|SEN Provision|SENprovision|SEN Code|SEN K/E",
    "eal": "EAL|English as Additional Language",
    "language": "First Language|Home Language",
    "looked_after": "LAC|CLA|In Care|Looked After|CiC",
    "school": "School|School Name|Establishment|EstablishmentName|Academy",
}


@pytest.mark.parametrize(("field", "spellings"), FIELD_HEADINGS.items())
def test_fields(field: str, spellings: str) -> None:
    found = {spelling: field_named(spelling) for spelling in spellings.split("|")}
    assert found == dict.fromkeys(found, field)


def test_no_spelling_names_two_fields() -> None:
    listed = [phrase for spellings in FIELDS.values() for phrase in phrases(spellings)]
    assert len(listed) == len(set(listed))
    assert not set(listed) & headings.OTHER_PHRASES


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Reading Current", "reading current -"),
        ("READING\nPredicted", "reading predicted -"),
        ("Reading - Predicted EOY", "reading predicted -"),
        ("Rdg Pred", "reading predicted -"),
        ("R Aut1", "r - Autumn 1"),
        ("RAut1", "r - Autumn 1"),
        ("Writing TA Spr 2", "writing - Spring 2"),
        ("ReadingPredicted", "reading predicted -"),
        ("Maths_HT3", "maths - Spring 1"),
        ("Mathematics / Autumn 2 / Current", "maths current Autumn 2"),
        ("Spring 1 / Current / Maths", "maths current Spring 1"),
        ("EOY Target Maths", "maths target -"),
        ("FFT20 Reading", "reading target -"),
        ("SPaG Target", "gps target -"),
        ("Grammar, Punctuation & Spelling", "gps - -"),
        ("Science Teacher Assessment", "science - -"),
        ("Autumn 1", "- - Autumn 1"),
        ("On track for", "- predicted -"),
        ("Reading 2024/25 Sum 2", "reading - 2024/25 Summer 2"),
        ("Reading Autumn 2025", "reading - 2025/26 Autumn"),
        ("Summative Assessment$Spring End of Term$3$Reading", "reading - Spring 2 for 3"),
        ("Y6 Reading Spr1", "reading - Spring 1 for 6"),
        ("Term 1.2 Writing", "writing - Autumn 2"),
        ("Reading Current (WTS/EXS/GDS)", "reading current -"),
        ("Maths (Predicted)", "maths predicted -"),
    ],
)
def test_headings_of_marks(heading: str, meaning: str) -> None:
    found = heading_meaning(heading)
    year = f" for {found.year_group}" if found.year_group is not None else ""
    subject = found.subject or (found.short_subject and found.short_subject[0]) or "-"
    assert f"{subject} {found.kind or '-'} {found.half_term or '-'}{year}" == meaning
    assert (found.unknown, found.not_used, found.several) == ((), None, False)


@pytest.mark.parametrize(
    "heading",
    [
        "Reading Age",
        "KS1 Reading",
        "Reading Baseline",
        "Maths Progress",
        "RWM",
        "RWM Combined",
        "Reading Comments",
        "Maths Set",
        "Writing Effort",
        "Reading standardised score",
        "EYFS Reading",
        "History",
        "Phonics",
        "Attendance",
        "Former UPN",
        "Reading % EXS",
        "On track?",
        "Y2 TA Reading KS1",
    ],
)
def test_headings_that_are_left_out(heading: str) -> None:
    assert heading_meaning(heading).not_used


@pytest.mark.parametrize(
    "heading",
    ["Reading AP1", "Reading Comprehension Quibble", "Reading Oct", "Reading 2", "Reading Paper Test Mark"],
)
def test_headings_in_doubt(heading: str) -> None:
    found = heading_meaning(heading)
    assert found.unknown or found.not_used


@pytest.mark.parametrize("heading", ["Reading Writing", "Reading & Maths predicted"])
def test_two_subjects_in_one_heading_are_in_doubt(heading: str) -> None:
    assert heading_meaning(heading).several


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Autumn 1", "Autumn 1"),
        ("AUT 1", "Autumn 1"),
        ("Aut1", "Autumn 1"),
        ("Au1", "Autumn 1"),
        ("A1", "Autumn 1"),
        ("Spr2", "Spring 2"),
        ("Sp 2", "Spring 2"),
        ("Sum 1", "Summer 1"),
        ("Su2", "Summer 2"),
        ("HT4", "Spring 2"),
        ("Half term 5", "Summer 1"),
        ("Half-Term 5", "Summer 1"),
        ("Autumn Term 2", "Autumn 2"),
        ("Autumn (2)", "Autumn 2"),
        ("Term 1.2", "Autumn 2"),
        ("Spring End of Term", "Spring 2"),
        ("End of Autumn term", "Autumn 2"),
        ("Spring 1st half", "Spring 1"),
        ("second half of spring term", "Spring 2"),
        ("2025/26 Spring 1", "2025/26 Spring 1"),
        ("Spring 1 2025-2026", "2025/26 Spring 1"),
        ("202526 Spr 1", "2025/26 Spring 1"),
        ("25/26 Aut 2", "2025/26 Autumn 2"),
        ("Spring 1 2026", "2025/26 Spring 1"),
        ("Autumn 1 2025", "2025/26 Autumn 1"),
        ("2025/26", "2025/26"),
        ("Spring", "Spring"),
        ("Autumn term: Autumn 2", "Autumn 2"),
    ],
)
def test_half_terms_in_words(text: str, said: str) -> None:
    found = find_half_terms(text, short=True).single
    assert str(found) == said


@pytest.mark.parametrize(
    "text", ["Marks", "2026", "Class 2A", "Summary", "12/03/2026", "Year 6", "Spray 1", "3/4"]
)
def test_texts_that_name_no_half_term(text: str) -> None:
    assert find_half_terms(text).half_terms == ()


def test_short_spellings_are_not_believed_in_titles() -> None:
    assert find_half_terms("tracker a1 t2").half_terms == ()
    assert any(spelling.short for spelling in HALF_TERM_SPELLINGS)


def test_several_half_terms_in_one_text_are_several() -> None:
    assert find_half_terms("Autumn 1 to Summer 2").single is None


def test_what_is_said_agrees_with_a_half_term_it_leaves_open() -> None:
    spring = HalfTerm(2025, 3)
    assert SaidHalfTerm(term=2).may_be(spring)
    assert SaidHalfTerm(starts=2025).may_be(spring)
    assert not SaidHalfTerm(starts=2024).may_be(spring)
    assert not SaidHalfTerm(ordinal=4).may_be(spring)
    assert not SaidHalfTerm(term=1).may_be(spring)


@pytest.mark.parametrize(
    ("text", "year_group"),
    [
        ("6", 6),
        ("06", 6),
        ("Y6", 6),
        ("Yr 6", 6),
        ("Year 6", 6),
        ("Y 3", 3),
        ("Year Six", 6),
        ("6A", 6),
        ("Y6 Oak", 6),
        ("R", 0),
        ("YR", 0),
        ("Rec", 0),
        ("EYFS", 0),
        ("FS2", 0),
        ("0", 0),
        ("Nursery", -1),
        ("N2", -1),
        ("7", None),
        ("13", None),
        ("Year 9", None),
        ("3/4", None),
        ("Oak", None),
        ("2025/26", None),
    ],
)
def test_year_groups(text: str, year_group: int | None) -> None:
    assert read_year_group(text) == year_group


def test_year_groups_of_sheets_and_titles() -> None:
    named = ["Year 6", "Y6 Oak", "6A", "6", "Reception", "Oak", "Class 3", "Y3/4", "Years 1-3"]
    assert [year_group_of_sheet(name) for name in named] == [6, 6, 6, 6, 0, None, None, None, None]
    assert year_groups_in("Year 6 tracker, Autumn") == {6}
    assert year_groups_in("Year 5 and Year 6") == frozenset()


SCHOOLS = (
    KnownSchool(urn=910001, name="Oakfield Primary School", laestab="9992001"),
    KnownSchool(urn=910002, name="Elm Grove C of E Primary School"),
    KnownSchool(urn=910003, name="St Mary's Westfield Catholic Primary School"),
    KnownSchool(urn=910004, name="Brook Infant School"),
    KnownSchool(urn=910005, name="Brook Junior School"),
    KnownSchool(urn=910006, name="Willow Academy"),
)


@pytest.mark.parametrize(
    ("text", "urn"),
    [
        ("Elm Grove", 910002),
        ("ELM GROVE CE PRIMARY", 910002),
        ("Elm Grove Church of England Primary School", 910002),
        ("Oakfield", 910001),
        ("St. Mary's Westfield", 910003),
        ("St Marys Westfield RC", 910003),
        ("Brook Infants", NoSchool.SEVERAL),
        ("Brook Infant School", 910004),
        ("Brook Junior", 910005),
        ("Brook", NoSchool.SEVERAL),
        ("Ash Lane Primary School", NoSchool.NONE),
        ("", NoSchool.NONE),
    ],
)
def test_school_names_match_loosely(text: str, urn: int | NoSchool) -> None:
    assert school_named(text, SCHOOLS) == urn


@pytest.mark.parametrize(
    ("text", "urn"),
    [
        ("Elm Grove predictions, Spring 1", 910002),
        ("Oakfield Primary School: Year 6", 910001),
        ("Willow Academy tracker", 910006),
        ("Willow class", NoSchool.NONE),
        ("Willow", 910006),
        ("Year 6 tracker", NoSchool.NONE),
    ],
)
def test_a_school_is_found_in_a_title(text: str, urn: int | NoSchool) -> None:
    assert school_in(text, SCHOOLS) == urn


def test_schools_by_number() -> None:
    assert [school_numbered(text, SCHOOLS) for text in ("910002", "999/2001", "9992001", "123456", "")] == [
        910002,
        910001,
        910001,
        None,
        None,
    ]
