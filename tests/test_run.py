"""The set-up script: what it asks of a machine, what it does twice, what it passes on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_a_new_enough_python_passes(version: tuple[int, int]) -> None:
    run.check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 7), (2, 7)])
def test_an_old_python_is_told_so(version: tuple[int, int]) -> None:
    with pytest.raises(run.SetUpError, match=rf"This is Python {version[0]}\.{version[1]}.* needs 3\.11"):
        run.check_python(version)


def test_an_old_python_can_read_the_script() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_what_to_install_is_said_where_venv_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(
        run.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object()
    )
    with pytest.raises(run.SetUpError, match="lacks “ensurepip”(.|\n)*apt install python3-venv"):
        run.set_up()


@pytest.fixture
def empty_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A project that asks for no package at all, so that setting it up needs no network."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "REQUIREMENTS", requirements)
    monkeypatch.delenv("TRUST_DATA", raising=False)
    return tmp_path


def test_set_up_is_done_once_and_again_when_the_requirements_change(empty_project: Path) -> None:
    python = run.set_up()
    assert (
        subprocess.run([python, "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)"]).returncode == 0
    )
    stamp = empty_project / ".venv" / "requirements.sha256"
    first = stamp.stat().st_mtime_ns
    run.set_up()
    assert stamp.stat().st_mtime_ns == first
    run.REQUIREMENTS.write_text("# nothing, said otherwise\n", encoding="utf-8")
    run.set_up()
    assert stamp.stat().st_mtime_ns != first


def test_a_set_up_that_was_broken_off_is_done_again(empty_project: Path) -> None:
    (empty_project / ".venv" / "bin").mkdir(parents=True)
    (empty_project / ".venv" / "bin" / "python").write_text("half of a", encoding="utf-8")
    assert run.works(run.set_up(), "-m", "pip", "--version")


def test_packages_that_cannot_be_had_are_said_plainly(
    empty_project: Path, capfd: pytest.CaptureFixture
) -> None:
    run.REQUIREMENTS.write_text(f"{empty_project}/no-such-package.whl\n", encoding="utf-8")
    with pytest.raises(run.SetUpError, match="could not be installed"):
        run.set_up()
    assert not (empty_project / ".venv" / "requirements.sha256").exists()


def test_the_sample_is_shown_where_no_trust_has_been_set_up(empty_project: Path) -> None:
    assert run.start_arguments(["--port", "8600"]) == ["--sample", "--port", "8600"]


def test_an_empty_folder_that_was_named_stays_empty(empty_project: Path) -> None:
    mine = empty_project / "mine"
    assert run.start_arguments(["--data", str(mine), "--port", "8600"]) == ["--sample", "--port", "8600"]
    assert run.start_arguments([f"--data={mine}"]) == ["--sample"]
    assert not mine.exists()


@pytest.mark.parametrize("by", ["argument", "environment", "default"])
def test_a_trust_that_has_been_set_up_is_shown(
    by: str, empty_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = empty_project / ("data" if by == "default" else "mine")
    folder.mkdir()
    (folder / "record.sqlite").touch()
    if by == "environment":
        monkeypatch.setenv("TRUST_DATA", str(folder))
    arguments = ["--data", str(folder)] if by == "argument" else []
    assert run.start_arguments(arguments) == arguments


def test_an_answer_to_what_is_shown_is_not_second_guessed(empty_project: Path) -> None:
    assert run.start_arguments(["--sample", "--data", "x"]) == ["--sample", "--data", "x"]
    assert run.start_arguments(["measures", "--by", "school"]) == ["measures", "--by", "school"]


def test_tests_run_side_by_side_unless_told_otherwise() -> None:
    more = str((os.cpu_count() or 1) + 1)
    assert run.pytest_arguments(["-k", "upn"]) == ["-n", more, "--dist", "worksteal", "-k", "upn"]
    assert run.pytest_arguments(["-n0"]) == ["-n0"]


def test_help_is_given_before_anything_is_set_up(tmp_path: Path) -> None:
    copy = tmp_path / "run.py"
    copy.write_bytes((ROOT / "run.py").read_bytes())
    said = subprocess.run([sys.executable, copy, "--help"], capture_output=True, text=True, timeout=30)
    assert said.returncode == 0
    assert "python3 run.py test" in said.stdout
    assert not (tmp_path / ".venv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Chrome is found in a place of its own")
@pytest.mark.parametrize(("required", "status", "said"), [("", 0, "NOT run"), ("1", 1, "no Chromium")])
def test_browser_tests_left_out_are_said_loudly_or_are_failures(
    required: str, status: int, said: str, tmp_path: Path
) -> None:
    none_here = {"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "REQUIRE_BROWSER": required}
    one = "tests/test_journeys.py::test_a_heads_page_fits_a_phone"
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", one],
        cwd=ROOT,
        env={**os.environ, **none_here},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == status, told.stdout
    assert said in told.stdout
