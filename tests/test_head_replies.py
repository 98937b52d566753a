"""A head's reply in the record: how long it may be, whom it must not name, and what becomes of it."""

from __future__ import annotations

import pytest
from small_trust import AUTUMN_1, ELM_GROVE, OAKFIELD, SUMMER_2

from dashboard.access import AccessDenied, Audience, Scope, as_audience, scope_for
from dashboard.queries.head_reply import head_reply, names_on_roll
from dashboard.store import open_published
from etl.folder import DataFolder
from etl.record import head_replies
from etl.record.head_replies import ReplyRefusedError, check, names_one, sentences
from etl.record.opening import open_record
from etl.roles import Role

PUPILS = [("Pat", "Quillfeather"), ("Anne-Marie", "O’Brien"), ("Will", "Young"), ("Zoë", "Núñez")]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("", 0),
        ("Reading is up", 1),
        ("Reading is up. Writing is not.", 2),
        ("Reading is up! Why? We changed books.", 3),
        ("St. Mary’s helped us, e.g. in Yr. 4. Thank you.", 2),
        ("It rose from 61.5 to 70.2 per cent.", 1),
        ("We said “wait.” Then we saw it.", 2),
    ],
)
def test_sentences_are_counted_as_people_count_them(words: str, number: int) -> None:
    assert sentences(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "Pat Quillfeather has settled.",
        "We worked with QUILLFEATHER, Pat.",
        "pat j quillfeather’s reading rose",
        "Anne Marie O'Brien joined us.",
        "It was Zoe Nunez.",
        "We are proud of Anne O’Brien.",
        "Will Young’s year.",
    ],
)
def test_a_pupil_is_recognised_however_they_are_written(words: str) -> None:
    assert names_one(words, PUPILS)


@pytest.mark.parametrize(
    "words",
    [
        "Pat on the back for all.",
        "Our young children will read more.",
        "The Quillfeather room is new.",
        "We will help the young.",
    ],
)
def test_ordinary_words_name_nobody(words: str) -> None:
    assert not names_one(words, PUPILS)


def test_what_is_refused_says_why_and_repeats_no_name() -> None:
    with pytest.raises(ReplyRefusedError, match="281 characters; it can have 280"):
        check("x" * 281, [])
    check("x" * 280, [])
    with pytest.raises(ReplyRefusedError, match="3 sentences; it can have 2"):
        check("One. Two. Three.", [])
    with pytest.raises(ReplyRefusedError, match="UPN"):
        check("See A123 4567 8901 2 please", [])
    with pytest.raises(ReplyRefusedError) as refused:
        check("Pat Quillfeather has settled.", PUPILS)
    assert "names a pupil" in str(refused.value)
    assert "Quillfeather" not in str(refused.value)


def test_the_last_version_counts_and_every_one_is_kept(small_folder: DataFolder) -> None:
    record = open_record(small_folder)

    def put(words: str) -> bool:
        with record.writing(figures=False) as connection:
            return head_replies.put_reply(connection, OAKFIELD, AUTUMN_1, words, by="head", pupils=[])

    version = record.version()
    assert put("  Reading is\n up. ")
    assert not put("Reading is up.")
    assert put("Reading is up, writing is next.")
    with record.reading() as connection:
        held = head_replies.reply_of(connection, OAKFIELD, AUTUMN_1)
        assert held is not None
        assert held.words == "Reading is up, writing is next."
        assert head_replies.reply_of(connection, ELM_GROVE, AUTUMN_1) is None
        assert head_replies.reply_of(connection, OAKFIELD, SUMMER_2) is None
    assert put("")
    assert not put("   ")
    with record.reading() as connection:
        assert head_replies.reply_of(connection, OAKFIELD, AUTUMN_1) is None
        words = [one.words for one in head_replies.versions(connection, OAKFIELD, AUTUMN_1)]
    assert words == ["", "Reading is up, writing is next.", "Reading is up."]
    assert record.version() == version, "a reply changes no figure"


@pytest.mark.parametrize("role", Role)
def test_whoever_sees_the_school_reads_it(role: Role, small_folder: DataFolder) -> None:
    record = open_record(small_folder)
    with record.writing(figures=False) as connection:
        head_replies.put_reply(connection, ELM_GROVE, AUTUMN_1, "Reading is up.", by="head", pupils=[])
    scope = scope_for(role, [OAKFIELD], ["writing"])
    for eyes in (scope, as_audience(scope, Audience.BOARD)):
        held = head_reply(record, eyes, ELM_GROVE, AUTUMN_1)
        assert held is not None
        assert held.words == "Reading is up."


def test_the_names_to_hold_it_against_are_for_its_writer_alone(small_folder: DataFolder) -> None:
    published = open_published(small_folder)
    head = scope_for(Role.HEAD, [OAKFIELD])
    assert ("Pat", "Quillfeather600") in names_on_roll(published, head, OAKFIELD)
    others: list[tuple[Scope, int]] = [
        (head, ELM_GROVE),
        (as_audience(head, Audience.FORUM), OAKFIELD),
        (scope_for(Role.SCHOOL_STAFF, [OAKFIELD]), OAKFIELD),
        (scope_for(Role.CEO), OAKFIELD),
        (scope_for(Role.BOARD), OAKFIELD),
    ]
    for scope, urn in others:
        with pytest.raises(AccessDenied):
            names_on_roll(published, scope, urn)
