"""The way down from a year group to a class, its pupils and one pupil, as each role meets it: what stands
there, where each door leads, whom it refuses, and that every opening is written down without a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from builders_returns import upn
from builders_trust import ELM_GROVE, OAKFIELD
from conftest import built_once, copied, text_of
from test_pages_school import WHOLE_SCHOOL
from test_pages_trust import charts, doors, read
from way_trust import AUTUMN_1, LEFT, MIXED, MOVED, OWN_YEAR, SURNAME, build

from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.record import audit
from etl.record.opening import open_record
from etl.record.pupil_addresses import address_key, token_of
from etl.roles import Role

Open = Callable[..., Any]
MIXED_SENTENCE = (
    "Class 3/4 holds two year groups: 3 pupils of Year 3 and 4 of Year 4. Everything here is of the whole "
    "class, each pupil held to what their own year expects."
)


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "way", lambda place: build_in(place))
    return DataFolder(copied(root / "data", tmp_path / "way"))


def build_in(place: Path) -> None:
    place.mkdir(parents=True)
    build(place)


def token(folder: DataFolder, number: int) -> str:
    return token_of(address_key(open_record(folder)), upn(number))


def openings(folder: DataFolder) -> list[tuple[str, int | None, str]]:
    with open_record(folder).reading() as connection:
        return [
            (line["action"], line["urn"], line["subject"])
            for line in audit.latest(connection)
            if "pupil" in line["action"]
        ]


def crumbs(app: Any) -> str:
    trail = text_of(app).partition('aria-label="Way back">')[2].partition("</nav>")[0]
    return " › ".join(part.partition("<")[0] for part in trail.split('">')[1:] if part[:1] != "<")


# A class


@pytest.mark.parametrize("role", Role)
def test_a_class_is_for_those_who_see_the_school_whole(
    role: Role, open_page: Open, trust: DataFolder
) -> None:
    where = {"urn": OAKFIELD, "year_group": 4, "class": OWN_YEAR, "half_term": AUTUMN_1.slug}
    app = open_page(trust, "school_class", role, school=OAKFIELD, leads="reading", **where)
    assert not app.exception
    assert ("Class 4B, Oakfield" in read(app)) == WHOLE_SCHOOL[role]
    assert ("This page is not for your role" in read(app)) != WHOLE_SCHOOL[role]
    assert SURNAME not in text_of(app)
    assert not openings(trust)


def test_a_mixed_class_is_shown_whole_and_says_who_is_in_it(open_page: Open, trust: DataFolder) -> None:
    for year_group in (3, 4):
        where = {"urn": OAKFIELD, "year_group": year_group, "class": MIXED}
        app = open_page(trust, "school_class", "ceo", **where)
        said = read(app)
        assert MIXED_SENTENCE in said
        # Reading predicted: 31, 21, 23 and 24 of seven; 33 has no judgement at all.
        assert "Reading 4 of 7" in said
        assert "7 pupils on roll, so that one pupil is 14 points." in said
        assert "Without a prediction: 1 in reading, 1 in writing and 1 in maths" in said
        assert f"Trust dashboard Oakfield Primary School Year {year_group} 3/4" in said
    assert "holds two year groups" not in read(
        open_page(trust, "school_class", "ceo", urn=OAKFIELD, **{"class": OWN_YEAR})
    )


def test_a_class_brings_its_year_group_and_an_unknown_one_is_not_repeated(
    open_page: Open, trust: DataFolder
) -> None:
    app = open_page(trust, "school_class", "ceo", urn=OAKFIELD, year_group=6, **{"class": OWN_YEAR})
    assert app.selectbox(key="choose_year_group").value == "4"
    assert app.selectbox(key="choose_class").options == [MIXED, OWN_YEAR]
    app = open_page(trust, "school_class", "ceo", urn=OAKFIELD, year_group=4, **{"class": "Mrs Nobody"})
    assert "Mrs Nobody" not in read(app)
    assert "Class 3/4, Oakfield" in read(app)
    app = open_page(trust, "school_class", "ceo", urn=OAKFIELD, year_group=6)
    assert "No class is named here" in read(app)


def test_another_year_group_has_other_classes(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "pupils", "ceo", urn=OAKFIELD, year_group=4, **{"class": OWN_YEAR})
    app.selectbox(key="choose_year_group").set_value("3").run()
    assert "class" not in app.query_params
    assert "Pupils of Year 3" in read(app)


@pytest.mark.parametrize("role", ["head", "ceo"])
def test_each_level_leads_to_the_next_in_one_click(role: str, open_page: Open, trust: DataFolder) -> None:
    kept = {"kind": "current", "half_term": AUTUMN_1.slug, "school": OAKFIELD}
    app = open_page(trust, "school", role, urn=OAKFIELD, year_group=4, **kept)
    to_class = [href for href in doors(app) if href.startswith("school_class?")]
    to_pupils = [href for href in doors(app) if href.startswith("pupils?")]
    assert {parse_qs(urlsplit(one).query)["class"][0] for one in to_class} == {MIXED, OWN_YEAR}
    app = open_page(trust, "school_class", role, urn=OAKFIELD, year_group=4, **kept, **{"class": MIXED})
    tiles = [href for href in doors(app) if href.startswith("pupils?") and "measure=" in href]
    assert len(tiles) >= 4
    app = open_page(trust, "pupils", role, urn=OAKFIELD, year_group=4, **kept, **{"class": MIXED})
    to_pupil = [href for href in doors(app) if href.startswith("pupil?")]
    assert len(to_pupil) == 7
    for href in [*to_class, *to_pupils, *tiles, *to_pupil]:
        asked = parse_qs(urlsplit(href).query)
        assert (asked["as"], asked["kind"], asked["half_term"]) == ([role], ["current"], [AUTUMN_1.slug])


# A list of pupils


@pytest.mark.parametrize("role", Role)
def test_names_are_for_those_who_may_see_them_and_opening_is_written_down(
    role: Role, open_page: Open, trust: DataFolder
) -> None:
    where = {"urn": OAKFIELD, "year_group": 4, "class": MIXED}
    app = open_page(trust, "pupils", role, school=OAKFIELD, leads="reading", **where)
    assert not app.exception
    app.run()
    shown = WHOLE_SCHOOL[role]
    assert text_of(app).count(SURNAME) == (7 if shown else 0)
    said = ("open a list of pupils", OAKFIELD, "Year 3 and Year 4, class 3/4, 2025/26 Autumn 2")
    assert openings(trust) == ([said] if shown else [])


@pytest.mark.parametrize("page", ["school_class", "pupils", "pupil"])
@pytest.mark.parametrize("audience", ["board", "forum"])
def test_narrower_eyes_go_no_further_down(
    page: str, audience: str, open_page: Open, trust: DataFolder
) -> None:
    where = {"urn": OAKFIELD, "class": MIXED, "pupil": token(trust, 21)}
    app = open_page(trust, page, "ceo", audience=audience, **where)
    assert not app.exception
    assert "Go back to your own view first" in read(app)
    assert SURNAME not in text_of(app)
    assert not openings(trust)


@pytest.mark.parametrize("page", ["school_class", "pupils"])
def test_a_head_who_changes_the_school_or_class_meets_nobody(
    page: str, open_page: Open, trust: DataFolder
) -> None:
    for where in ({"urn": ELM_GROVE}, {"urn": ELM_GROVE, "class": "Ash"}, {"urn": ELM_GROVE, "class": MIXED}):
        app = open_page(trust, page, "head", school=OAKFIELD, year_group=4, **where)
        assert "this is not your own school" in read(app)
        assert SURNAME not in text_of(app)
    app = open_page(trust, page, "head", school=OAKFIELD, urn=OAKFIELD, year_group=4, **{"class": "Ash"})
    assert "Ash" not in read(app)
    assert f"{SURNAME}1," not in text_of(app)


def test_the_list_says_how_many_meet_the_standard_and_who_lacks_a_mark(
    open_page: Open, trust: DataFolder
) -> None:
    said = read(open_page(trust, "pupils", "head", school=OAKFIELD, year_group=3, **{"class": MIXED}))
    assert MIXED_SENTENCE in said
    assert (
        "7 pupils. Predicted to meet the expected standard: 4 in reading, 4 in writing and 6 in maths; "
        "3 in all three. Judged now to meet the expected standard: 3 in reading, 4 in writing and "
        "6 in maths; 2 in all three."
    ) in said
    assert "Without a prediction: 1 in reading, 1 in writing and 1 in maths." in said


def test_marks_show_how_they_moved_and_names_stand_in_order(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "pupils", "ceo", urn=OAKFIELD, year_group=4)
    said = read(app)
    names = [said.index(f"{SURNAME}{number}, Pat") for number in (21, 22, 23, 24, 27)]
    assert names == sorted(names)
    # 21 is predicted greater depth in reading where it was expected; 22 fell in both.
    assert said.count("up from expected") == 1
    assert said.count("down from expected") == 2
    assert "up a band or more since 2025/26 Autumn 1" in said
    first = read(open_page(trust, "pupils", "ceo", urn=OAKFIELD, year_group=4, half_term=AUTUMN_1.slug))
    assert "up from" not in first


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        ({"stands": "met", "measure": "reading_expected"}, [21, 23, 24, 31]),
        ({"stands": "not", "measure": "reading_expected"}, [22, 32]),
        ({"stands": "none", "measure": "reading_expected"}, [33]),
        ({"stands": "met", "measure": "reading_expected", "kind": "current"}, [21, 23, 24]),
        ({"group": "pupil_premium", "value": "yes"}, [32]),
        ({"group": "sen", "value": "K", "stands": "met", "measure": "maths_expected"}, [22]),
        ({"stands": "everything"}, [21, 22, 23, 24, 31, 32, 33]),
    ],
    ids=str,
)
def test_a_part_of_the_list_is_no_other_opening(
    choice: dict[str, str], numbers: list[int], open_page: Open, trust: DataFolder
) -> None:
    app = open_page(trust, "pupils", "dtl", urn=OAKFIELD, **{"class": MIXED}, **choice)
    assert not app.exception
    shown = [number for number in range(40) if f"{SURNAME}{number}," in text_of(app)]
    assert shown == numbers
    if "stands" in choice:
        app.selectbox(key="choose_stands").set_value("everyone").run()
    assert len(openings(trust)) == 1


def test_a_download_is_what_is_shown_and_its_name_says_nobody(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(behind, "downloads", lambda made, **more: asked.append((made, more)))
    open_page(trust, "pupils", "head", school=OAKFIELD, year_group=4, **{"class": OWN_YEAR})
    [(made, more)] = asked
    assert [str(row[0]) for row in made.rows] == [f"{SURNAME}27, Pat"]
    assert more["file_name"] == f"{OAKFIELD}-pupils-2025-26-autumn-2"
    more["on_download"]()
    assert openings(trust)[0][0] == "download a list of pupils"


def test_to_save_a_file_draws_nothing_again(open_page: Open, trust: DataFolder) -> None:
    # While the page was drawn again for the first file, whoever asked for the second waited for ever.
    app = open_page(trust, "pupils", "head", school=OAKFIELD, year_group=4, **{"class": OWN_YEAR})
    assert [one.proto.ignore_rerun for one in app.get("download_button")] == [True, True]


# A pupil


def test_a_pupils_page_shows_every_half_term_and_is_written_down_once(
    open_page: Open, trust: DataFolder
) -> None:
    app = open_page(trust, "pupil", "head", school=OAKFIELD, pupil=token(trust, 21))
    assert not app.exception
    app.run()
    said = read(app)
    assert f"Trust dashboard Oakfield Primary School Year 4 3/4 Pupils {SURNAME}21, Pat" in said
    assert "Year 4, class 3/4, at Oakfield Primary School in 2025/26 Autumn 2." in said
    assert "In 2025/26 Autumn 2: reading expected now, greater depth predicted;" in said
    [drawn] = charts(app)
    assert SURNAME not in str(drawn)
    reading = [one for one in drawn["data"] if one.get("mode") == "lines" and one["yaxis"] == "y"]
    assert [len(one["x"]) for one in reading] == [2, 2]
    assert openings(trust) == [("open a pupil's page", OAKFIELD, "Year 4, 2025/26 Autumn 2")]


@pytest.mark.parametrize("role", Role)
def test_a_pupil_who_moved_is_for_those_where_they_are_now(
    role: Role, open_page: Open, trust: DataFolder
) -> None:
    anywhere = role in (Role.CEO, Role.DTL, Role.DATA_MANAGER)
    for own, theirs in ((OAKFIELD, False), (ELM_GROVE, role in (Role.HEAD, Role.SCHOOL_STAFF))):
        app = open_page(trust, "pupil", role, school=own, leads="reading", pupil=token(trust, MOVED))
        assert not app.exception
        said = read(app)
        assert (SURNAME in text_of(app)) == (anywhere or theirs)
        assert ("In 2 of our schools: Oakfield Primary School, 2025/26 Autumn 1; Elm Grove" in said) == (
            anywhere or theirs
        )


def test_who_left_has_a_page_for_trust_leaders_alone(open_page: Open, trust: DataFolder) -> None:
    gone = token(trust, LEFT)
    assert "On no roll of ours now. Last year 4, class 4B, at Oakfield" in read(
        open_page(trust, "pupil", "ceo", pupil=gone)
    )
    assert SURNAME not in text_of(open_page(trust, "pupil", "head", school=OAKFIELD, pupil=gone))


def test_a_former_list_keeps_its_names_and_does_not_say_where_they_went(
    open_page: Open, trust: DataFolder
) -> None:
    where = {"urn": OAKFIELD, "half_term": AUTUMN_1.slug, "class": OWN_YEAR}
    app = open_page(trust, "pupils", "head", school=OAKFIELD, **where)
    assert {number for number in (MOVED, LEFT, 27) if f"{SURNAME}{number}," in text_of(app)} == {
        MOVED,
        LEFT,
        27,
    }
    [only] = [href for href in doors(app) if href.startswith("pupil?")]
    assert parse_qs(urlsplit(only).query)["pupil"] == [token(trust, 27)]
    assert "Names without a link: pupils who are not on the roll here now." in read(app)


@pytest.mark.parametrize("asked", ["", "x", "0" * 24, upn(21), f"{SURNAME}21"])
def test_nonsense_and_somebody_elses_pupil_are_refused_in_the_same_words(
    asked: str, open_page: Open, trust: DataFolder
) -> None:
    nonsense = read(open_page(trust, "pupil", "head", school=OAKFIELD, pupil=asked))
    other = read(open_page(trust, "pupil", "head", school=OAKFIELD, pupil=token(trust, 1)))
    assert "There is no such pupil for you to see" in nonsense
    assert nonsense == other
    assert not openings(trust)


def test_no_address_or_log_holds_a_name_or_upn(open_page: Open, trust: DataFolder) -> None:
    pages = [
        open_page(trust, "pupils", "ceo", urn=OAKFIELD, year_group=4),
        open_page(trust, "pupil", "ceo", pupil=token(trust, 21)),
        open_page(trust, "school_class", "ceo", urn=OAKFIELD, part="all", **{"class": MIXED}),
    ]
    addresses = [href for app in pages for href in doors(app)]
    assert len([href for href in addresses if href.startswith("pupil?")]) >= 7
    for href in addresses:
        assert SURNAME not in href
        assert not any(upn(number) in href for number in range(40))
    with open_record(trust).reading() as connection:
        said = str(audit.latest(connection))
    assert SURNAME not in said
    assert not any(upn(number) in said for number in range(40))


def test_the_lists_of_a_class_open_on_its_own_page(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "school_class", "head", school=OAKFIELD, part="all", **{"class": MIXED})
    assert {number for number in range(40) if f"{SURNAME}{number}," in text_of(app)} == {21, 23, 31}
    assert openings(trust)[0][2].startswith("Class 3/4, predicted year-end: meet all three")
    [close] = [href for href in doors(app) if href.endswith("#taken-apart") and "part=" not in href]
    assert close.startswith("school_class?")
    assert any(href.startswith("pupil?") for href in doors(app))


def test_a_token_needs_the_trusts_own_key(trust: DataFolder) -> None:
    key = address_key(open_record(trust))
    assert key == address_key(open_record(trust))
    assert len(key) == 32
    assert token_of(key, upn(1)) != token_of(b"another", upn(1))
    assert len({token_of(key, upn(number)) for number in range(40)}) == 40


@pytest.mark.browser
def test_down_to_a_pupil_and_back_by_single_clicks(
    trust: DataFolder, start_server: Callable[[Path], Any], page: Any, settled: Callable[[Any], None]
) -> None:
    server = start_server(trust.root)
    page.goto(server.url("", **{"as": "dtl", "year_group": 4}))
    settled(page)
    for words, heading in (
        ("Oakfield Primary School", "Oakfield Primary School"),
        ("Class 3/4", "Class 3/4, Oakfield"),
        ("Pupils of class 3/4, by name", "Pupils of class 3/4"),
        (f"{SURNAME}21, Pat", f"{SURNAME}21, Pat"),
    ):
        page.locator("a.door", has_text=words).first.click()
        page.get_by_role("heading", name=heading, exact=True).wait_for()
        settled(page)
    assert SURNAME not in page.url
    page.locator(".stPlotlyChart svg.main-svg").first.wait_for()
    for words, heading in (
        ("Pupils", "Pupils of class 3/4"),
        ("3/4", "Class 3/4, Oakfield"),
        ("Year 4", "Oakfield Primary School"),
        ("Trust dashboard", "Trust Performance Dashboard"),
    ):
        page.locator("nav.crumbs a.door").get_by_text(words, exact=True).click()
        page.get_by_role("heading", name=heading, exact=True).wait_for()
        settled(page)
    assert [line[0] for line in openings(trust)].count("open a list of pupils") >= 1
    assert "open a pupil's page" in {line[0] for line in openings(trust)}
    for viewport in ({"width": 390, "height": 844}, {"width": 1366, "height": 768}):
        page.set_viewport_size(viewport)
        for path, more in (("pupils", {"class": MIXED}), ("pupil", {"pupil": token(trust, 21)})):
            page.goto(server.url(path, **{"as": "dtl", "urn": OAKFIELD, **more}))
            settled(page)
            wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
            assert page.evaluate(wide) <= viewport["width"]
