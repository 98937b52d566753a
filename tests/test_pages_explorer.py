"""The Explorer as each role meets it: what it says, what it keeps back, and the views that it keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import small_trust
from conftest import text_of
from small_trust import ASH_LANE, AUTUMN_1, ELM_GROVE, NAMES, OAKFIELD
from test_pages_trust import charts, doors, read

from dashboard import exports
from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.record import audit, saved_views
from etl.record.opening import open_record
from etl.roles import Role

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
OF_A_SCHOOL = {Role.HEAD, Role.SCHOOL_STAFF}


def answer(app: Any) -> str:
    """What stands under the choices."""
    assert not app.exception, app.exception
    return read(app).partition("What this shows")[2]


def held(app: Any, name: str) -> str:
    """What the address holds after a run."""
    return str(app.query_params[name]).strip("[']")


@pytest.mark.parametrize("role", Role)
def test_each_role_meets_what_is_theirs(role: Role, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", role, school=OAKFIELD)
    said = read(app)
    assert not app.exception
    assert small_trust.SURNAME not in text_of(app)
    if role not in LEADERS | OF_A_SCHOOL:
        assert "This page is not for your role" in said
        assert "you cannot explore figures freely" in said
        assert not charts(app)
        return
    laid = "schools by measures" if role in LEADERS else "Oakfield: year groups by measures"
    assert laid in answer(app)
    assert charts(app)
    assert ("Elm Grove" in answer(app)) == (role in LEADERS)
    # Writing predicted in Year 6 at Oakfield: 9 of 12.
    assert "9 of 12" in answer(app)


@pytest.mark.parametrize("audience", ["board", "forum"])
@pytest.mark.parametrize("role", ["ceo", "head"])
def test_an_audience_is_refused(role: str, audience: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", role, school=OAKFIELD, audience=audience)
    assert "you cannot explore figures freely" in read(app)
    assert not charts(app)


@pytest.mark.parametrize("role", sorted(OF_A_SCHOOL))
@pytest.mark.parametrize(
    "asked",
    [
        {"schools": f"{ELM_GROVE},{ASH_LANE}"},
        {"schools": str(ELM_GROVE), "rows": "school", "columns": "year_group", "years": "5,6"},
        {"schools": str(ELM_GROVE), "rows": "class", "columns": "measure", "years": "6"},
        {"urn": ELM_GROVE, "rows": "school", "columns": "half_term", "against": "last-year"},
        {"schools": str(ELM_GROVE), "rows": "pupil_premium", "columns": "sen", "against": "trust"},
    ],
)
def test_a_head_who_asks_for_other_schools_gets_their_own(
    role: str,
    asked: dict[str, object],
    open_page: Open,
    small_folder: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables: list[exports.Table] = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    monkeypatch.setattr(behind, "downloads", lambda table, **_: tables.append(table))
    app = open_page(small_folder, "explorer", role, school=OAKFIELD, **asked)
    sent = answer(app) + json.dumps(charts(app))
    for urn in (ELM_GROVE, ASH_LANE):
        assert NAMES[urn].split()[0] not in sent
    # Elm Grove's Year 6 has 30 pupils: nothing may be "of 30".
    assert "of 30" not in sent
    pivot, long = tables
    assert {row[1] for row in long.rows} == {NAMES[OAKFIELD]}
    assert not {30, 42} & {
        value for row in (*pivot.rows, *long.rows) for value in row if isinstance(value, int)
    }


def test_nonsense_in_the_address_falls_back(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(
        small_folder,
        "explorer",
        "dtl",
        rows="<b>",
        columns="nobody",
        against="?",
        schools="1,x",
        years="99",
        measures="nothing",
        half_terms="x",
        kinds="?",
        view="x'; --",
    )
    assert "schools by measures" in answer(app)
    assert "There is no saved view of that number for you." in read(app)
    same = answer(open_page(small_folder, "explorer", "dtl", rows="measure", columns="measure"))
    assert "measures by schools" in same


def test_the_choice_lives_in_the_address(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", "ceo")
    app.selectbox(key="choose_rows").set_value("measure").run()
    assert held(app, "rows") == "measure"
    assert held(app, "columns") == "school"  # the two changed places
    app.multiselect(key="choose_years").set_value([5]).run()
    assert held(app, "years") == "5"
    assert "Year 5: measures by schools" in answer(app)
    app.multiselect(key="choose_years").set_value([]).run()
    assert "Years 1 to 6: measures by schools" in answer(app)


def test_a_course_is_drawn_over_the_half_terms(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(
        small_folder, "explorer", "dtl", columns="half_term", years="5,6", measure="reading_expected"
    )
    said = answer(app)
    assert "Over the half-terms" in said
    assert len(charts(app)) == 3
    assert "Ash Lane, 2026/27 Autumn\xa01 (no return)" in said.replace("Autumn 1", "Autumn\xa01")
    assert "There is no total over half-terms" in said


def test_what_is_downloaded_is_what_stands_there(
    open_page: Open, small_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables: list[exports.Table] = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    monkeypatch.setattr(behind, "downloads", lambda table, **_: tables.append(table))
    open_page(small_folder, "explorer", "dtl", measures="writing_expected", against="trust")
    pivot, long = tables
    assert pivot.columns == (
        "School",
        "Writing, %",
        "Writing, met",
        "Writing, on roll",
        "Writing, pupils apart",
    )
    assert pivot.rows == (
        ("Ash Lane", None, None, None, None),
        ("Elm Grove", 70, 21, 30, -1),
        ("Oakfield", 75, 9, 12, 0),
        ("All these schools", 71, 30, 42, None),
    )
    assert [row[:2] for row in long.rows] == [
        (str(AUTUMN_1), NAMES[urn]) for urn in (ASH_LANE, ELM_GROVE, OAKFIELD)
    ]
    for table in tables:
        assert exports.as_csv(table)
        assert exports.as_xlsx(table)


@pytest.mark.parametrize(
    ("asked", "picture"),
    [({"rows": "school", "columns": "measure"}, "Side by side"),
     ({"rows": "school", "columns": "half_term"}, "Over the half-terms")],
)  # fmt: skip
def test_the_table_stands_before_the_picture_that_repeats_it(
    asked: dict[str, str], picture: str, open_page: Open, small_folder: DataFolder
) -> None:
    said = read(open_page(small_folder, "explorer", "ceo", **asked))
    assert 0 < said.index("In rows and columns") < said.index(picture)


def save(app: Any, name: str, *, shared: bool = False) -> Any:
    app.text_input(key="saved_view_name").set_value(name)
    if shared:
        app.checkbox(key="saved_view_shared").check()
    return app.button(key="saved_view_save").click().run()


def kept(folder: DataFolder) -> list[saved_views.SavedView]:
    with open_record(folder).reading() as connection:
        return [
            one
            for role in ("ceo", "head", "dtl")
            for one in saved_views.offered(connection, "explorer", "this machine", role)
            if one.saved_as == role
        ]


def test_a_view_is_kept_without_whom_it_was_looked_as(open_page: Open, small_folder: DataFolder) -> None:
    asked = {"school": OAKFIELD, "rows": "year_group", "columns": "measure", "years": "5,6", "leads": "maths"}
    app = save(open_page(small_folder, "explorer", "head", **asked), "  Fives   and sixes ", shared=True)
    assert "Saved as “Fives and sixes”. It follows the latest half-term." in read(app)
    (one,) = kept(small_folder)
    assert one.parameters == {"rows": "year_group", "columns": "measure", "years": "5,6"}
    assert (one.name, one.shared, one.saved_as) == ("Fives and sixes", True, "head")
    with open_record(small_folder).reading() as connection:
        line = audit.latest(connection)[0]
    assert (line["action"], line["role"]) == ("save a view", "head")
    assert line["subject"] == f"explorer view {one.id}, shared"

    # The CEO opens it with their own rights.
    theirs = open_page(small_folder, "explorer", "ceo", view=one.id)
    assert "Saved view: Fives and sixes." in read(theirs)
    assert "all schools: year groups by measures" in answer(theirs)
    assert held(theirs, "years") == "5,6"
    theirs.multiselect(key="choose_years").set_value([6]).run()
    assert "Changed since it was saved." in read(theirs)
    assert any(f"view={one.id}" in href and "years" not in href for href in doors(theirs))


def test_a_view_of_ones_own_is_to_others_as_if_it_were_not_there(
    open_page: Open, small_folder: DataFolder
) -> None:
    save(open_page(small_folder, "explorer", "dtl", years="5"), "Mine alone")
    (one,) = kept(small_folder)
    not_theirs = open_page(small_folder, "explorer", "head", school=OAKFIELD, view=one.id)
    none_there = open_page(small_folder, "explorer", "head", school=OAKFIELD, view=one.id + 1)
    assert read(not_theirs) == read(none_there)
    assert "Mine alone" not in text_of(not_theirs)
    assert "There is no saved view of that number for you." in read(not_theirs)


def test_names_are_held_to_a_few_rules(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", "dtl")
    assert "Give the view a name." in read(save(app, "   "))
    save(app, "Writing")
    assert "You have a view “Writing” already" in read(save(app, "WRITING"))
    assert len(kept(small_folder)) == 1
    (one,) = kept(small_folder)
    app.text_input(key=f"saved_view_rename_{one.id}_name").set_value("Writing, all years")
    said = read(app.button(key=f"saved_view_rename_{one.id}").click().run())
    assert "Renamed: “Writing, all years”." in said


def test_a_shared_view_is_called_after_no_pupil(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", "dtl")
    refused = "What all may read must not hold a pupil's name"
    assert refused in read(save(app, f"For {small_trust.SURNAME}", shared=True))
    assert not kept(small_folder)
    save(app, "Writing", shared=True)
    (one,) = kept(small_folder)
    app.text_input(key=f"saved_view_rename_{one.id}_name").set_value(small_trust.SURNAME)
    assert refused in read(app.button(key=f"saved_view_rename_{one.id}").click().run())
    assert [view.name for view in kept(small_folder)] == ["Writing"]


def test_only_its_owner_or_who_tidies_up_deletes_a_shared_view(
    open_page: Open, small_folder: DataFolder
) -> None:
    save(open_page(small_folder, "explorer", "dtl"), "For everyone", shared=True)
    (one,) = kept(small_folder)
    key = f"saved_view_delete_{one.id}"
    head = open_page(small_folder, "explorer", "head", school=OAKFIELD)
    assert "For everyone" in read(head)
    assert key not in {button.key for button in head.button}
    ceo = open_page(small_folder, "explorer", "ceo")
    assert "Deleted: “For everyone”." in read(ceo.button(key=key).click().run())
    assert not kept(small_folder)


def test_one_class_is_for_those_who_see_it(open_page: Open, small_folder: DataFolder) -> None:
    with_classes = open_page(small_folder, "explorer", "head", school=OAKFIELD)
    (named, *_) = [one for one in with_classes.selectbox(key="choose_class").options if one != "All classes"]
    app = open_page(small_folder, "explorer", "head", school=OAKFIELD, **{"class": named})
    assert f"class {named}" in answer(app)
    # Of several schools there is no class, and of another school's classes a head is told nothing.
    several = open_page(small_folder, "explorer", "ceo", **{"class": named})
    assert "A class belongs to one school" in read(several)
    assert not any(one.key == "choose_class" for one in several.selectbox)
    other = open_page(
        small_folder, "explorer", "head", school=OAKFIELD, schools=str(ELM_GROVE), **{"class": "<b>7Z"}
    )
    assert "The school has no class of that name" in read(other)
    assert "7Z" not in read(other)


def test_a_class_is_left_when_the_school_is_changed(open_page: Open, small_folder: DataFolder) -> None:
    one_school = open_page(small_folder, "explorer", "ceo", schools=str(OAKFIELD))
    (named, *_) = [one for one in one_school.selectbox(key="choose_class").options if one != "All classes"]
    one_school.selectbox(key="choose_class").set_value(named).run()
    assert held(one_school, "class") == named
    one_school.multiselect(key="choose_schools").set_value([ELM_GROVE]).run()
    assert "class" not in one_school.query_params


def test_without_results_the_explorer_says_so(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", "ceo", of="results")
    assert not app.exception
    assert "No results are held here" in read(app)
    app.selectbox(key="choose_of").set_value("judgements").run()
    assert "of" not in app.query_params
    assert "schools by measures" in answer(app)


def test_a_cell_of_the_explorer_explains_itself(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "explorer", "head", school=OAKFIELD, years="6")
    ways = [href for href in doors(app) if "explain=writing_expected~" in href]
    assert ways
    number = f"writing_expected~predicted~2026-27-autumn-1~s{OAKFIELD}~y6~atrust"
    assert any(f"explain={number}" in href for href in ways)
    said = read(open_page(small_folder, "explorer", "head", school=OAKFIELD, explain=number))
    assert "Oakfield Primary School, Year 6: Writing, predicted for the year's end: 9 of 12" in said
    assert "9 ÷ 12 = 75.0" in said
    refused = number.replace(str(OAKFIELD), str(ELM_GROVE))
    assert "you cannot explore figures freely" in read(
        open_page(small_folder, "explorer", "head", school=OAKFIELD, explain=refused)
    )
