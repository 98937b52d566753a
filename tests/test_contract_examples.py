"""The examples of the public contract, through the command line, each file one sheet.

Oakfield Primary School (910001) is registered; the half-term is 2025/26 Spring 1 unless said.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from etl.__main__ import main
from etl.upn import with_check_letter

SPRING_1 = "2025/26 Spring 1"
FIRST = "B801200005001"
SECOND = with_check_letter("801200005002")
HEADINGS = ["UPN", "Year", "Reading Current", "Reading Predicted"]


class Trust:
    """A data folder with one school, and the command line over it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        schools = self.csv("schools.csv", [["urn", "name"], ["910001", "Oakfield Primary School"]])
        assert self.run("schools", schools)[0] == 0

    def csv(self, name: str, rows: list[list[str]]) -> Path:
        path = self.root / name
        with path.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows(rows)
        return path

    def run(self, *arguments: object) -> tuple[int, str]:
        self.capsys.readouterr()
        try:
            status = main([str(one) for one in arguments] + ["--data", str(self.root / "data")])
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, self.capsys.readouterr().out

    def json(self, *arguments: object, half_term: str = SPRING_1) -> tuple[int, dict[str, Any]]:
        status, printed = self.run(*arguments, "--half-term", half_term, "--json")
        outcomes = json.loads(printed)
        assert len(outcomes) == 1
        return status, outcomes[0]

    def attainment(self) -> list[tuple[Any, ...]]:
        _, printed = self.run("where")
        with duckdb.connect(printed.strip().splitlines()[-1], read_only=True) as connection:
            return connection.execute(
                "SELECT upn, half_term, subject, kind, judgement FROM attainment "
                "ORDER BY upn, half_term_ordinal, subject, kind"
            ).fetchall()


@pytest.fixture
def trust(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Trust:
    return Trust(tmp_path, capsys)


@pytest.fixture
def loaded(trust: Trust) -> Trust:
    """With the first example loaded."""
    path = trust.csv("return.csv", [HEADINGS, [FIRST, "6", "WTS", "exs"]])
    status, outcome = trust.json("load", path)
    assert (status, outcome["status"], outcome["pupils"], outcome["judgements"]) == (0, "accepted", 1, 2)
    assert outcome["return_id"] is not None
    assert (outcome["academic_year"], outcome["half_term"], outcome["school_urn"]) == (
        "2025/26",
        "Spring 1",
        910001,
    )
    return trust


def test_a_return_is_accepted(loaded: Trust) -> None:
    assert loaded.attainment() == [
        (FIRST, "Spring 1", "reading", "current", "WTS"),
        (FIRST, "Spring 1", "reading", "predicted", "EXS"),
    ]


def test_the_same_again_is_unchanged(loaded: Trust) -> None:
    path = loaded.csv("again.csv", [HEADINGS, [FIRST, "6", "wts ", "EXS"]])
    status, outcome = loaded.json("load", path)
    assert (status, outcome["status"], outcome["return_id"]) == (0, "unchanged", None)
    assert len(loaded.attainment()) == 2


def test_a_jump_of_two_bands_is_a_check(loaded: Trust) -> None:
    path = loaded.csv("jump.csv", [HEADINGS, [FIRST, "6", "GDS", "exs"]])
    status, outcome = loaded.json("load", path)
    assert (status, outcome["status"]) == (0, "accepted")
    checks = [one for one in outcome["problems"] if one["severity"] == "check"]
    assert [one["cell"] for one in checks] == ["C2"]
    assert loaded.attainment() == [
        (FIRST, "Spring 1", "reading", "current", "GDS"),
        (FIRST, "Spring 1", "reading", "predicted", "EXS"),
    ]


def test_a_blank_never_erases(loaded: Trust) -> None:
    loaded.json("load", loaded.csv("jump.csv", [HEADINGS, [FIRST, "6", "GDS", "exs"]]))
    status, outcome = loaded.json("load", loaded.csv("blank.csv", [HEADINGS, [FIRST, "6", "", "exs"]]))
    assert (status, outcome["status"]) == (0, "unchanged")
    assert (FIRST, "Spring 1", "reading", "current", "GDS") in loaded.attainment()


def test_a_mistyped_mark_stops_the_file(trust: Trust) -> None:
    path = trust.csv("mistyped.csv", [HEADINGS, [FIRST, "6", "WTS", "Exppected"]])
    status, outcome = trust.json("check", path)
    assert (status, outcome["status"], outcome["return_id"]) == (1, "rejected", None)
    stops = [one for one in outcome["problems"] if one["severity"] == "stop"]
    assert [one["cell"] for one in stops] == ["D2"]
    assert "EXS" in stops[0]["suggestion"]
    assert trust.attainment() == []


def test_good_rows_go_in_while_the_faulty_wait(trust: Trust) -> None:
    rows = [HEADINGS, [FIRST, "6", "WTS", "exs"], ["", "6", "EXS", "exs"]]
    path = trust.csv("no_upn.csv", rows)
    status, outcome = trust.json("load", path)
    assert (status, outcome["status"]) == (1, "rejected")
    status, outcome = trust.json("load", path, "--accept-good-rows")
    assert (status, outcome["status"], outcome["held_rows"]) == (0, "accepted", 1)
    assert [one["cell"] for one in outcome["problems"] if one["severity"] == "stop"] == ["A3"]
    assert {row[0] for row in trust.attainment()} == {FIRST}


def test_half_terms_side_by_side_go_each_to_its_own(trust: Trust) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["UPN", "Year", "Reading", None, None, None])
    sheet.append([None, None, "Aut 1", "Aut 2", "Spr 1", "EOY Pred"])
    sheet.merge_cells("C1:F1")
    for upn in (FIRST, SECOND):
        sheet.append([upn, 6, "WTS", "WTS", "EXS", "GDS"])
    path = trust.root / "side_by_side.xlsx"
    book.save(path)
    status, outcome = trust.json("load", path)
    assert (status, outcome["status"], outcome["pupils"], outcome["judgements"]) == (0, "accepted", 2, 8)
    assert [row[1:] for row in trust.attainment() if row[0] == FIRST] == [
        ("Autumn 1", "reading", "current", "WTS"),
        ("Autumn 2", "reading", "current", "WTS"),
        ("Spring 1", "reading", "current", "EXS"),
        ("Spring 1", "reading", "predicted", "GDS"),
    ]


def test_a_file_that_is_none_is_a_list_all_the_same(trust: Trust) -> None:
    status, outcome = trust.json("load", trust.root / "nowhere.xlsx")
    assert (status, outcome["status"]) == (2, "rejected")
    assert [(one["severity"], one["cell"]) for one in outcome["problems"]] == [("stop", None)]


def test_one_rejected_among_several_leaves_the_others(trust: Trust) -> None:
    good = trust.csv("good.csv", [HEADINGS, [FIRST, "6", "WTS", "exs"]])
    bad = trust.csv("bad.csv", [HEADINGS, [SECOND, "6", "WTS", "Exppected"]])
    status, printed = trust.run("load", bad, good, "--half-term", SPRING_1, "--json")
    assert status == 1
    assert [(one["file"], one["status"]) for one in json.loads(printed)] == [
        (str(bad), "rejected"),
        (str(good), "accepted"),
    ]
    assert {row[0] for row in trust.attainment()} == {FIRST}


def test_every_view_is_there_from_the_first_school_on(trust: Trust) -> None:
    _, printed = trust.run("where")
    with duckdb.connect(printed.strip(), read_only=True) as connection:
        for view in (
            "attainment",
            "result",
            "published",
            "roll",
            "return_history",
            "intervention_register",
            "measure",
        ):
            connection.execute(f"SELECT count(*) FROM {view}").fetchone()
        assert connection.execute("SELECT count(*) FROM attainment").fetchone() == (0,)


def test_undo_brings_back_what_stood(loaded: Trust) -> None:
    path = loaded.csv("later.csv", [HEADINGS, [FIRST, "6", "EXS", "GDS"]])
    _, outcome = loaded.json("load", path)
    assert loaded.run("undo", outcome["return_id"])[0] == 0
    assert loaded.attainment() == [
        (FIRST, "Spring 1", "reading", "current", "WTS"),
        (FIRST, "Spring 1", "reading", "predicted", "EXS"),
    ]
    assert loaded.run("undo", outcome["return_id"])[0] == 1


def test_two_files_for_one_half_term_merge_and_replace_makes_one_the_whole(loaded: Trust) -> None:
    later = loaded.csv("later.csv", [HEADINGS, [SECOND, "4", "EXS", "GDS"]])
    assert loaded.json("load", later)[1]["status"] == "accepted"
    assert {row[0] for row in loaded.attainment()} == {FIRST, SECOND}
    status, outcome = loaded.json("load", later, "--replace")
    assert (status, outcome["status"]) == (0, "accepted")
    assert {row[0] for row in loaded.attainment()} == {SECOND}
    assert loaded.run("undo", outcome["return_id"])[0] == 0
    assert {row[0] for row in loaded.attainment()} == {FIRST, SECOND}


def test_a_closed_drop_takes_nothing_until_it_is_opened(loaded: Trust) -> None:
    half_term = ("--half-term", SPRING_1)
    assert loaded.run("drop", "close", *half_term)[0] == 0
    later = loaded.csv("later.csv", [HEADINGS, [SECOND, "4", "EXS", "GDS"]])
    assert loaded.json("load", later)[0] == 1
    assert loaded.json("load", later, "--replace")[0] == 1
    assert loaded.run("undo", 1)[0] == 1
    assert loaded.run("drop", "close", *half_term)[0] == 1
    assert loaded.run("drop", "open", *half_term)[0] == 0
    assert loaded.json("load", later)[0] == 0
    assert loaded.run("drop", "close", *half_term)[0] == 0
    assert "drop 1.1" in loaded.run("drop", "list")[1]


def test_an_earlier_mark_stands_as_it_was_returned_then(loaded: Trust) -> None:
    path = loaded.csv(
        "spring_2.csv", [["UPN", "Year", "Reading Spr 1", "Reading Spr 2"], [FIRST, "6", "EXS", "EXS"]]
    )
    status, outcome = loaded.json("load", path, half_term="2025/26 Spring 2")
    assert (status, outcome["status"]) == (0, "accepted")
    assert [one["cell"] for one in outcome["problems"] if one["severity"] == "check"] == ["C2"]
    assert (FIRST, "Spring 1", "reading", "current", "WTS") in loaded.attainment()
    assert (FIRST, "Spring 2", "reading", "current", "EXS") in loaded.attainment()


def test_a_mark_for_a_later_half_term_stops_the_file(trust: Trust) -> None:
    path = trust.csv(
        "early.csv", [["UPN", "Year", "Reading Spr 1", "Reading Spr 2"], [FIRST, "6", "EXS", "EXS"]]
    )
    status, outcome = trust.json("load", path)
    assert (status, outcome["status"]) == (1, "rejected")


def test_wrong_usage_is_a_list_too(trust: Trust) -> None:
    status, printed = trust.run("load", "x.csv", "--half-term", "Spring", "--json")
    assert (status, json.loads(printed)) == (2, [])


def test_what_was_asked_once_is_kept_for_that_school(trust: Trust) -> None:
    path = trust.csv("steps.csv", [HEADINGS, [FIRST, "6", "w+", "EXS"], [SECOND, "6", "w+", "EXS"]])
    status, outcome = trust.json("load", path)
    asked = [one for one in outcome["problems"] if one["severity"] == "stop"]
    assert (status, [one["cell"] for one in asked]) == (1, ["C2"])
    assert trust.run("reading", "--school", 910001, "--set", "W+=EXS")[0] == 0
    assert trust.json("load", path)[1]["status"] == "accepted"
    assert "EXS" in trust.run("reading", "--school", 910001)[1]
    assert trust.run("reading", "--school", 910001, "--forget")[0] == 0
    assert trust.json("check", path)[0] == 1


@pytest.mark.parametrize("answer", ["w+", "w+=good", "=EXS"])
def test_an_answer_that_is_none_is_wrong_usage(trust: Trust, answer: str) -> None:
    assert trust.run("reading", "--school", 910001, "--set", answer)[0] == 2
