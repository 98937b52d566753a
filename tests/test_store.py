"""Reading the published file: and only reading it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import duckdb
import pytest
import small_trust
from builders_published import AUTUMN_1, Rows, met_of, published_from
from filelock import FileLock

from dashboard.access import scope_for
from dashboard.queries.headline import headline_figures
from dashboard.store import _cursor, fetch, fetch_rows, open_published
from etl.folder import DataFolder
from etl.publish.current import Published
from etl.record import schools
from etl.record.connection import NoTrustHereError
from etl.record.opening import open_record
from etl.returns.load import load
from etl.roles import Role
from etl.vocabulary import Kind


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return published_from(Rows().cohort(910001, 6, AUTUMN_1, reading=met_of(20, 9)), tmp_path)


def test_values_are_bound(published: Published) -> None:
    asked = "SELECT school FROM school WHERE school = $name"
    assert fetch_rows(published, asked, {"name": "School 910001"}) == [{"school": "School 910001"}]
    assert fetch_rows(published, asked, {"name": "x' OR TRUE --"}) == []
    assert list(fetch(published, asked, {"name": "School 910001"})["school"]) == ["School 910001"]


def test_nothing_is_none_and_whole_numbers_stay_whole(published: Published) -> None:
    rows = fetch_rows(published, "SELECT class, count(*) AS pupils FROM attainment GROUP BY class")
    assert rows == [{"class": None, "pupils": 20}]
    assert isinstance(rows[0]["pupils"], int)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO school (school_urn, school) VALUES (1, 'x')",
        "DELETE FROM mark",
        "CREATE TABLE trust.mine AS SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "COPY school TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
    ],
)
def test_the_gateway_reads_the_figures_and_nothing_else(published: Published, sql: str) -> None:
    with pytest.raises(Exception, match=r"(?i)read-only|disabled|cannot|locked|not allowed|permission"):
        fetch_rows(published, sql)
    assert fetch_rows(published, "SELECT count(*) AS schools FROM school") == [{"schools": 1}]


def test_many_ask_at_once(published: Published) -> None:
    answers: list[int] = []
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(30):
                answers.append(fetch_rows(published, "SELECT count(*) AS marks FROM mark")[0]["marks"])
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert answers == [20] * 240


def test_a_question_that_fails_is_forgotten(published: Published) -> None:
    for _ in range(3):
        with pytest.raises(duckdb.Error):
            fetch_rows(published, "SELECT 1 / nothing FROM school")
        assert fetch_rows(published, "SELECT count(*) AS schools FROM school") == [{"schools": 1}]


def test_the_next_question_is_asked_by_the_cursor_that_waits(published: Published) -> None:
    asked = "SELECT count(*) AS schools FROM school"
    fetch_rows(published, asked)
    with _cursor(published) as first, _cursor(published) as other:
        assert first is not other
    with _cursor(published) as again:
        assert again in (first, other)


def reading_in_year_6(published: Published) -> int | None:
    (figure,) = headline_figures(
        published,
        scope_for(Role.CEO),
        small_trust.AUTUMN_1,
        Kind.PREDICTED,
        6,
        measures=["reading_expected"],
        school_urn=small_trust.OAKFIELD,
    )
    return figure.numerator


def test_a_load_shows_at_the_next_run(small_folder: DataFolder, tmp_path: Path) -> None:
    before = open_published(small_folder)
    was = reading_in_year_6(before)
    sent = tmp_path / "sent.csv"
    better = small_trust.sheet(small_trust.OAKFIELD, small_trust.AUTUMN_1, better=2)
    sent.write_text(better.replace(",EXS,EXS,WTS,", ",EXS,WTS,WTS,"), encoding="utf-8")
    load(small_folder, sent, school_urn=small_trust.OAKFIELD, half_term=small_trust.AUTUMN_1, by="a test")
    after = open_published(small_folder)
    assert after.number > before.number
    assert reading_in_year_6(after) != was
    # Who began before goes on with the figures that they began with.
    assert reading_in_year_6(before) == was


def test_what_a_killed_load_left_unpublished_is_published(small_folder: DataFolder) -> None:
    before = open_published(small_folder)
    record = open_record(small_folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=910004, name="Birch Hill Primary School")])
    with FileLock(small_folder.root / "publish.lock"):
        # Somebody is at it: their figures come when they come.
        assert open_published(small_folder) == before
    after = open_published(small_folder)
    assert after.number > before.number
    assert fetch_rows(after, "SELECT count(*) AS schools FROM school") == [{"schools": 4}]


def test_after_an_update_of_the_code_a_page_waits_for_the_figures_made_anew(small_folder: DataFolder) -> None:
    open_published(small_folder)
    pointer = small_folder.published / "current"
    held = json.loads(pointer.read_text(encoding="utf-8"))
    pointer.write_text(json.dumps({**held, "made_by": "code of last year"}), encoding="utf-8")
    shown: list[Published] = []
    with FileLock(small_folder.root / "publish.lock"):
        # Another process has begun to publish; what lies there until it is done is not for these pages.
        page = threading.Thread(target=lambda: shown.append(open_published(small_folder)))
        page.start()
        page.join(timeout=1)
        assert not shown
    page.join(timeout=60)
    assert shown[0].number > held["number"]


def test_a_folder_without_a_trust_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoTrustHereError, match="no trust"):
        open_published(DataFolder(tmp_path / "nothing"))
