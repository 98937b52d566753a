"""The School page's drill-downs as each role meets them: what stands there, which names one click opens, and
that every opening is written down without a name in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_trust
from builders_trust import Trust
from conftest import text_of
from small_trust import ASH_LANE, ELM_GROVE, OAKFIELD, SUMMER_2
from test_pages_school import WHOLE_SCHOOL, logged
from test_pages_trust import charts, doors, read

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.roles import Role

Open = Callable[..., Any]

# Section -> what it says of Elm Grove's Year 6: 30 pupils, of whom 21 meet reading now, 20 a half-term ago.
SECTIONS = {
    "How judgements moved": "Of 30 who were there both times",
    "Reading, writing and maths taken apart": "of 30 meet all three",
    "The same children, year by year": "Of 30 pupils in Year 6 in Autumn 1, 30 were here in Summer 2",
    "Who lacks a judgement": "Everyone on roll has one in reading, writing and maths: 30 pupils",
    "Beside other schools": "Schools to stand beside",
}
LISTS = {
    # As judged now: one moved up in reading; nobody's writing is at the standard, and the 16 who meet both
    # reading and maths miss by it alone.
    "cell": ("WTS-EXS", 1),
    "part": ("writing", 16),
}


def openings(folder: DataFolder) -> list[str]:
    return [line["subject"] for line in logged(folder)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("section", SECTIONS)
def test_each_role_meets_each_section_or_nothing_of_it(
    role: Role, section: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "school", role, school=ELM_GROVE, urn=ELM_GROVE, leads="reading")
    assert not app.exception
    words = read(app) + " ".join(one.label for one in app.multiselect)
    assert (section in words) == WHOLE_SCHOOL[role]
    assert (SECTIONS[section] in words) == WHOLE_SCHOOL[role]
    assert small_trust.SURNAME not in text_of(app)
    assert not openings(small_folder)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("parameter", LISTS)
def test_names_behind_a_count_are_for_those_who_may_see_them(
    role: Role, parameter: str, open_page: Open, small_folder: DataFolder
) -> None:
    value, pupils = LISTS[parameter]
    address = {"kind": "current", "measure": "reading_expected", parameter: value}
    app = open_page(small_folder, "school", role, school=ELM_GROVE, urn=ELM_GROVE, **address)
    assert not app.exception
    met = text_of(app).count(small_trust.SURNAME)
    assert met == (pupils if WHOLE_SCHOOL[role] else 0)
    assert len(openings(small_folder)) == (1 if WHOLE_SCHOOL[role] else 0)


@pytest.mark.parametrize("audience", ["board", "forum"])
def test_narrower_eyes_open_no_list(audience: str, open_page: Open, small_folder: DataFolder) -> None:
    address = {"kind": "current", "cell": "WTS-EXS", "audience": audience}
    app = open_page(small_folder, "school", "ceo", urn=ELM_GROVE, **address)
    assert small_trust.SURNAME not in text_of(app)
    assert "How judgements moved" not in read(app)
    assert not openings(small_folder)


def test_a_head_opens_no_list_of_another_school(open_page: Open, small_folder: DataFolder) -> None:
    address = {"kind": "current", "cell": "WTS-EXS", "part": "writing", "lacking": "reading"}
    app = open_page(small_folder, "school", "head", school=OAKFIELD, urn=ELM_GROVE, **address)
    assert not app.exception
    assert small_trust.SURNAME not in text_of(app)
    assert not openings(small_folder)


def test_an_opening_is_written_down_once_and_again_when_it_is_opened_again(
    open_page: Open, small_folder: DataFolder
) -> None:
    address = {"kind": "current", "measure": "reading_expected"}
    app = open_page(small_folder, "school", "head", school=ELM_GROVE, **address)
    (way,) = [href for href in doors(app) if "cell=WTS-EXS" in href]
    assert way.endswith("#moved-pupils")
    app.query_params["cell"] = "WTS-EXS"
    app.run()
    app.run()
    said = "Year 6, reading since 2025/26 Summer 2: working towards to expected, 2026/27 Autumn 1"
    assert openings(small_folder) == [said]
    del app.query_params["cell"]
    app.run()
    assert small_trust.SURNAME not in text_of(app)
    app.query_params["cell"] = "WTS-EXS"
    app.run()
    assert openings(small_folder) == [said, said]
    for line in logged(small_folder):
        assert (line["role"], line["urn"], line["action"]) == ("head", ELM_GROVE, "open a list of pupils")
        assert small_trust.SURNAME not in str(line)


def test_another_choice_closes_the_list(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "head", school=OAKFIELD, kind="current", part="writing")
    assert small_trust.SURNAME in text_of(app)
    app.selectbox(key="choose_year_group").set_value("5").run()
    assert small_trust.SURNAME not in text_of(app)
    assert "part" not in app.query_params
    assert len(openings(small_folder)) == 1


@pytest.mark.parametrize(
    "address",
    [
        {"cell": "WTS-XYZ"},
        {"cell": "Quill"},
        {"cell": "PKS-GDS"},  # nobody is there
        {"part": "everything"},
        {"lacking": "reading"},  # nobody lacks one
        {"lacking": "latin", "class": "Mrs Nobody"},
        {"subject": "latin", "since": "yesterday"},
        {"since": "2027-28-autumn-1"},
        {"since": "2026-27-autumn-1"},  # the half-term itself
        {"beside": "Mrs Nobody,0,123456,"},
        {"year_group": "all", "cell": "WTS-EXS", "part": "writing"},
        {"year_group": "0", "cell": "WTS-EXS"},
    ],
    ids=str,
)
def test_an_address_changed_by_hand_falls_back_to_what_is(
    address: dict[str, str], open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "school", "dtl", urn=ELM_GROVE, **{"kind": "current", **address})
    assert not app.exception
    said = text_of(app)
    assert small_trust.SURNAME not in said
    assert not openings(small_folder)
    for words in ("Mrs Nobody", "latin", "yesterday", "WTS-XYZ"):
        assert words not in read(app)


def test_the_half_term_and_subject_that_are_chosen_are_kept_by_every_door(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(
        small_folder, "school", "ceo", urn=ELM_GROVE, kind="current", subject="maths", beside=OAKFIELD
    )
    ways = [href for href in doors(app) if "cell=" in href or "part=" in href]
    assert len(ways) > 3
    assert all("subject=maths" in href and f"beside={OAKFIELD}" in href for href in ways)


def test_schools_beside_stand_by_name_with_no_more_than_the_viewer_may_see(
    open_page: Open, small_folder: DataFolder
) -> None:
    address = {"half_term": SUMMER_2.slug, "year_group": 5, "kind": "current", "measure": "reading_expected"}
    app = open_page(
        small_folder, "school", "head", school=OAKFIELD, beside=f"{ELM_GROVE},{ASH_LANE}", **address
    )
    assert not app.exception
    drawn = next(one for one in charts(app) if "Oakfield" in str(one) and "Elm Grove" in str(one))
    notes = [note["text"] for note in drawn["layout"]["annotations"]]
    names = [one for one in notes if one in ("Ash Lane", "Elm Grove", "Oakfield")]
    assert names == ["Ash Lane", "Elm Grove", "Oakfield"]
    assert "too few pupils to show" in notes
    assert "3 of 5" not in str(drawn)


def test_a_choice_of_schools_is_kept_in_the_address(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "ceo", urn=OAKFIELD)
    app.multiselect(key="choose_beside").set_value([ELM_GROVE]).run()
    assert not app.exception
    assert app.query_params["beside"] == str(ELM_GROVE)
    app.multiselect(key="choose_beside").set_value([]).run()
    assert "beside" not in app.query_params


def test_a_school_without_a_return_has_no_drill_downs(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "dtl", urn=ASH_LANE, cell="WTS-EXS", beside=ELM_GROVE)
    assert not app.exception
    said = read(app)
    for section in ("How judgements moved", "taken apart", "year by year", "Who lacks a judgement"):
        assert section not in said


AUTUMN_1, AUTUMN_2 = HalfTerm(2025, 1), HalfTerm(2025, 2)
HEADINGS = "UPN,Surname,Forename,Year,Class,Reading Predicted,Writing Predicted,Maths Predicted"


def test_a_cohort_of_one_and_a_cohort_in_which_nobody_is_judged(tmp_path: Path, open_page: Open) -> None:
    trust = Trust(tmp_path)
    for half_term, mark in ((AUTUMN_1, "WTS"), (AUTUMN_2, "EXS")):
        alone = f"{{1}},{small_trust.SURNAME},Pat,6,6A,{mark},WTS,EXS"
        unjudged = "{2},Other,Pat,5,5A,,,"
        trust.accepted(OAKFIELD, half_term, HEADINGS, alone, unjudged)
    app = open_page(trust.folder, "school", "head", school=OAKFIELD, subject="reading", cell="WTS-EXS")
    assert not app.exception
    said = read(app)
    assert "Of 1 who was there both times 0 stayed in their band, 1 moved up, 0 down" in said
    assert "0 of 1 meet all three. 1 misses it by writing alone." in said
    assert "0 %" not in said.partition("taken apart")[2].partition("How judgements moved")[0]
    assert text_of(app).count(small_trust.SURNAME) == 1
    app = open_page(trust.folder, "school", "head", school=OAKFIELD, year_group=5, lacking="reading")
    assert not app.exception
    said = read(app)
    assert "Nobody has one yet: 1 pupil on roll." in said
    assert "taken apart" not in said
    assert "How judgements moved" not in said
    assert "Other, Pat" in said
    assert openings(trust.folder)[0].startswith("Year 5, without a judgement in reading (predicted)")
