"""The page on which returns are sent: who may open it, what it says, and that a deed is done once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_trust
from conftest import text_of
from openpyxl import load_workbook
from small_trust import ASH_LANE, AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD

from dashboard.access import AccessDenied, scope_for
from dashboard.returns import annotated
from dashboard.returns.sending import Sending
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload
from etl.folder import DataFolder
from etl.record import audit, returns
from etl.record.opening import open_record
from etl.returns.answering import answer
from etl.returns.closing import close_drop
from etl.returns.load import load
from etl.roles import Role

Open = Callable[..., Any]


def held(folder: DataFolder, urn: int | None = None) -> list[returns.AcceptedReturn]:
    with open_record(folder).reading() as connection:
        return returns.all_returns(connection, urn)


def choose(app: Any, half_term: Any = AUTUMN_1) -> Any:
    return app.selectbox(key="returns_half_term").set_value(half_term)


def drop(app: Any, content: str, name: str = "tracker.csv") -> Any:
    number = app.session_state["returns_box"] if "returns_box" in app.session_state else 0  # noqa: SIM401 – it has no get
    box = app.file_uploader(key=f"returns_file_{number}")
    return box.set_value([(name, content.encode(), "text/csv")]).run()


def keys(app: Any) -> set[str]:
    return {button.key for button in app.button}


# Who may open it


@pytest.mark.parametrize("role", ["ceo", "board", "lead_teacher"])
def test_who_loads_no_returns_is_refused(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", role)
    assert "This page is not for your role" in text_of(app)
    assert not app.file_uploader
    assert small_trust.SURNAME not in text_of(app)


@pytest.mark.parametrize("role", ["dtl", "data_manager"])
def test_trust_roles_choose_among_all_schools(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", role)
    assert not app.exception
    assert app.selectbox(key="returns_school").options[1:] == sorted(small_trust.NAMES.values())


@pytest.mark.parametrize("role", ["head", "school_staff"])
def test_a_school_has_its_own_returns_alone(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", role, school=ASH_LANE)
    assert not app.exception
    assert "returns_school" not in {box.key for box in app.selectbox}
    assert f"<b>{small_trust.NAMES[ASH_LANE]}</b>" in text_of(app)
    assert small_trust.NAMES[ELM_GROVE] not in "".join(html.proto.body for html in app.main.get("html"))


def test_it_is_said_what_columns_are_for_and_what_ofsted_does_not_look_at(
    open_page: Open, small_folder: DataFolder
) -> None:
    said = text_of(open_page(small_folder, "returns", "head", school=OAKFIELD))
    assert "do not look at a school&#x27;s internal attainment data" in said
    assert "To follow a pupil from one half-term to the next" in said


# A good file


def test_a_good_file_is_read_loaded_once_and_undone(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    said = text_of(app)
    assert "Ready to load: 5 pupils, 30 judgements for 2026/27 Autumn 1." in said
    assert "Reading, predicted year-end" in said
    assert "the first return for 2026/27 Autumn 1" in said
    assert len(held(small_folder, ASH_LANE)) == 1

    app.button(key="returns_load").click().run()
    assert not app.exception
    assert "Loaded: 5 pupils, 30 judgements, for 2026/27 Autumn 1." in text_of(app)
    assert "What the trust now sees of Ash Lane Primary School" in text_of(app)
    loaded = held(small_folder, ASH_LANE)[-1]
    assert (loaded.half_term, loaded.pupils, loaded.loaded_by) == (AUTUMN_1, 5, "this machine")

    app.run()
    assert len(held(small_folder, ASH_LANE)) == 2, "a rerun repeats nothing"

    app.button(key=f"returns_receipt_undo_{loaded.id}").click().run()
    assert f"Return {loaded.id} for 2026/27 Autumn 1 is undone." in text_of(app)
    assert held(small_folder, ASH_LANE)[-1].undone_by == "this machine"
    assert "What the trust now sees" not in text_of(app)


def test_what_is_done_is_in_the_log_with_who_and_as_whom(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    app.button(key="returns_load").click().run()
    with open_record(small_folder).reading() as connection:
        lines = [(one["action"], one["who"], one["role"], one["urn"]) for one in audit.latest(connection, 2)]
    assert lines == [
        ("load return", "this machine", "head", ASH_LANE),
        ("look at a file", "this machine", "head", ASH_LANE),
    ]


def test_the_same_file_again_is_nothing_to_load(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=OAKFIELD)
    choose(app)
    drop(app, small_trust.sheet(OAKFIELD, AUTUMN_1, better=1))
    assert "everything in this file stands already" in text_of(app)
    assert not {"returns_load", "returns_load_good_rows"} & keys(app)


def test_what_a_file_would_do_comes_before_what_the_last_one_did(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    app.button(key="returns_load").click().run()
    assert "What the trust now sees" in text_of(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    assert "What the trust now sees" not in text_of(app)


def test_the_whole_return_is_asked_about_where_something_could_be_taken_out(
    open_page: Open, small_folder: DataFolder
) -> None:
    asked = []
    for urn in (ASH_LANE, OAKFIELD):
        app = open_page(small_folder, "returns", "head", school=urn)
        choose(app)
        drop(app, small_trust.sheet(urn, AUTUMN_1))
        asked.append(bool(app.checkbox))
    assert asked == [False, True]
    close_drop(small_folder, AUTUMN_1, by="the trust")
    assert not app.run().checkbox


def test_undoing_says_what_stands_then(open_page: Open, small_folder: DataFolder, tmp_path: Path) -> None:
    app = open_page(small_folder, "returns", "head", school=OAKFIELD)
    none_left = "There is then no return of the school for 2026/27 Autumn 1"
    assert none_left in text_of(app)
    path = tmp_path / "again.csv"
    path.write_text(small_trust.sheet(OAKFIELD, AUTUMN_1, better=2), encoding="utf-8")
    load(small_folder, path, school_urn=OAKFIELD, half_term=AUTUMN_1)
    app.run()
    assert none_left not in text_of(app)
    assert "What stood for 2026/27 Autumn 1 before it will stand again." in text_of(app)


# A faulty file


def faulty(urn: int) -> str:
    lines = small_trust.sheet(urn, AUTUMN_1).splitlines()
    lines[2] = lines[2].replace(",EXS,WTS,", ",Exppected,WTS,")
    return "\n".join(lines)


def test_a_faulty_file_names_cell_and_cure_and_good_rows_can_go_in(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, faulty(ASH_LANE))
    said = text_of(app)
    assert "Not ready: 1 thing to put right first. Or load the other 4 pupils now, while 1 row waits." in said
    assert 'data-cell="H3"><b>H3</b></a>' in said
    assert "EXS" in said.split("What to do")[1]
    assert "returns_load" not in keys(app)

    app.button(key="returns_load_good_rows").click().run()
    loaded = held(small_folder, ASH_LANE)[-1]
    assert (loaded.pupils, loaded.held_rows) == (4, 1)
    assert "1 row waits until you send it put right. To see which, drop the same file again." in text_of(app)


@pytest.mark.parametrize(
    "content",
    ["", "not a table at all", "\x00\x01\x02\x03", "a,b\n1,2\n"],
    ids=["empty", "text", "bytes", "other"],
)
def test_what_is_no_return_is_refused_in_words(
    content: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    drop(app, content)
    assert not app.exception
    assert "Not ready" in text_of(app)
    assert not {"returns_load", "returns_load_good_rows"} & keys(app)


# Somebody else at work


def test_a_file_is_looked_at_again_where_somebody_loaded_meanwhile(
    open_page: Open, small_folder: DataFolder, tmp_path: Any
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    other = tmp_path / "other.csv"
    other.write_text(small_trust.sheet(ASH_LANE, AUTUMN_1, better=1), encoding="utf-8")
    load(small_folder, other, school_urn=ASH_LANE, half_term=AUTUMN_1)

    app.button(key="returns_load").click().run()
    assert "Somebody else loaded or undid a return of this school" in text_of(app)
    assert len(held(small_folder, ASH_LANE)) == 2
    assert "1 down" in text_of(app), "what would change now is shown"


def test_a_closed_drop_is_said_and_takes_nothing(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    close_drop(small_folder, AUTUMN_1, by="the trust")
    app.button(key="returns_load").click().run()
    assert "Nothing was loaded." in text_of(app)
    assert "is closed (drop 1)" in text_of(app)
    assert len(held(small_folder, ASH_LANE)) == 1


def test_a_role_that_changed_since_the_button_was_drawn_does_nothing(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    app.query_params["as"] = "board"
    app.button(key="returns_load").click().run()
    assert len(held(small_folder, ASH_LANE)) == 1
    assert "This page is not for your role" in text_of(app)


def test_another_school_than_ones_own_cannot_be_undone(open_page: Open, small_folder: DataFolder) -> None:
    theirs = held(small_folder, ELM_GROVE)[-1]
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    assert f"returns_undo_{theirs.id}" not in keys(app)


# A file of several schools


def test_a_file_for_several_schools_is_one_verdict_for_each(
    open_page: Open, small_folder: DataFolder
) -> None:
    header, *ash_lane = small_trust.sheet(ASH_LANE, AUTUMN_2).splitlines()
    elm_grove = small_trust.sheet(ELM_GROVE, AUTUMN_2).splitlines()[1:]
    lines = [f"School,{header}"]
    lines += [f"{small_trust.NAMES[ASH_LANE]},{line}" for line in ash_lane]
    lines += [f"Elm Grove,{line}" for line in elm_grove]
    app = open_page(small_folder, "returns", "dtl")
    choose(app, AUTUMN_2)
    drop(app, "\n".join(lines))
    said = text_of(app)
    assert "<b>Ash Lane Primary School</b>: Ready to load: 5 pupils" in said
    assert "<b>Elm Grove C of E Primary School</b>: Ready to load: 30 pupils" in said
    app.button(key="returns_load").click().run()
    assert {one.urn for one in held(small_folder) if one.half_term == AUTUMN_2} == {ASH_LANE, ELM_GROVE}


def test_of_a_file_for_several_schools_it_is_said_which_a_finding_is_about(
    open_page: Open, small_folder: DataFolder
) -> None:
    header, *elm_grove = small_trust.sheet(ELM_GROVE, AUTUMN_2).splitlines()
    ash_lane = small_trust.sheet(ASH_LANE, AUTUMN_2).splitlines()[1:]
    lines = [f"School,{header}"]
    lines += [f"Elm Grove,{line}" for line in elm_grove[:10]]
    lines += [f"Ash Lane,{line}" for line in ash_lane[1:]]
    lines += [f"Nowhere Primary,{ash_lane[0]}"]
    app = open_page(small_folder, "returns", "dtl")
    choose(app, AUTUMN_2)
    drop(app, "\n".join(lines))
    said = text_of(app)
    assert "<b>Rows of no school of the trust</b>: Not ready: 1 thing to put right first." in said
    assert app.button(key="returns_load").label == "Load the 2 schools that are ready"
    checks = said.split("Check: worth a look")[1].split("</section>")[0]
    assert '<th scope="row">Elm Grove C of E Primary School</th><td data-label="Found">20 pupils' in checks
    assert "The whole file" not in checks


# What is asked once


def with_a_mark(mark: str) -> str:
    return small_trust.sheet(ASH_LANE, AUTUMN_1).replace(",WTS,EXS,GDS,GDS", f",{mark},EXS,GDS,GDS")


def test_a_mark_with_two_meanings_is_asked_about_once_and_kept(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, with_a_mark("W"))
    assert "Not ready" in text_of(app)
    assert app.selectbox(key=f"returns_meaning_{ASH_LANE}_W").label == (
        "What does “W” mean in your school's sheets?"
    )
    app.selectbox(key=f"returns_meaning_{ASH_LANE}_W").set_value("PKS").run()
    app.button(key="returns_answer_0").click().run()
    said = text_of(app)
    assert "Kept: “W” means PKS, pre-key stage." in said
    assert "Ready to load: 5 pupils, 30 judgements" in said
    assert "returns_answer_0" not in keys(app)

    app.button(key="returns_forget_0").click().run()
    assert "1 answer is forgotten." in text_of(app)
    assert "Not ready" in text_of(app)


def test_each_answer_is_taken_back_on_its_own(open_page: Open, small_folder: DataFolder) -> None:
    for mark, meaning in (("W", "PKS"), ("D", "WTS")):
        answer(small_folder, ASH_LANE, mark, meaning, by="a test")
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    assert "“d” means WTS, working towards" in text_of(app)
    app.button(key="returns_forget_0").click().run()
    assert "“d” means" not in text_of(app)
    assert "“w” means PKS" in text_of(app)


LONG = "UPN,Year,Subject,Mark\n{0},6,Reeding,EXS\n{0},6,Maths,EXS\n{0},6,Maths - Number,WTS\n"


def test_what_a_row_says_of_its_mark_is_asked_about_and_kept(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, LONG.format(small_trust.upn(ASH_LANE, 600)))
    said = text_of(app)
    assert "Not ready: 2 things to put right first." in said
    assert "2 questions first" in said
    app.selectbox(key=f"returns_meaning_{ASH_LANE}_Reeding").set_value("reading").run()
    app.button(key="returns_answer_0").click().run()
    assert "Kept: “Reeding” means Reading." in text_of(app)
    app.selectbox(key=f"returns_meaning_{ASH_LANE}_Maths - Number").set_value("nothing").run()
    app.button(key="returns_answer_0").click().run()
    assert "Ready to load: 1 pupil, 2 judgements for 2026/27 Autumn 1." in text_of(app)


def test_one_schools_answer_is_not_anothers(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, with_a_mark("W"))
    app.selectbox(key=f"returns_meaning_{ASH_LANE}_W").set_value("WTS").run()
    app.button(key="returns_answer_0").click().run()
    app = open_page(small_folder, "returns", "head", school=OAKFIELD)
    choose(app)
    drop(app, small_trust.sheet(OAKFIELD, AUTUMN_1).replace(",WTS,EXS,GDS,GDS", ",W,EXS,GDS,GDS"))
    assert "Not ready" in text_of(app)
    assert f"returns_meaning_{OAKFIELD}_W" in {box.key for box in app.selectbox}


def test_a_column_in_doubt_is_asked_about_and_kept(open_page: Open, small_folder: DataFolder) -> None:
    lines = small_trust.sheet(ASH_LANE, AUTUMN_1).splitlines()
    lines[0] = lines[0].replace("Writing Current", "Lit").replace("Writing Predicted", "Notes")
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, "\n".join(",".join(line.split(",")[:9] + line.split(",")[10:]) for line in lines))
    assert "Not ready" in text_of(app)
    app.selectbox(key=f"returns_meaning_{ASH_LANE}_Lit").set_value("writing.current").run()
    app.button(key="returns_answer_0").click().run()
    said = text_of(app)
    assert "Kept: “Lit” means Writing, current judgement." in said
    assert "Ready to load: 5 pupils, 25 judgements" in said


# The annotated workbook


def downloads(app: Any) -> list[str]:
    return [element.proto.label for element in app.get("download_button")]


ANNOTATED = "Download your workbook with every fault marked"


def test_a_faulty_file_can_be_had_back_with_its_faults_marked(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    assert ANNOTATED not in downloads(app)
    drop(app, faulty(ASH_LANE))
    assert not app.exception
    assert ANNOTATED in downloads(app)
    with open_record(small_folder).reading() as connection:
        assert [one["action"] for one in audit.latest(connection, 1)] == ["look at a file"], "not made yet"


def test_a_file_without_a_fault_is_not_offered_back(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, small_trust.sheet(ASH_LANE, AUTUMN_1))
    assert "Ready to load" in text_of(app)
    assert [button.key for button in app.get("download_button")].count("returns_annotated_workbook") == 0


def test_good_rows_that_stand_already_are_not_offered(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, faulty(ASH_LANE))
    app.button(key="returns_load_good_rows").click().run()
    drop(app, faulty(ASH_LANE))
    said = text_of(app)
    assert "Not ready: 1 thing to put right first. The other 4 pupils stand already.</p>" in said
    assert "returns_load_good_rows" not in keys(app)


def test_what_cannot_be_read_is_not_offered_back(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=ASH_LANE)
    choose(app)
    drop(app, "%PDF-1.7\n", "tracker.csv")
    assert not app.exception
    assert ANNOTATED not in downloads(app)


def viewer_of(role: Role, *schools: int) -> Viewer:
    return Viewer(name="A. Head", role=role, own_schools=schools, scope=scope_for(role, schools))


def test_the_annotated_workbook_is_made_when_asked_for_and_logged_without_a_pupil(
    small_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUST_DATA", str(small_folder.root))
    content = faulty(ASH_LANE).encode()
    made = annotated.annotated_when_asked(
        viewer_of(Role.HEAD, ASH_LANE),
        Sending(Upload("Year 6.csv", content, "digest"), ASH_LANE, AUTUMN_1),
        (ASH_LANE,),
    )
    book = load_workbook(io.BytesIO(made()))
    assert book.sheetnames == ["Fix list", "Year 6"]
    assert "Stop" in book["Year 6"]["H3"].comment.text
    with open_record(small_folder).reading() as connection:
        [line] = audit.latest(connection, 1)
    assert {name: line[name] for name in ("who", "role", "action", "urn", "subject")} == {
        "who": "A. Head",
        "role": "head",
        "action": "download an annotated workbook",
        "urn": ASH_LANE,
        "subject": "for 2026/27 Autumn 1",
    }
    assert not list(small_folder.scratch.glob("upload-*"))


def test_nobody_has_another_schools_workbook_marked(
    small_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUST_DATA", str(small_folder.root))
    sending = Sending(Upload("t.csv", faulty(ASH_LANE).encode(), "digest"), ASH_LANE, AUTUMN_1)
    made = annotated.annotated_when_asked(viewer_of(Role.HEAD, ELM_GROVE), sending, (ASH_LANE,))
    with pytest.raises(AccessDenied):
        made()
