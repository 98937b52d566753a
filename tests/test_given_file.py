"""A file that somebody writes while it is read: what was read of it is what is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.containers.limits import MAX_FILE_BYTES
from etl.errors import UnreadableFileError
from etl.folder import DataFolder
from etl.given_file import as_given, keep_original
from etl.results.assessments import Assessment
from etl.returns.outcome import Status
from tests import builders_results, builders_trust
from tests.builders_trust import AUTUMN_1, OAKFIELD

HEADINGS = "UPN,Surname,Forename,Year,Reading Current"


def written_meanwhile(path: Path, other: bytes, read: Callable[..., Any]) -> Callable[..., Any]:
    """As `read`, while the file that was sent is another one, which is written back afterwards."""

    def reading(*arguments: Any) -> Any:
        before = path.read_bytes()
        path.write_bytes(other)
        try:
            return read(*arguments)
        finally:
            path.write_bytes(before)

    return reading


def kept_is_sent(folder: DataFolder, digest: str, sent: bytes) -> bool:
    kept = folder.original_path(digest).read_bytes()
    return kept == sent and hashlib.sha256(kept).hexdigest() == digest


def test_a_return_that_is_another_only_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from etl.returns.load import load

    trust = builders_trust.Trust(tmp_path)
    path = trust.file(HEADINGS, "{1},Ash,Anna,6,EXS", "{2},Elder,Emil,6,WTS")
    sent = path.read_bytes()
    other = trust.file(HEADINGS, "{1},Ash,Anna,6,GDS").read_bytes()
    path.write_bytes(sent)
    module = load.__globals__
    monkeypatch.setitem(module, "read_return", written_meanwhile(path, other, module["read_return"]))
    [outcome] = load(trust.folder, path, school_urn=OAKFIELD, half_term=AUTUMN_1)
    assert (outcome.status, outcome.pupils) == (Status.ACCEPTED, 2)
    assert trust.ask("SELECT judgement FROM attainment ORDER BY upn") == [("EXS",), ("WTS",)]
    [(digest,)] = trust.ask("SELECT original_hash FROM return_history")
    assert kept_is_sent(trust.folder, digest, sent)


def test_results_that_are_others_only_while_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from etl.results.load import Asked, load_results

    trust = builders_results.Trust(tmp_path)
    path = trust.file("UPN,Reading SS", "{1},104", "{2},99")
    sent = path.read_bytes()
    other = trust.file("UPN,Reading SS", "{1},90").read_bytes()
    path.write_bytes(sent)
    module = load_results.__globals__
    monkeypatch.setitem(module, "read_results", written_meanwhile(path, other, module["read_results"]))
    [outcome] = load_results(
        trust.folder, path, Asked(school_urn=OAKFIELD, assessment=Assessment.KS2, starts=2024)
    )
    assert outcome.status is Status.ACCEPTED
    assert trust.ask("SELECT score FROM result ORDER BY upn") == [(104,), (99,)]
    [(digest,)] = trust.ask("SELECT original_hash FROM result_history")
    assert kept_is_sent(trust.folder, digest, sent)


def test_a_copy_keeps_its_name_and_is_gone_afterwards(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    path = tmp_path / "Oak, autumn 1.csv"
    path.write_bytes(b"UPN,Year\n")
    with as_given(folder, path) as given:
        path.write_bytes(b"something else")
        assert given.path.name == path.name
        assert given.path.read_bytes() == b"UPN,Year\n"
        keep_original(folder, given)
    assert kept_is_sent(folder, given.digest, b"UPN,Year\n")
    assert list(folder.scratch.iterdir()) == []


def test_of_a_file_that_no_reader_takes_no_more_is_copied_than_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as handle:
        handle.truncate(20 * MAX_FILE_BYTES)
    with as_given(DataFolder(tmp_path / "data"), path) as given:
        assert given.path.stat().st_size == MAX_FILE_BYTES + 1


@pytest.mark.parametrize(
    ("name", "words"), [("", "a folder"), ("none.csv", "no such file"), ("\udcff.csv", "name cannot be read")]
)
def test_what_is_no_file_is_refused(name: str, words: str, tmp_path: Path) -> None:
    with (
        pytest.raises(UnreadableFileError, match=words),
        as_given(DataFolder(tmp_path / "data"), tmp_path / name),
    ):
        pass
