"""Saved views in the record: whose they are, what they may be called, and what stays after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.record import saved_views
from etl.record.connection import Record
from etl.record.opening import make_record

DTL, HEAD = ("a.dtl@trust.example", "dtl"), ("a.head@trust.example", "head")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return make_record(DataFolder(tmp_path / "trust"))


def keep(
    record: Record, name: str, whose: tuple[str, str] = DTL, *, shared: bool = False
) -> saved_views.SavedView:
    with record.writing(figures=False) as connection:
        return saved_views.save(
            connection,
            name=name,
            page="explorer",
            parameters={"rows": "school"},
            shared=shared,
            who=whose[0],
            role=whose[1],
        )


def names(record: Record, whose: tuple[str, str]) -> list[str]:
    with record.reading() as connection:
        return [one.name for one in saved_views.offered(connection, "explorer", *whose)]


def test_everyone_is_offered_their_own_and_what_is_shared(record: Record) -> None:
    keep(record, "writing")
    keep(record, "Maths", shared=True)
    keep(record, "Ours", HEAD)
    assert names(record, DTL) == ["Maths", "writing"]
    assert names(record, HEAD) == ["Maths", "Ours"]
    with record.reading() as connection:
        assert saved_views.offered(connection, "another page", *DTL) == []


def test_a_person_takes_their_views_into_another_role(record: Record) -> None:
    keep(record, "Mine")
    assert names(record, (DTL[0], "ceo")) == ["Mine"]
    # Where nobody signs in all have one name, and the role tells them apart.
    keep(record, "Looked as a head", ("this machine", "head"))
    assert names(record, ("this machine", "ceo")) == []


def test_one_that_is_not_theirs_is_not_found(record: Record) -> None:
    own = keep(record, "Mine")
    with record.reading() as connection:
        assert saved_views.find(connection, "explorer", own.id, *DTL) == own
        assert saved_views.find(connection, "explorer", own.id, *HEAD) is None
        assert saved_views.find(connection, "explorer", own.id + 1, *DTL) is None


@pytest.mark.parametrize("name", ["", " \t ", "x" * 61, "a\x00b"])
def test_a_name_that_will_not_do(record: Record, name: str) -> None:
    with pytest.raises(TrustDataError):
        keep(record, name)


def test_a_name_is_tidied_and_taken_once(record: Record) -> None:
    assert keep(record, "  Year   6 ", shared=True).name == "Year 6"
    with pytest.raises(TrustDataError, match="You have a view “Year 6” already"):
        keep(record, "YEAR 6")
    with pytest.raises(TrustDataError, match="There is a view “Year 6” already"):
        keep(record, "year 6", HEAD)
    other = keep(record, "Year 5")
    with record.writing(figures=False) as connection:
        assert saved_views.rename(connection, other, "year 5 ") == "year 5"
        with pytest.raises(TrustDataError):
            saved_views.rename(connection, other, "Year 6")


def test_saving_leaves_the_figures_as_they_stand(record: Record) -> None:
    before = record.version()
    own = keep(record, "Mine")
    with record.writing(figures=False) as connection:
        saved_views.remove(connection, own)
    assert record.version() == before
    assert names(record, DTL) == []


def test_one_person_keeps_only_so_many(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_OF_ONE", 2)
    keep(record, "One")
    keep(record, "Two")
    with pytest.raises(TrustDataError, match="delete one"):
        keep(record, "Three")
    keep(record, "Three", HEAD)
