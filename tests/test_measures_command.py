"""`python -m dashboard measures`: every row, its columns, its order, and what the Board would not see."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, Rows, met_of, published_from
from scipy import stats

from dashboard.__main__ import main
from dashboard.measures_command import COLUMNS, measure_rows
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published, bring_up_to_date
from tests.builders_results import Trust
from tests.builders_returns import accept, mark, pupil

ROOT = Path(__file__).resolve().parents[1]

HEADER = (
    "academic_year,half_term,school_urn,year_group,class,group,group_value,measure,kind,"
    "numerator,denominator,assessed,percentage,low,high,suppressed"
)

OAKFIELD, ELM_GROVE, ASH_LANE, BIRCH_HILL = 910001, 910002, 910003, 910004


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Four schools in two half-terms; Ash Lane has four pupils in Year 6."""
    rows = Rows()
    for half_term in (AUTUMN_1, AUTUMN_2):
        for urn in (OAKFIELD, ELM_GROVE, ASH_LANE, BIRCH_HILL):
            size = 4 if urn == ASH_LANE else 30
            rows.cohort(urn, 6, half_term, class_name="6A", letters="P", reading=met_of(size, size // 2))
            rows.cohort(urn, 5, half_term, first=50, class_name="5A", letters="P", reading=met_of(25, 10))
            rows.cohort(urn, 5, half_term, first=80, reading=met_of(12, 5), maths=met_of(12, 4))
        rows.cohort(OAKFIELD, 0, half_term, class_name="R", reading=met_of(28, 14))
    return published_from(rows, tmp_path_factory.mktemp("published"))


def rows_of(published: Published, **asked: Any) -> list[dict[str, Any]]:
    return [row for row in measure_rows(published, **asked) if row["measure"] == "reading_expected"]


def test_a_row_has_the_columns_of_the_contract(published: Published) -> None:
    assert ",".join(COLUMNS) == HEADER
    assert all(tuple(row) == COLUMNS for row in measure_rows(published))


def test_schools_are_the_usual_level(published: Published) -> None:
    rows = rows_of(published, half_term="Autumn 1")
    assert [(row["school_urn"], row["year_group"], row["class"]) for row in rows] == [
        (urn, None, None) for urn in (OAKFIELD, ELM_GROVE, ASH_LANE, BIRCH_HILL)
    ]
    elm_grove = rows[1]
    assert (elm_grove["academic_year"], elm_grove["half_term"]) == ("2025/26", "Autumn 1")
    assert (elm_grove["group"], elm_grove["group_value"], elm_grove["kind"]) == ("all", "all", "predicted")
    assert (elm_grove["numerator"], elm_grove["denominator"], elm_grove["assessed"]) == (30, 67, 67)
    assert elm_grove["percentage"] == 100 * 30 / 67
    wilson = stats.binomtest(30, 67).proportion_ci(method="wilson")
    assert (elm_grove["low"], elm_grove["high"]) == pytest.approx((100 * wilson.low, 100 * wilson.high))


def test_those_not_assessed_are_in_the_denominator(published: Published) -> None:
    (row,) = [
        row
        for row in measure_rows(published, by="trust", half_term="Autumn 1")
        if row["measure"] == "maths_expected"
    ]
    # Nobody in Year 6, and only some of Year 5, was given a judgement in maths.
    assert (row["numerator"], row["denominator"], row["assessed"]) == (16, 94 + 4 * 37, 48)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("trust", []),
        ("school", ["school_urn"]),
        ("year_group", ["school_urn", "year_group"]),
        ("class", ["school_urn", "year_group", "class"]),
    ],
)
def test_each_level_names_those_above_it(published: Published, by: str, keys: list[str]) -> None:
    for row in rows_of(published, by=by):
        for name in ("school_urn", "year_group"):
            assert (row[name] is not None) is (name in keys)
    named = {row["class"] for row in rows_of(published, by=by)}
    assert named == ({"6A", "5A", "R", None} if by == "class" else {None})


def test_the_levels_add_up(published: Published) -> None:
    sums = {}
    for by in ("trust", "school", "year_group", "class"):
        totals: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in measure_rows(published, by=by):
            key = (row["academic_year"], row["half_term"], row["measure"], row["kind"])
            for place, name in enumerate(("numerator", "denominator", "assessed")):
                totals[key][place] += row[name]
        sums[by] = dict(totals)
    assert sums["trust"] == sums["school"] == sums["year_group"] == sums["class"]


def test_a_group_takes_pupils_apart_and_loses_none(published: Published) -> None:
    rows = rows_of(published, by="trust", half_term="Autumn 1", group="disadvantaged")
    assert [row["group_value"] for row in rows] == ["yes", "no"]
    (everyone,) = rows_of(published, by="trust", half_term="Autumn 1")
    assert sum(row["denominator"] for row in rows) == everyone["denominator"]


def test_time_and_kind_narrow_it_down(published: Published) -> None:
    assert {row["half_term"] for row in measure_rows(published)} == {"Autumn 1", "Autumn 2"}
    assert {row["half_term"] for row in measure_rows(published, half_term="Autumn 2")} == {"Autumn 2"}
    assert list(measure_rows(published, academic_year="2024/25")) == []
    assert list(measure_rows(published, kind="current")) == []


def test_rows_come_in_time_then_by_school_year_and_class(published: Published) -> None:
    order = [
        (row["half_term"], row["school_urn"], row["year_group"], row["class"] is None, row["class"])
        for row in rows_of(published, by="class")
    ]
    assert order == sorted(order)


# Statutory results


@pytest.fixture
def with_results(tmp_path: Path) -> Published:
    """Two schools' key stage 2 reading and multiplication tables check, and a judgement of that year."""
    trust = Trust(tmp_path)
    half_term = HalfTerm(2024, 6)
    accept(trust.folder, trust.record, OAKFIELD, half_term, [pupil(1, 6)], [mark(1, half_term, "EXS")])
    trust.accepted("UPN,FSM,Reading SS", "{1},Y,104", "{2},N,99", "{3},N,B", "{4},N,L")
    trust.accepted("UPN,Reading SS", "{5},112", urn=ELM_GROVE)
    trust.accepted("UPN,MTC score", "{6},25", "{7},20")
    trust.accepted("UPN,Reading SS", "{8},90", starts=2023)
    return bring_up_to_date(trust.folder)


def test_percentages_of_results_are_listed_and_averages_are_not(with_results: Published) -> None:
    rows = list(measure_rows(with_results, by="trust", academic_year="2024/25", kind="result"))
    told = [(row["measure"], row["numerator"], row["denominator"], row["assessed"]) for row in rows]
    assert told == [
        ("ks2_reading_expected", 2, 4, 3),
        ("ks2_reading_higher", 1, 4, 3),
        ("mtc_full_marks", 1, 2, 2),
    ]
    assert all(tuple(row) == COLUMNS for row in rows)
    wilson = stats.binomtest(2, 4).proportion_ci(method="wilson")
    assert rows[0]["percentage"] == 50
    assert (rows[0]["low"], rows[0]["high"]) == pytest.approx((100 * wilson.low, 100 * wilson.high))


def test_a_result_is_of_a_year_and_of_no_half_term(with_results: Published) -> None:
    rows = list(measure_rows(with_results))
    assert {(row["kind"], row["half_term"]) for row in rows} == {("predicted", "Summer 2"), ("result", None)}
    assert {row["kind"] for row in measure_rows(with_results, half_term="Summer 2")} == {"predicted"}
    assert {row["academic_year"] for row in measure_rows(with_results, kind="result")} == {
        "2023/24",
        "2024/25",
    }


def test_results_add_up_at_every_level_and_by_group(with_results: Published) -> None:
    def total(**asked: Any) -> list[int]:
        rows = [
            row
            for row in measure_rows(with_results, kind="result", academic_year="2024/25", **asked)
            if row["measure"] == "ks2_reading_expected"
        ]
        return [sum(row[name] for row in rows) for name in ("numerator", "denominator", "assessed")]

    for by in ("trust", "school", "year_group", "class"):
        assert total(by=by) == total(by=by, group="fsm") == [2, 4, 3]


def test_the_board_is_shown_no_results_yet(with_results: Published) -> None:
    assert all(row["suppressed"] for row in measure_rows(with_results, kind="result"))


# What the Board would not see


def test_the_board_does_not_see_the_few_nor_what_would_give_them_away(published: Published) -> None:
    rows = rows_of(published, by="year_group", half_term="Autumn 1")
    hidden = {(row["school_urn"], row["year_group"]) for row in rows if row["suppressed"]}
    assert (ASH_LANE, 6) in hidden
    assert len({urn for urn, year in hidden if year == 6}) >= 3  # not to be had by any head's subtraction
    assert (ASH_LANE, 5) in hidden
    assert all(row["numerator"] is not None for row in rows)  # nothing is withheld here


def test_the_board_sees_no_class_and_no_schools_groups(published: Published) -> None:
    assert all(row["suppressed"] for row in measure_rows(published, by="class"))
    assert all(row["suppressed"] for row in measure_rows(published, by="school", group="sex"))
    rows = rows_of(published, by="trust", group="disadvantaged")
    assert not any(row["suppressed"] for row in rows)


@pytest.mark.parametrize(
    ("pupils", "met", "suppressed"),
    [(5, 2, True), (6, 3, False), (10, 0, True), (10, 10, True), (10, 1, False), (11, 0, False)],
)
def test_how_few_are_too_few(tmp_path: Path, pupils: int, met: int, suppressed: bool) -> None:
    rows = Rows()
    for urn in (910001, 910002, 910003, 910004):
        rows.cohort(urn, 5, AUTUMN_1, reading=met_of(30, 14))
        rows.cohort(
            urn, 6, AUTUMN_1, reading=met_of(pupils if urn == 910001 else 30, met if urn == 910001 else 14)
        )
    held = rows_of(published_from(rows, tmp_path), by="year_group")
    (row,) = [row for row in held if (row["school_urn"], row["year_group"]) == (910001, 6)]
    assert row["suppressed"] is suppressed


# The command


def run(folder: DataFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", "measures", *arguments, "--data", str(folder.root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_csv_and_json_say_the_same(small_folder: DataFolder) -> None:
    as_csv = run(small_folder, "--by", "year_group", "--group", "pupil_premium")
    as_json = run(small_folder, "--by", "year_group", "--group", "pupil_premium", "--format", "json")
    assert (as_csv.returncode, as_json.returncode) == (0, 0)
    assert as_csv.stderr == as_json.stderr == ""
    assert as_csv.stdout.startswith(HEADER + "\n")
    assert "\r" not in as_csv.stdout
    table, objects = list(csv.DictReader(io.StringIO(as_csv.stdout))), json.loads(as_json.stdout)
    assert len(table) == len(objects) > 0
    for row, held in zip(table, objects, strict=True):
        said = {
            name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in held.items()
        }
        assert row == said
    assert isinstance(objects[0]["school_urn"], int)
    assert isinstance(objects[0]["suppressed"], bool)


def test_the_same_again_is_the_same_to_the_byte(small_folder: DataFolder) -> None:
    assert run(small_folder).stdout == run(small_folder).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--half-term", "2026/27 Autumn 1"),
        ("--half-term", "autumn  1", "--academic-year", "2026/27"),
        ("--half-term", "2026-27-autumn-1"),
        ("--half-term", "2026/27 Autumn 1", "--academic-year", "2026-27"),
    ],
)
def test_a_half_term_may_be_named_in_several_ways(
    small_folder: DataFolder, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["measures", *arguments, "--data", str(small_folder.root)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {(row["academic_year"], row["half_term"]) for row in rows} == {("2026/27", "Autumn 1")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--half-term", "Autumn 3"), "Autumn 3"),
        (("--academic-year", "2026/28"), "2026/28"),
        (("--half-term", "2026/27 Autumn 1", "--academic-year", "2025/26"), "at odds"),
    ],
)
def test_a_half_term_that_is_none_is_wrong_usage(
    small_folder: DataFolder, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["measures", *arguments, "--data", str(small_folder.root)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(
    "wrong", [("--by", "pupil"), ("--group", "shoes"), ("--kind", "forecast"), ("--nonsense",)]
)
def test_what_is_not_offered_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], wrong: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["measures", *wrong])
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_folder_without_a_trust_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measures", "--data", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "There is no trust" in err


def test_a_reader_who_has_read_enough_may_go(sample_folder: DataFolder) -> None:
    command = f"{sys.executable} -m dashboard measures --by class --data {sample_folder.root} | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout == HEADER + "\n"
    assert done.stderr == ""


def test_the_port_must_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "eighty"])
    assert ended.value.code == 2
    assert "not a port" in capsys.readouterr().err
