"""Administration: each part for those it is for, looked at before it is taken in, every fault at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_trust
from conftest import text_of
from small_trust import ELM_GROVE, OAKFIELD

from etl.backup import back_up
from etl.folder import DataFolder
from etl.record import audit, people, schools, settings, targets, terms
from etl.record.opening import open_record

Open = Callable[..., Any]

GIAS = """URN,LA (code),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name)
910004,999,2004,Birch Hill Primary School,Open
910005,999,2005,Old Mill Primary School,Closed
910001,999,2001,Oakfield Primary Academy,Open
"""


def drop(app: Any, register: str, content: str) -> Any:
    number = app.session_state["administration_box"] if "administration_box" in app.session_state else 0  # noqa: SIM401 – it has no get
    box = app.file_uploader(key=f"{register}_file_{number}")
    return box.set_value([("list.csv", content.encode(), "text/csv")]).run()


def keys(app: Any) -> set[str]:
    return {button.key for button in app.button}


@pytest.mark.parametrize("role", ["board", "lead_teacher", "school_staff"])
def test_who_administers_nothing_is_refused(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", role)
    assert "This page is not for your role" in text_of(app)
    assert not app.file_uploader


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("ceo", ["Schools", "People", "Terms", "Targets", "Settings", "Back up and restore", "Log"]),
        ("data_manager", ["Schools", "People", "Terms", "Targets", "Settings", "Back up and restore", "Log"]),
        ("dtl", ["Terms"]),
        ("head", ["People"]),
    ],
)
def test_each_role_has_its_parts(
    role: str, parts: list[str], open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "administration", role)
    assert not app.exception
    assert app.get("button_group")[0].options == parts


@pytest.mark.parametrize("part", ["schools", "people", "targets", "settings", "backup", "log"])
def test_a_part_that_is_not_theirs_is_not_had_by_its_address(
    part: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "administration", "dtl", part=part)
    assert not app.exception
    assert [box.key for box in app.file_uploader] == ["terms_file_0"]


def test_schools_are_registered_from_a_gias_file(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "data_manager")
    drop(app, "schools", GIAS)
    said = text_of(app)
    assert "1 new, 1 changed, 0 as they are held." in said
    assert "Oakfield Primary School → Oakfield Primary Academy" in said
    assert "Old Mill" not in said
    app.button(key="schools_take_in").click().run()
    assert "Schools: 1 added, 1 changed." in text_of(app)
    with open_record(small_folder).reading() as connection:
        held = {one.urn: one.name for one in schools.all_schools(connection)}
        line = audit.latest(connection, 1)[0]
    assert held[910004] == "Birch Hill Primary School"
    assert 910005 not in held
    assert (line["action"], line["who"], line["role"]) == ("register schools", "this machine", "data_manager")


def test_of_a_large_file_only_the_chosen_schools_are_registered(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "administration", "data_manager")
    drop(app, "schools", GIAS)
    app.multiselect(key="schools_chosen").set_value([910004]).run()
    assert "1 new, 0 changed" in text_of(app)
    app.button(key="schools_take_in").click().run()
    with open_record(small_folder).reading() as connection:
        held = {one.urn: one.name for one in schools.all_schools(connection)}
    assert held[910004] == "Birch Hill Primary School"
    assert held[OAKFIELD] == "Oakfield Primary School"


def test_a_first_trust_begins_with_its_schools(open_page: Open, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    app = open_page(folder, "administration", "data_manager")
    assert not app.exception
    assert not folder.root.exists()
    drop(app, "schools", GIAS)
    app.button(key="schools_take_in").click().run()
    assert not app.exception
    with open_record(folder).reading() as connection:
        assert {one.urn for one in schools.all_schools(connection)} == {910001, 910004}


@pytest.mark.parametrize("page", ["trust", "school", "returns", "data_drops"])
def test_without_a_trust_every_page_says_where_to_begin(page: str, open_page: Open, tmp_path: Path) -> None:
    app = open_page(DataFolder(tmp_path / "new"), page, "dtl")
    assert not app.exception
    assert "There is no trust here yet" in text_of(app)
    assert 'href="administration?as=dtl"' in text_of(app)


def test_every_fault_of_a_list_is_told_at_once(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "data_manager", part="people")
    drop(app, "people", "email,name,role,schools\nnobody,A Person,ceo,\nb@trust.example,,chef,123456\n")
    said = text_of(app)
    assert "A2: this is not an e-mail address." in said
    assert "B3: name is missing." in said
    assert "C3" in said
    assert "D3" in said
    assert "people_take_in" not in keys(app)


def test_people_are_taken_in(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "ceo", part="people")
    drop(app, "people", f"email,name,role,schools\nh@trust.example,A Head,head,{OAKFIELD}\n")
    app.button(key="people_take_in").click().run()
    with open_record(small_folder).reading() as connection:
        (one,) = people.all_people(connection)
    assert (one.email, one.role, one.schools) == ("h@trust.example", "head", frozenset({OAKFIELD}))


@pytest.mark.parametrize(
    ("row", "allowed"),
    [
        (f"t@trust.example,A Teacher,school_staff,{OAKFIELD}", True),
        (f"t@trust.example,A Teacher,school_staff,{ELM_GROVE}", False),
        (f"t@trust.example,A Teacher,school_staff,{OAKFIELD} {ELM_GROVE}", False),
        (f"t@trust.example,A Head,head,{OAKFIELD}", False),
        ("t@trust.example,A Chief,ceo,", False),
        (f"chief@trust.example,The Chief,school_staff,{OAKFIELD}", False),  # who is somebody else already
    ],
)
def test_a_head_adds_own_staff_and_nobody_else(
    row: str, allowed: bool, open_page: Open, small_folder: DataFolder
) -> None:
    chief = people.Person(email="chief@trust.example", name="The Chief", role=people.Role.CEO)
    with open_record(small_folder).writing(figures=False) as connection:
        people.put_people(connection, [chief])
    app = open_page(small_folder, "administration", "head", school=OAKFIELD, part="people")
    assert "chief@trust.example" not in text_of(app)
    drop(app, "people", f"email,name,role,schools\n{row}\n")
    assert ("people_take_in" in keys(app)) is allowed
    assert ("the staff of your own school, and nobody else" in text_of(app)) is not allowed


def test_one_is_called_one(open_page: Open, small_folder: DataFolder) -> None:
    for own in (False, True):
        one = people.Person(
            email=f"{own}@trust.example", name="A Name", role=people.Role.HEAD, schools=frozenset({OAKFIELD})
        )
        with open_record(small_folder).writing(figures=False) as connection:
            people.put_people(connection, [one])
        app = open_page(small_folder, "administration", "head", school=OAKFIELD, part="people")
        assert ("2 people." if own else "1 person.") in text_of(app)


def test_terms_and_targets_are_taken_in(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "data_manager", part="terms")
    drop(app, "terms", "academic_year,half_term,starts,ends\n2026/27,Autumn 1,01/09/2026,23/10/2026\n")
    app.button(key="terms_take_in").click().run()
    app = open_page(small_folder, "administration", "data_manager", part="targets")
    drop(
        app,
        "targets",
        f"urn,academic_year,year_group,measure,target_percent\n{OAKFIELD},2026/27,6,rwm_expected,62.5\n",
    )
    app.button(key="targets_take_in").click().run()
    with open_record(small_folder).reading() as connection:
        assert [one.starts.isoformat() for one in terms.all_terms(connection)] == ["2026-09-01"]
        assert [one.basis_points for one in targets.all_targets(connection)] == [6250]


@pytest.mark.parametrize("register", ["schools", "people", "terms", "targets"])
def test_a_list_as_downloaded_changes_nothing_when_it_is_dropped_again(
    register: str, open_page: Open, small_folder: DataFolder
) -> None:
    from dashboard import exports
    from dashboard.administration.registers import REGISTERS

    app = open_page(small_folder, "administration", "data_manager", part="people")
    drop(
        app,
        "people",
        f"email,name,role,schools,subjects\nl@trust.example,L,lead_teacher,,maths\nh@trust.example,H,head,{OAKFIELD}\n",
    )
    app.button(key="people_take_in").click().run()
    for part, content in (
        ("terms", "academic_year,half_term,starts,ends\n2026/27,Autumn 1,01/09/2026,23/10/2026\n"),
        (
            "targets",
            "urn,academic_year,year_group,measure,target_percent,set_by\n,2026/27,6,rwm_expected,62.5,Board\n",
        ),
    ):
        app = open_page(small_folder, "administration", "data_manager", part=part)
        drop(app, part, content)
        app.button(key=f"{part}_take_in").click().run()

    one = REGISTERS[register]
    with open_record(small_folder).reading() as connection:
        rows = tuple(one.row(entry) for entry in one.held(connection))
    assert rows
    downloaded = exports.as_csv(exports.Table(title="", columns=one.columns, rows=rows)).decode("utf-8-sig")
    app = open_page(small_folder, "administration", "data_manager", part=register)
    drop(app, register, downloaded)
    assert f"would change nothing: 0 new, 0 changed, {len(rows)} as they are held." in text_of(app)


def test_settings_are_saved_and_show_what_changes(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "ceo", part="settings")
    assert "settings_save" not in keys(app)
    app.text_input(key="setting_trust_name").set_value("Another Trust").run()
    assert "The Small Trust → Another Trust" in text_of(app)
    app.button(key="settings_save").click().run()
    assert not app.exception
    with open_record(small_folder).reading() as connection:
        assert settings.get(connection, "trust_name") == "Another Trust"
        assert settings.get(connection, "hide_below") == 6


def test_counts_cannot_begin_below_what_is_hidden(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "ceo", part="settings")
    app.number_input(key="setting_hide_below").set_value(12).run()
    app.button(key="settings_save").click().run()
    assert "Nothing was saved." in text_of(app)
    with open_record(small_folder).reading() as connection:
        assert settings.get(connection, "hide_below") == 6


def test_a_backup_is_restored(open_page: Open, small_folder: DataFolder, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    back_up(small_folder, backup)
    with open_record(small_folder).writing() as connection:
        settings.put(connection, "trust_name", "A Mistake")
    app = open_page(small_folder, "administration", "data_manager", part="backup")
    app.file_uploader(key="backup_file").set_value(
        [("backup.zip", backup.read_bytes(), "application/zip")]
    ).run()
    app.button(key="backup_restore").click().run()
    assert "Restored from backup.zip." in text_of(app)
    with open_record(small_folder).reading() as connection:
        assert settings.get(connection, "trust_name") == "The Small Trust"
        assert audit.latest(connection, 1)[0]["role"] == "data_manager"


def test_what_is_no_backup_is_refused(open_page: Open, small_folder: DataFolder) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("record.sqlite", "not one")
    app = open_page(small_folder, "administration", "data_manager", part="backup")
    app.file_uploader(key="backup_file").set_value([("x.zip", other.getvalue(), "application/zip")]).run()
    app.button(key="backup_restore").click().run()
    assert "x.zip is not a backup" in text_of(app)


def test_the_log_says_who_did_what_and_names_no_pupil(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "administration", "data_manager", part="log")
    said = text_of(app)
    assert "load return" in said
    assert "the small trust" in said
    assert small_trust.SURNAME not in said
    assert small_trust.upn(OAKFIELD, 600) not in said
