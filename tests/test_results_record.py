"""Results in the record: what stands, what a later file changes, what undoing brings back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from etl.backup import back_up, restore
from etl.command_line import main
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, rebuild
from etl.record import audit, drops, results, returns, who_is_who
from etl.record.who_is_who import About
from etl.results.load import undo_results
from etl.returns.closing import close_drop
from etl.returns.load import undo
from etl.returns.outcome import Status
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import accept, mark, pupil, upn

SUMMER_2 = HalfTerm(2024, 6)
SHEET = "UPN,Reading SS"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


def scores(trust: Trust) -> dict[str, float]:
    return dict(trust.ask("SELECT upn, score FROM result ORDER BY upn"))  # type: ignore[arg-type]


def test_the_same_again_is_unchanged_whatever_its_bytes(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104", "{2},99")
    for lines in ((SHEET, "{1},104", "{2},99"), ("UPN,Note,Reading SS", "{2},x,99", "{1},y,104")):
        [outcome] = trust.load(*lines)
        assert (outcome.status, outcome.return_id) == (Status.UNCHANGED, None)


def test_a_later_file_supersedes_pupil_by_pupil_and_subject_by_subject(trust: Trust) -> None:
    trust.accepted("UPN,Reading SS,Maths SS", "{1},104,100", "{2},99,101")
    outcome = trust.accepted(SHEET, "{1},A", "{3},110")
    assert [(one.code, one.cell) for one in outcome.problems] == [("result_changed", "B2")]
    assert outcome.effect == ("Results: 1 new, 1 changed.",)
    held = trust.ask("SELECT upn, subject, outcome, score FROM result ORDER BY ALL")
    assert held == sorted(
        [
            (upn(1), "maths", None, 100.0),
            (upn(1), "reading", "A", None),  # the code takes the place of the score
            (upn(2), "maths", None, 101.0),
            (upn(2), "reading", None, 99.0),
            (upn(3), "reading", None, 110.0),
        ]
    )


def test_a_whole_file_sets_aside_what_stood_of_its_own_year_alone(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104", starts=2023)
    trust.accepted(SHEET, "{1},104", "{2},99")
    trust.accepted(SHEET, "{3},110", replace_whole=True)
    assert trust.ask("SELECT academic_year, upn FROM result ORDER BY ALL") == [
        ("2023/24", upn(1)),
        ("2024/25", upn(3)),
    ]


def test_undo_brings_back_what_stood_and_nothing_is_undone_twice(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104")
    corrected = trust.accepted(SHEET, "{1},99")
    assert corrected.return_id is not None
    assert undo_results(trust.folder, corrected.return_id) is not None
    assert scores(trust) == {upn(1): 104}
    with pytest.raises(TrustDataError, match="undone already"):
        undo_results(trust.folder, corrected.return_id)


def test_returns_and_results_share_their_numbers_and_never_mix(trust: Trust) -> None:
    first = accept(trust.folder, trust.record, OAKFIELD, SUMMER_2, [pupil(1)], [mark(1, SUMMER_2, "EXS")])
    second = trust.accepted(SHEET, "{1},104").return_id
    assert second == first + 1
    with trust.record.reading() as connection:
        assert [one.id for one in returns.all_returns(connection)] == [first]
        assert [one.id for one in results.all_results(connection)] == [second]
        assert returns.find_return(connection, second) is None
        assert results.find_results(connection, first) is None
        assert returns.state_of_school(connection, OAKFIELD) == (1, 0)
        assert len(returns.standing_tokens(connection, OAKFIELD)) == 1
        assert returns.in_force_elsewhere(connection, ELM_GROVE, [SUMMER_2])[0].id == first
        assert len(returns.in_force_elsewhere(connection, ELM_GROVE, [SUMMER_2])) == 1
        assert [one.half_term for one in drops.all_drops(connection)] == [SUMMER_2]
    with pytest.raises(TrustDataError, match="There is no return"):
        undo(trust.folder, second)
    assert undo_results(trust.folder, first) is None
    assert trust.ask("SELECT return_id FROM return_history") == [(first,)]
    assert trust.ask("SELECT return_id, assessment, results FROM result_history") == [(second, "ks2", 1)]


def test_results_alone_are_no_drop_to_close(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104")
    with pytest.raises(TrustDataError, match="nothing to close"):
        close_drop(trust.folder, SUMMER_2, by="a test")


def test_a_closed_drop_does_not_keep_results_out(trust: Trust) -> None:
    accept(trust.folder, trust.record, OAKFIELD, SUMMER_2, [pupil(1)], [mark(1, SUMMER_2, "EXS")])
    close_drop(trust.folder, SUMMER_2, by="a test")
    outcome = trust.accepted(SHEET, "{1},104")
    assert outcome.return_id is not None
    assert undo_results(trust.folder, outcome.return_id) is not None


def test_results_under_a_former_upn_are_the_present_ones(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104", "{3},90")
    trust.accepted(SHEET, "{2},99")
    with trust.record.writing() as connection:
        who_is_who.decide(connection, OAKFIELD, About.REISSUED, upn(2), upn(1), same=True, by="a test")
    assert scores(trust) == {upn(2): 99, upn(3): 90}  # the later file's
    [outcome] = trust.load(SHEET, "{1},99")
    assert outcome.status is Status.UNCHANGED
    with trust.record.writing() as connection:
        who_is_who.take_back(connection, who_is_who.all_decisions(connection)[0].id)
    assert scores(trust) == {upn(1): 104, upn(2): 99, upn(3): 90}


def test_everything_is_noted_and_the_original_kept(trust: Trust) -> None:
    outcome = trust.accepted(SHEET, "{1},104")
    with trust.record.reading() as connection:
        [held] = results.all_results(connection)
        latest = audit.latest(connection)[0]
        [columns] = connection.execute(text("SELECT columns FROM accepted_return")).one()
    assert trust.folder.original_path(held.original_hash).read_text(encoding="utf-8").startswith("UPN")
    assert (latest["action"], latest["urn"]) == ("load results", OAKFIELD)
    assert latest["subject"] == f"return {outcome.return_id}, ks2 2024/25"
    assert [one["meaning"] for one in json.loads(columns)] == ["UPN", "Reading"]


def test_a_backup_holds_results(trust: Trust, tmp_path: Path) -> None:
    trust.accepted(SHEET, "{1},104", "{2},99")
    back_up(trust.folder, tmp_path / "trust.zip")
    elsewhere = DataFolder(tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "trust.zip")
    trust.folder = elsewhere
    assert scores(trust) == {upn(1): 104, upn(2): 99}


def test_a_check_changes_nothing(trust: Trust) -> None:
    before = bring_up_to_date(trust.folder)
    [outcome] = trust.load(SHEET, "{1},104", check=True)
    assert (outcome.status, outcome.return_id) == (Status.ACCEPTED, None)
    assert bring_up_to_date(trust.folder) == before


def test_publishing_anew_gives_the_same(trust: Trust) -> None:
    trust.accepted(SHEET, "{1},104", "{2},99")
    before = trust.ask("SELECT * FROM result_count ORDER BY ALL")
    rebuild(trust.folder)
    assert before == trust.ask("SELECT * FROM result_count ORDER BY ALL")


# The command


def run(trust: Trust, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main([*arguments, "--data", str(trust.folder.root)])
    return status, *capsys.readouterr()


def test_the_command_answers_in_json(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    good = trust.file("UPN,URN,Reading SS", f"{{1}},{OAKFIELD},104", name="KS2 2024-25.csv")
    status, out, _ = run(trust, capsys, "results", str(good), "--json")
    [answer] = json.loads(out)
    assert status == 0
    assert answer == {
        "file": str(good),
        "status": "accepted",
        "return_id": 1,
        "school_urn": OAKFIELD,
        "academic_year": "2024/25",
        "assessment": "ks2",
        "pupils": 1,
        "results": 1,
        "held_rows": 0,
        "problems": [],
    }
    bad = trust.file("UPN,URN,Reading SS", f"{{1}},{OAKFIELD},XX", name="KS2 2023-24.csv")
    status, out, _ = run(trust, capsys, "results", str(bad), str(good), "--json")
    assert status == 1
    assert [one["status"] for one in json.loads(out)] == ["rejected", "unchanged"]


def test_history_and_undo_take_results_too(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    trust.accepted(SHEET, "{1},104")
    status, out, _ = run(trust, capsys, "history")
    assert (status, "2024/25 Key stage 2" in out, "1 results" in out) == (0, True, True)
    status, out, _ = run(trust, capsys, "undo", "1")
    assert (status, "undone" in out) == (0, True)
    assert scores(trust) == {}
    assert run(trust, capsys, "undo", "1")[0] == 1
    assert run(trust, capsys, "undo", "7")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [("nothing.csv",), ("x.csv", "--assessment", "sats"), ("x.csv", "--academic-year", "2025/27")],
)
def test_wrong_usage_and_unreadable_files(
    trust: Trust, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    try:
        status, out, _ = run(trust, capsys, "results", *arguments, "--json")
    except SystemExit as ended:
        status, out = int(ended.code or 0), capsys.readouterr().out
    assert status == 2
    assert isinstance(json.loads(out), list)
