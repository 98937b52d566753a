"""The Trust Performance Dashboard as each role meets it: what it says, what it keeps back, where it leads."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import small_trust
from conftest import text_of
from small_trust import AUTUMN_1, OAKFIELD, SUMMER_2

from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.record import schools, targets
from etl.record.opening import make_record, open_record
from etl.roles import Role

Open = Callable[..., Any]


def read(app: Any) -> str:
    """What somebody reads on a page: its text without markup."""
    without_code = re.sub(r"<(style|script)>.*?</\1>", " ", text_of(app), flags=re.S)
    spaced = re.sub(r"<[^>]+>", " ", without_code)
    return re.sub(r"\s+", " ", html.unescape(spaced))


def doors(app: Any) -> list[str]:
    return [
        html.unescape(href)
        for href in re.findall(r'<a class="[^"]*door[^"]*"[^>]*href="([^"]+)"', text_of(app))
    ]


def charts(app: Any) -> list[dict[str, Any]]:
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


@pytest.mark.parametrize("role", Role)
def test_every_role_opens_it_without_a_fault_and_meets_no_name(
    role: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", role)
    assert not app.exception
    assert "2 of 3 returns in" in read(app)
    assert small_trust.SURNAME not in text_of(app)


def test_headline_tiles_pool_the_trusts_pupils(open_page: Open, small_folder: DataFolder) -> None:
    # Writing predicted in Year 6: 9 of 12 at Oakfield, 21 of 30 at Elm Grove.
    said = read(open_page(small_folder, "trust", "ceo"))
    assert "Writing 71 % 30 of 42" in said
    assert "Still to come: Ash Lane" in said


def test_a_target_is_spoken_of_in_pupils(open_page: Open, small_folder: DataFolder) -> None:
    record = open_record(small_folder)
    with record.writing() as connection:
        targets.put_targets(
            connection,
            [
                targets.Target(
                    urn=None,
                    academic_year=AUTUMN_1.academic_year,
                    year_group=6,
                    measure="writing_expected",
                    basis_points=8000,
                )
            ],
        )
    # 80 % of 42 is 33.6: 34 are needed, 30 are predicted.
    assert "4 short of target of 80 %" in read(open_page(small_folder, "trust", "ceo"))


def test_the_board_sees_no_cohort_of_five(open_page: Open, small_folder: DataFolder) -> None:
    """Ash Lane has five pupils in what was Year 5 in Summer 2."""
    address = {"half_term": SUMMER_2.slug, "year_group": 5, "kind": "current"}
    whole = read(open_page(small_folder, "trust", "ceo", **address))
    board = read(open_page(small_folder, "trust", "board", **address))
    assert re.search(r"Ash Lane Primary School 5 pupils on roll 60 % 3 of 5|3 of 5", whole)
    assert "of 5 " not in board
    assert "too few pupils to show" in board


def test_a_trust_leader_looks_as_the_board_and_is_told_so(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "ceo", audience="board")
    assert "As the Board sees it" in read(app)
    assert app.selectbox(key="choose_audience").value == "board"
    as_board = read(open_page(small_folder, "trust", "board"))
    told = read(app).replace("As the Board sees it", "")
    assert (
        told.split("What changed")[1].split("Schools and measures")[0]
        == as_board.split("What changed")[1].split("Schools and measures")[0]
    )


def test_the_board_is_offered_no_wider_eyes(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "board", audience="forum")
    assert "choose_audience" not in {box.key for box in app.selectbox}


def test_the_choice_lives_in_the_address(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "ceo", year_group=5, measure="maths_expected", kind="current")
    assert "Year 5, as judged now" in read(app)
    assert app.selectbox(key="choose_measure").value == "maths_expected"
    app.selectbox(key="choose_year_group").set_value("6").run()
    assert str(app.query_params["year_group"]).strip("[']") == "6"
    assert "Year 6, as judged now" in read(app)


def test_nonsense_in_the_address_falls_back_to_what_is(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(
        small_folder, "trust", "nobody", half_term="1999-00", year_group="x", measure="<b>", kind="?"
    )
    assert not app.exception
    assert "Year 6, predicted" in read(app)
    assert app.selectbox(key="choose_measure").value == "rwm_expected"


def test_cells_and_tiles_lead_to_the_school_and_keep_who_looks(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", "ceo", year_group=5, kind="current")
    to_school = [urlsplit(href) for href in doors(app) if href.startswith("school?")]
    assert {int(parse_qs(one.query)["urn"][0]) for one in to_school if "urn" in one.query} >= {OAKFIELD}
    assert all(parse_qs(one.query)["as"] == ["ceo"] for one in to_school)
    measures = [parse_qs(urlsplit(href).query) for href in doors(app) if href.endswith("#by-measure")]
    assert {"rwm_expected", "reading_expected", "writing_expected", "maths_expected"} <= {
        one["measure"][0] for one in measures
    }
    assert all(one["kind"] == ["current"] and one["year_group"] == ["5"] for one in measures)


def test_every_number_of_the_table_explains_itself(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "ceo", year_group=5, kind="current")
    asked = [parse_qs(urlsplit(href).query)["explain"][0] for href in doors(app) if "explain=" in href]
    for measure in ("rwm_expected", "writing_expected"):
        for place in (f"~s{OAKFIELD}~y5", "~y5"):
            assert f"{measure}~current~2026-27-autumn-1{place}" in asked
    # Opened from the address, it is of Year 5 even where the page is of Year 6.
    said = read(
        open_page(
            small_folder, "trust", "ceo", explain=f"rwm_expected~predicted~2026-27-autumn-1~s{OAKFIELD}~y5"
        )
    )
    assert "Oakfield Primary School, Year 5: Reading, writing and maths combined" in said
    assert "on roll" in said.partition("Who is counted")[2]


@pytest.mark.parametrize(
    "number",
    [
        f"rwm_expected~predicted~2026-27-autumn-1~s{OAKFIELD}~y6~c6A",
        "rwm_expected~forecast~2026-27-autumn-1~y6",
    ],
)
def test_what_is_not_for_the_board_is_refused_in_words(
    number: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", "board", explain=number)
    assert not app.exception
    assert "you cannot see" in read(app)
    assert "The rule" not in read(app)


def test_a_number_is_explained_at_its_own_address(open_page: Open, small_folder: DataFolder) -> None:
    said = read(open_page(small_folder, "trust", "ceo", explain="writing_expected"))
    assert "42 on roll" in said
    assert "30 met the standard" in said
    assert "Pupils judged at or above expected in writing." in said
    assert "Oakfield Primary School, loaded" in said


def test_there_is_a_table_behind_every_chart(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "ceo")
    assert len(charts(app)) >= 3
    keys = ["schools", "one_by_one", "over_time", "gaps"]
    assert len([one for one in app.expander if one.label == behind.FOLDED]) == len(keys)
    assert not app.get("download_button")
    for key in keys:
        app.session_state[f"{key}_behind"] = True
    app.run()
    assert len(app.get("download_button")) == 2 * len(keys)
    said = read(app)
    assert "Elm Grove C of E Primary School Year 6 All pupils Writing Predicted year-end 21 30 30 70" in said
    assert "Pupil premium and not pupil premium 7 14 16 28" in said


def test_what_is_behind_a_chart_keeps_back_what_the_chart_keeps_back(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", "board", half_term=SUMMER_2.slug, year_group=5, kind="current")
    for key in ("schools", "one_by_one", "over_time", "gaps"):
        app.session_state[f"{key}_behind"] = True
    app.run()
    (row,) = re.findall(
        r"Ash Lane Primary School Year 5 All pupils Reading Current judgement (.*?)2025/26", read(app)
    )
    assert not re.search(r"\d", row)
    assert "too few pupils to show" in row


def test_charts_say_in_words_what_they_show(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "trust", "ceo", measure="writing_expected")
    said = [one.proto.alt for one in app.get("plotly_chart")]
    assert all(said)
    assert any("Elm Grove: 21 of 30, 70" in one for one in said)


def test_only_its_group_of_pupils_changes_the_tiles(open_page: Open, small_folder: DataFolder) -> None:
    # Every third pupil: 4 of 12 at Oakfield, 10 of 30 at Elm Grove.
    said = read(open_page(small_folder, "trust", "ceo", group="pupil_premium", value="yes"))
    assert re.search(r"Maths \d+ % \d+ of 14", said)
    assert "All schools 42 pupils on roll" in said


def test_a_lead_teacher_sees_the_subject_they_lead_and_no_other(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", "lead_teacher", leads="maths")
    assert "Elm Grove C of E Primary School 30 pupils on roll 77 % 23 of 30" in read(app)
    assert app.selectbox(key="choose_measure").options == ["Maths", "Maths at greater depth"]
    assert not re.search(r"Writing \d+ %", read(app))


def test_without_returns_the_page_says_what_comes_next(open_page: Open, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "bare")
    with make_record(folder).writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name="Oakfield Primary School")])
    app = open_page(folder, "trust", "dtl")
    assert not app.exception
    assert "No return has come in yet" in read(app)
    assert any(href.startswith("returns") for href in doors(app))


def test_without_a_trust_the_page_says_what_comes_first(open_page: Open, tmp_path: Path) -> None:
    app = open_page(DataFolder(tmp_path / "nothing"), "trust", "ceo")
    assert not app.exception
    assert "There is no trust here yet" in read(app)


def test_words_that_are_never_said(open_page: Open, sample_folder: DataFolder) -> None:
    for role in ("ceo", "board"):
        said = read(open_page(sample_folder, "trust", role)).lower()
        for word in ("failing", "bottom", "worst", "league", "deficit", "nan", "none"):
            assert not re.search(rf"\b{word}\b", said), word


def test_the_sample_is_called_a_sample(open_page: Open, sample_folder: DataFolder) -> None:
    assert "Sample trust: its schools and pupils do not exist" in read(
        open_page(sample_folder, "trust", "ceo")
    )


def test_the_sample_shows_strengths_beside_concerns(open_page: Open, sample_folder: DataFolder) -> None:
    app = open_page(sample_folder, "trust", "ceo")
    sides = text_of(app).split('class="findings"')[1].split("</section>")[:2]
    assert [side.count("<li") for side in sides] == [3, 3]
    # Every sentence leads on.
    assert [side.count('<li class="finding"><a ') for side in sides] == [3, 3]


def test_elm_grove_is_there_by_its_short_name_beside_charts(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "trust", "ceo")
    notes = [note["text"] for chart in charts(app) for note in chart["layout"].get("annotations", [])]
    assert "Elm Grove" in notes
