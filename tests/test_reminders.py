"""The letter to a school whose return has not come: what it says, to whom, and how it opens."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from dashboard.drops import chasing, reminders
from etl.half_terms import HalfTerm
from etl.record.people import Person
from etl.roles import Role

AUTUMN_1, AUTUMN_2, SPRING_1 = HalfTerm(2026, 1), HalfTerm(2026, 2), HalfTerm(2026, 3)
OAKFIELD, ELM_GROVE = 910001, 910002


def person(name: str, *schools: int, role: Role = Role.HEAD, active: bool = True) -> Person:
    email = f"{name.split()[0].lower()}@example.org"
    return Person(email=email, name=name, role=role, schools=frozenset(schools), active=active)


PAT, KIM = person("Pat Hale", OAKFIELD), person("Kim Moss", OAKFIELD, ELM_GROVE)


def letter(*heads: Person, school: str = "Oakfield Primary School") -> reminders.Reminder:
    return reminders.for_school(school, AUTUMN_2, heads, "by Friday", "The Small Trust")


def test_it_goes_to_the_heads_of_the_school_who_are_still_there() -> None:
    people = [
        PAT,
        KIM,
        person("Gone Before", OAKFIELD, active=False),
        person("Sam Reed", OAKFIELD, role=Role.SCHOOL_STAFF),
        person("Else Where", ELM_GROVE),
    ]
    assert reminders.heads_of(people, OAKFIELD) == [PAT, KIM]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (date(2026, 12, 18), "by Friday 18 December 2026, the end of Autumn 2"),
        (date(2026, 11, 25), "by Wednesday 25 November 2026, the end of Autumn 2"),
        (date(2026, 11, 24), "as soon as you can, as Autumn 2 ended on Tuesday 24 November 2026"),
        (None, "as soon as you can"),
    ],
)
def test_by_when_is_the_half_terms_end(ends: date | None, said: str) -> None:
    assert reminders.by_when(AUTUMN_2, ends, date(2026, 11, 25)) == said


def test_it_says_what_is_asked_and_how_easy_it_is() -> None:
    text = letter(PAT, KIM).text
    assert text.startswith("Hello Pat Hale and Kim Moss,")
    assert "of Oakfield Primary School for 2026/27 Autumn 2 has not reached us yet" in text
    assert "Could you send it by Friday?" in text
    for words in ("page Returns", "Any layout will do", "a template with your pupils", "The Small Trust"):
        assert words in text


def test_the_link_opens_it_whole() -> None:
    made = letter(PAT, school="St Mary's & St John's 50% + more")
    assert made.link is not None
    opened = urlsplit(made.link)
    assert (opened.scheme, unquote(opened.path)) == ("mailto", "pat@example.org")
    asked = parse_qs(opened.query)
    assert asked["subject"] == [made.subject]
    assert asked["body"] == [made.text.replace("\n", "\r\n")]
    assert "+" not in opened.query, "mail programs show a plus as a plus"


def test_without_a_head_there_is_a_letter_and_no_link() -> None:
    made = letter()
    assert made.text.startswith("Hello,")
    assert (made.to, made.link) == ((), None)


def test_one_letter_to_all_tells_no_school_of_another() -> None:
    made = reminders.for_several(AUTUMN_2, [PAT, KIM, KIM], "by Friday", "The Small Trust")
    assert made.to == ("pat@example.org", "kim@example.org")
    assert "Oakfield" not in made.text + made.subject
    assert made.link is not None
    opened = urlsplit(made.link)
    assert opened.path == ""
    assert parse_qs(opened.query)["bcc"] == ["pat@example.org,kim@example.org"]


def test_a_link_that_mail_programs_would_cut_off_is_not_offered() -> None:
    many = [person(f"Head{number} Long-Name", number) for number in range(100)]
    made = reminders.for_several(AUTUMN_2, many, "by Friday", "The Small Trust")
    assert len(made.to) == 100
    assert made.link is None


def test_what_is_chased_is_what_is_due_and_whatever_anything_was_sent_for() -> None:
    year = [HalfTerm(2026, ordinal) for ordinal in range(1, 7)]
    sent = {(OAKFIELD, AUTUMN_1), (OAKFIELD, HalfTerm(2025, 6))}
    assert chasing.half_terms_to_chase(year, sent, AUTUMN_2) == [AUTUMN_2, AUTUMN_1]
    assert chasing.half_terms_to_chase(year, {(OAKFIELD, SPRING_1)}, AUTUMN_2) == [SPRING_1, AUTUMN_2]


def test_names_are_escaped_in_the_list() -> None:
    nasty = "<img src=x>"
    head = Person(email="x@example.org", name=nasty, role=Role.HEAD, schools=frozenset({OAKFIELD}))
    one = reminders.for_school(nasty, AUTUMN_2, [head], "by Friday", nasty)
    html = chasing.letters_html({OAKFIELD: nasty}, {OAKFIELD: [head]}, {OAKFIELD: one}, None)
    assert "<img" not in html
    assert "&lt;img" in html
