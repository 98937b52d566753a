"""The page on which results are loaded: who may open it, what it says of a file, loading and taking back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import results_trust
from conftest import built_once, copied, text_of
from openpyxl import load_workbook
from results_trust import ELM_GROVE, NAMES, OAKFIELD

from dashboard.access import AccessDenied, scope_for
from dashboard.result_loading import found
from dashboard.result_loading.desk import SendingResults
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload
from etl.__main__ import main
from etl.folder import DataFolder
from etl.record import audit, results
from etl.record.opening import open_record
from etl.results.assessments import Assessment
from etl.results.load import Asked, check_results
from etl.roles import Role
from tests.builders_returns import upn

Open = Callable[..., Any]
SURNAME = "Thornockle"


def phonics(*marks: object) -> str:
    lines = ["Phonics screening check 2024/25", "UPN,Surname,Year,Phonics Mark"]
    lines += [f"{upn(700 + place)},{SURNAME},1,{mark}" for place, mark in enumerate(marks)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "results", results_trust.build)
    return DataFolder(copied(root, tmp_path / "results"))


def drop(app: Any, content: str, name: str = "phonics.csv") -> Any:
    number = app.session_state["results_box"] if "results_box" in app.session_state else 0  # noqa: SIM401 – it has no get
    return (
        app.file_uploader(key=f"results_file_{number}")
        .set_value([(name, content.encode(), "text/csv")])
        .run()
    )


def held(folder: DataFolder, urn: int) -> list[results.AcceptedResults]:
    with open_record(folder).reading() as connection:
        return results.all_results(connection, urn)


def keys(app: Any) -> set[str]:
    return {button.key for button in app.button}


@pytest.mark.parametrize("role", ["ceo", "board", "lead_teacher"])
def test_who_loads_nothing_is_refused(role: str, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "load_results", role)
    assert "This page is not for your role" in text_of(app)
    assert not app.file_uploader


def test_a_head_loads_their_own_results_and_takes_them_back(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(35, 31, 32, 40))
    said = text_of(app)
    assert "Ready to load: Phonics screening check 2024/25, 4 pupils, 4 results." in said
    assert len(held(trust, ELM_GROVE)) == 1, "nothing is loaded by being looked at"
    app.button(key="results_load").click().run()
    assert not app.exception
    assert "Loaded: Phonics screening check 2024/25, 4 pupils, 4 results." in text_of(app)
    loaded = held(trust, ELM_GROVE)[-1]
    assert (loaded.assessment, loaded.academic_year, loaded.results) == (Assessment.PHONICS, "2024/25", 4)
    app.run()
    assert len(held(trust, ELM_GROVE)) == 2, "a rerun repeats nothing"
    app.button(key=f"results_undo_{loaded.id}").click().run()
    assert "otherwise what stood before them stands again." in text_of(app)
    assert not held(trust, ELM_GROVE)[-1].stands


def test_a_head_sees_and_undoes_no_others(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "load_results", "head", school=ELM_GROVE)
    said = text_of(app)
    assert NAMES[ELM_GROVE] in said
    assert NAMES[OAKFIELD] not in "".join(html.proto.body for html in app.main.get("html"))
    others = {f"results_undo_{one.id}" for one in held(trust, OAKFIELD)}
    assert not others & keys(app)


def test_results_of_another_school_in_the_file_are_refused(open_page: Open, trust: DataFolder) -> None:
    content = f"URN,UPN,Year,Phonics Mark,Academic Year\n{OAKFIELD},{upn(700)},1,35,2024/25\n"
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), content)
    assert not app.exception
    assert "results_load" not in keys(app)


def test_faults_are_all_told_and_the_good_rows_can_go_in(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(35, 41, 30, "XX"))
    said = text_of(app)
    assert "Not ready: 2 things to put right first." in said
    assert "<b>D4</b>" in said
    assert "<b>D6</b>" in said
    app.button(key="results_load_good_rows").click().run()
    assert "2 rows wait until you send them put right." in text_of(app)
    assert held(trust, ELM_GROVE)[-1].held_rows == 2


def test_an_unreadable_file_is_refused_in_a_sentence(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "dtl"), "%PDF-1.7 nothing", name="results.xlsx")
    assert not app.exception
    assert "results_load" not in keys(app)
    assert "results_annotated" not in {one.key for one in app.get("download_button")}


def test_a_look_is_logged_without_a_name(open_page: Open, trust: DataFolder) -> None:
    drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(35))
    with open_record(trust).reading() as connection:
        lines = [line for line in audit.latest(connection) if line["action"] == "look at a file"]
    assert len(lines) == 1
    assert SURNAME not in str(lines)


def test_the_annotated_file_says_where_and_reads_again(trust: DataFolder) -> None:
    content = phonics(35, 41).encode()
    sending = SendingResults(Upload("phonics.csv", content, "digest"), Asked(school_urn=ELM_GROVE))
    head = Viewer(
        name="a head", role=Role.HEAD, own_schools=(ELM_GROVE,), scope=scope_for(Role.HEAD, [ELM_GROVE])
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUST_DATA", str(trust.root))
        made = found._annotated_when_asked(head, sending, (ELM_GROVE,))
        workbook = made()
        other = found._annotated_when_asked(head, sending, (OAKFIELD,))
        with pytest.raises(AccessDenied):
            other()
    book = load_workbook(io.BytesIO(workbook))
    assert book.sheetnames[0] == "Fix list"
    assert f"{NAMES[ELM_GROVE]}, Phonics screening check 2024/25" in str(
        [cell.value for row in book["Fix list"].iter_rows() for cell in row]
    )
    assert book.worksheets[1]["D4"].comment is not None
    again = trust.root / "again.xlsx"
    again.write_bytes(workbook)
    [outcome] = check_results(trust, again, Asked(school_urn=ELM_GROVE))
    assert [one.cell for one in outcome.problems if one.severity.value == "stop"] == ["D4"]


def test_the_command_checks_and_annotates(
    trust: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = tmp_path / "phonics.csv"
    sent.write_text(phonics(35, 36), encoding="utf-8")
    before = len(held(trust, ELM_GROVE))
    into = tmp_path / "back"
    arguments = ["results", str(sent), "--school", str(ELM_GROVE), "--check", "--annotate", str(into)]
    assert main([*arguments, "--data", str(trust.root)]) == 0
    assert "would be accepted" in capsys.readouterr().out
    assert len(held(trust, ELM_GROVE)) == before
    assert [path.name for path in into.iterdir()] == ["phonics - checked.xlsx"]


def test_many_faults_alike_are_one_line_that_names_their_cells(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(*[41] * 6, 35))
    said = text_of(app)
    assert "Not ready: 6 things to put right first." in said
    assert "In D3, D4, D5, D6, D7, D8." in said
    assert said.count("is a whole number from 0 to 40. In D3") == 1


def test_good_rows_that_stand_already_are_not_offered_again(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(35, 41))
    assert "Or load the other 1 pupil, 1 result" in text_of(app)
    app.button(key="results_load_good_rows").click().run()
    again = drop(app, phonics(35, 41))
    assert "The other 1 pupil, 1 result" in text_of(again)
    assert "results_load_good_rows" not in keys(again)


def test_the_whole_is_not_taken_while_rows_wait(open_page: Open, trust: DataFolder) -> None:
    app = drop(open_page(trust, "load_results", "head", school=ELM_GROVE), phonics(35, 41))
    app.checkbox(key="results_replace").check().run()
    assert not {"results_load_good_rows", "results_load"} & keys(app)
