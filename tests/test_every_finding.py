"""Every kind of problem that is declared arises, from a small file of its own, where and as it should.

The files stand in tests/problem_examples.py. A kind that is declared and has none fails here by name.
"""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.problems import FINDINGS, Severity
from etl.returns.closing import close_drop
from etl.returns.load import check, load
from etl.returns.outcome import Status
from tests.builders_sheets import write_csv
from tests.builders_trust import AUTUMN_1, OAKFIELD, Trust
from tests.problem_examples import EXAMPLES, PUPILS, Example, grid, private_words
from tests.result_problem_examples import RESULT_EXAMPLES

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "etl").rglob("*.py"))
PROBLEMS = ROOT / "etl" / "problems.py"

Told = list[dict[str, Any]]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, with the last word of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def declaring_modules() -> list[str]:
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in SOURCES
        if path != PROBLEMS and any(name == "declare" for name, _ in calls(path))
    ]


# Every declaration is met before the table is held against it, whoever made it.
for module in declaring_modules():
    importlib.import_module(module)


# Kinds that arise only where a command is given.


def json_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> Told:
    capsys.readouterr()
    assert main([str(one) for one in arguments]) == 1
    [outcome] = json.loads(capsys.readouterr().out)
    assert outcome["status"] == "rejected"
    problems: Told = outcome["problems"]
    return problems


def no_trust(root: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    path = write_csv(root / "return.csv", grid("<who> | Year | Reading\n<1> | 6 | EXS"))
    return json_of(capsys, "check", path, "--json", "--data", root / "nothing here")


def rows_of_an_earlier_return_are_gone(root: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    trust = Trust(root)
    trust.accepted(OAKFIELD, AUTUMN_1, "UPN,Year,Reading", "{1},6,WTS")
    for path in trust.folder.root.rglob("*.parquet"):
        path.unlink()
    path = write_csv(root / "return.csv", grid("<who> | Year | Reading\n<1> | 6 | EXS"))
    which = ("--school", OAKFIELD, "--half-term", "2025/26 Autumn 1")
    return json_of(capsys, "check", path, "--json", *which, "--data", trust.folder.root)


BY_COMMAND: dict[str, tuple[Severity, Callable[[Path, pytest.CaptureFixture[str]], Told]]] = {
    "no_trust": (Severity.STOP, no_trust),
    "not_dealt_with": (Severity.STOP, rows_of_an_earlier_return_are_gone),
}


# The table is whole.


def test_every_kind_of_problem_has_its_example() -> None:
    shown = {*EXAMPLES, *BY_COMMAND, *RESULT_EXAMPLES}
    missing = {code: finding for code, finding in FINDINGS.items() if code not in shown}
    assert not missing, "\n".join(
        f"{code} has no example. Write in EXAMPLES of tests/problem_examples.py the smallest file for this: "
        f"{finding.about}.\n    "
        f'"{code}": Example(severity={finding.severity.name}, at=("F2",), file="<who> | Year | Reading\\n'
        f'<1> | 6 | EXS"),\n'
        "(`at`: the cells where it is raised, (None,) for the whole file or sheet; where only a command "
        "raises it, write it in BY_COMMAND of tests/test_every_finding.py; of files of results, in "
        "tests/result_problem_examples.py)"
        for code, finding in missing.items()
    )
    assert not shown - FINDINGS.keys(), "an example of a kind that is declared nowhere"


@pytest.mark.parametrize("code", [*EXAMPLES, *BY_COMMAND])
def test_the_table_says_what_is_declared(code: str) -> None:
    severity = EXAMPLES[code].severity if code in EXAMPLES else BY_COMMAND[code][0]
    assert (FINDINGS[code].severity, bool(FINDINGS[code].about)) == (severity, True)


def test_every_problem_is_made_by_a_declared_finding() -> None:
    makes = {name_of(path) for path in SOURCES for name, _ in calls(path) if name == "Problem"}
    assert makes == {"etl/problems.py"}, "declare a Finding and call it; make no Problem"
    declares = {name_of(path) for path in SOURCES for name, _ in calls(path) if name == "Finding"}
    assert declares == {"etl/problems.py"}, "use etl.problems.declare, which keeps the list of all kinds"
    for path in SOURCES:
        for name, call in calls(path):
            altered = {keyword.arg for keyword in call.keywords} & {"severity", "code"}
            assert name != "replace" or not altered, f"{path}:{call.lineno} makes another kind of a problem"


# Each example.


def raised_by(example: Example, root: Path) -> Told:
    trust = Trust(root)
    for number, before in enumerate(example.before):
        path = write_csv(root / f"before-{number}.csv", grid(before.lines))
        [outcome] = load(
            trust.folder, path, school_urn=before.urn, half_term=before.half_term, accept_good_rows=True
        )
        assert outcome.status is Status.ACCEPTED, outcome.problems
    for half_term in example.closed:
        close_drop(trust.folder, half_term, by="test")
    outcomes = check(
        trust.folder,
        example.write(root),
        school_urn=example.urn,
        half_term=example.half_term,
    )
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    stopped = any(problem.severity is Severity.STOP for problem in problems)
    assert {outcome.status for outcome in outcomes} == {Status.REJECTED if stopped else Status.ACCEPTED}
    return [problem.as_json() for problem in problems]


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_kind_is_raised_where_it_should_be(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    told = raised_by(example, tmp_path)
    found = [one for one in told if one["code"] == code]
    assert [one["cell"] for one in found] == list(example.at)
    assert {one["severity"] for one in found} == {example.severity.value}
    assert example.sheet is None or {one["sheet"] for one in found} == {example.sheet}
    assert {one["code"] for one in told} == {code, *example.also}
    hold_to_the_rules(told)


@pytest.mark.parametrize("code", RESULT_EXAMPLES)
def test_each_kind_that_results_alone_have(code: str, tmp_path: Path) -> None:
    example = RESULT_EXAMPLES[code]
    told = [one.as_json() for one in example.problems(tmp_path)]
    found = [(one["severity"], one["cell"]) for one in told if one["code"] == code]
    assert found == [(example.severity.value, at) for at in example.at]
    assert FINDINGS[code].severity is example.severity
    hold_to_the_rules(told)


@pytest.mark.parametrize("code", BY_COMMAND)
def test_each_kind_that_a_command_raises(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    severity, raise_it = BY_COMMAND[code]
    told = raise_it(tmp_path, capsys)
    assert [(one["code"], one["severity"], one["cell"]) for one in told] == [(code, severity.value, None)]
    hold_to_the_rules(told)


def ends_as_it_should(sentence: str) -> bool:
    """With a full stop, or with a command that can be copied as it stands."""
    return sentence.endswith(".") or "python -m etl" in sentence.rpartition(": ")[2]


def hold_to_the_rules(told: Told) -> None:
    """What was found in a whole sentence, a cure for whatever asks for one, nothing of any pupil."""
    for one in told:
        assert ends_as_it_should(one["message"]), one
        assert one["message"][0].isupper() or one["message"][0] in "“0123456789", one
        if one["severity"] != Severity.INFO:
            assert ends_as_it_should(one["suggestion"]), f"{one['code']} says no cure"
        words = f"{one['message']} {one['suggestion']}".casefold()
        said = [word for number in PUPILS for word in private_words(number) if word.casefold() in words]
        assert not said, f"{one['code']} repeats what is a pupil's own"


def test_the_search_for_private_words_would_find_them() -> None:
    pupil = private_words(1)
    for word in pupil:
        with pytest.raises(AssertionError, match="own"):
            hold_to_the_rules(
                [{"code": "x", "severity": "info", "message": f"This is {word}.", "suggestion": ""}]
            )
