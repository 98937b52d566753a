"""The record: made, brought up to date, written by one at a time, and what its subjects keep."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import audit, drops, learned, people, schools, settings, targets, terms
from etl.record.connection import NoTrustHereError, Record, copy_record, is_a_record
from etl.record.opening import MIGRATIONS, make_record, newest_revision, open_record, revision_of
from etl.record.people import Person
from etl.record.schools import School
from etl.record.tables import metadata
from etl.record.targets import Target
from etl.record.terms import Term
from etl.registers.take_in import load_targets
from etl.roles import Role

OAKFIELD = School(urn=910001, name="Oakfield Primary School")
ELM_GROVE = School(urn=910002, name="Elm Grove C of E Primary School", la_code="999", laestab="9992001")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = make_record(DataFolder(tmp_path / "data"))
    with made.writing() as connection:
        schools.register(connection, [OAKFIELD, ELM_GROVE])
    return made


def test_there_is_no_record_before_schools_are_registered(tmp_path: Path) -> None:
    with pytest.raises(NoTrustHereError, match="Register its schools"):
        open_record(DataFolder(tmp_path))


def test_migrations_make_exactly_the_declared_tables(record: Record) -> None:
    with record.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_migration_is_found_without_the_migration_library(record: Record) -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert newest_revision() == script.get_current_head() == revision_of(record)


def test_opening_twice_at_once_migrates_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    faults: list[BaseException] = []

    def make() -> None:
        try:
            make_record(folder)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert revision_of(Record(folder)) == newest_revision()


def test_a_failed_decision_leaves_nothing(record: Record) -> None:
    def register_and_fail() -> None:
        with record.writing() as connection:
            schools.register(connection, [School(urn=910009, name="Birch")])
            raise ZeroDivisionError

    version = record.version()
    with pytest.raises(ZeroDivisionError):
        register_and_fail()
    with record.reading() as connection:
        assert [one.urn for one in schools.all_schools(connection)] == [910002, 910001]
    assert record.version() == version


def test_only_decisions_that_figures_show_raise_the_version(record: Record) -> None:
    version = record.version()
    audit.log(record, "someone", "head", "open pupil list", "Year 6", urn=910001)
    assert record.version() == version
    with record.writing() as connection:
        settings.put(connection, "trust_name", "Elm Trust")
    assert record.version() == version + 1


def test_schools_are_new_or_brought_up_to_date(record: Record) -> None:
    renamed = School(urn=910001, name="Oakfield Academy")
    with record.writing() as connection:
        assert schools.register(connection, [renamed, ELM_GROVE, School(urn=910003, name="Ash")]) == (1, 1)
        assert [one.name for one in schools.all_schools(connection)] == [
            "Ash",
            "Elm Grove C of E Primary School",
            "Oakfield Academy",
        ]


def test_people_change_their_schools_and_leave(record: Record) -> None:
    head = Person(email="h@example.org", name="H", role=Role.HEAD, schools=frozenset({910001}))
    with record.writing() as connection:
        assert people.put_people(connection, [head]) == (1, 0)
        assert people.put_people(connection, [head]) == (0, 0)
        moved = Person(
            email="h@example.org", name="H", role=Role.HEAD, schools=frozenset({910002}), active=False
        )
        assert people.put_people(connection, [moved]) == (0, 1)
        assert people.all_people(connection) == [moved]


def test_the_half_term_of_a_day_follows_the_trusts_own_dates(record: Record) -> None:
    autumn_2 = Term(half_term=HalfTerm(2026, 2), starts=date(2026, 10, 26), ends=date(2026, 12, 18))
    with record.writing() as connection:
        # Before any dates are set, the usual ones: Autumn 2 begins in November.
        assert terms.half_term_on(connection, date(2026, 10, 28)) == HalfTerm(2026, 1)
        terms.put_terms(connection, [autumn_2])
        assert terms.half_term_on(connection, date(2026, 10, 28)) == HalfTerm(2026, 2)
        # Dates of last year say nothing about this one.
        assert terms.half_term_on(connection, date(2027, 10, 28)) == HalfTerm(2027, 1)


def test_a_target_takes_the_place_of_the_former(record: Record) -> None:
    def target(urn: int | None, points: int) -> Target:
        return Target(
            urn=urn, academic_year="2026/27", year_group=6, measure="rwm_expected", basis_points=points
        )

    with record.writing() as connection:
        targets.put_targets(connection, [target(None, 6500), target(910001, 7000)])
        targets.put_targets(connection, [target(None, 6800)])
        assert [(one.urn, one.basis_points) for one in targets.all_targets(connection)] == [
            (None, 6800),
            (910001, 7000),
        ]


def test_setting_targets_says_what_changed(record: Record) -> None:
    def target(points: int, measure: str = "rwm_expected", **more: object) -> Target:
        held = {"urn": 910001, "academic_year": "2026/27", "year_group": 6, "set_by": "CEO"} | more
        return Target(measure=measure, basis_points=points, **held)  # type: ignore[arg-type]

    with record.writing() as connection:
        first = targets.put_targets(connection, [target(6500), target(10450, "ks2_reading_average")])
        assert [one.before for one in first] == [None, None]
        assert targets.put_targets(connection, [target(6500)]) == []
        (change,) = targets.put_targets(
            connection, [target(6825, rule="national plus 3", set_on=date(2026, 9, 1))]
        )
        assert change.in_words == (
            "2026/27, Year 6, rwm_expected: 65 % (CEO) → 68.25 % (national plus 3, CEO, 01 Sep 2026)"
        )
        (change,) = targets.put_targets(connection, [target(10500, "ks2_reading_average")])
        assert change.in_words == "2026/27, Year 6, ks2_reading_average: 104.5 (CEO) → 105 (CEO)"


def test_a_changed_target_is_found_again_in_the_log(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    for percent in (60, 65, 65):
        path.write_text(
            f"urn,academic_year,year_group,measure,target_percent\n910001,2026/27,6,rwm_expected,{percent}\n",
            encoding="utf-8",
        )
        assert load_targets(record.folder, path, by="Dana", role="data_manager") == 1
    with record.reading() as connection:
        lines = [
            (one["who"], one["urn"], one["subject"])
            for one in audit.latest(connection)
            if "change" in one["action"]
        ]
    assert lines == [("Dana", 910001, "2026/27, Year 6, rwm_expected: 60 % → 65 %")]


def test_the_later_answer_about_a_sheet_stands_until_forgotten(record: Record) -> None:
    with record.writing() as connection:
        learned.remember(connection, 910001, learned.MARK, "w+", "WTS", "head")
        learned.remember(connection, 910001, learned.MARK, "w+", "EXS", "head")
        assert learned.learned_by_school(connection)[910001].marks == {"w+": "EXS"}
        assert learned.forget(connection, 910001) == 1
        assert learned.learned_by_school(connection) == {}


def test_a_drop_without_a_return_cannot_be_closed(record: Record) -> None:
    with record.writing() as connection:
        with pytest.raises(TrustDataError, match="nothing to close"):
            drops.close(connection, HalfTerm(2025, 3), "ceo")
        with pytest.raises(TrustDataError, match="open already"):
            drops.reopen(connection, HalfTerm(2025, 3))


@pytest.mark.parametrize(
    ("key", "value"),
    [("hide_below", 1), ("hide_below", "6"), ("hide_below", True), ("colour", "blue"), ("trust_name", 3)],
)
def test_settings_refuse_what_makes_no_sense(record: Record, key: str, value: object) -> None:
    with record.writing() as connection, pytest.raises(TrustDataError):
        settings.put(connection, key, value)


def test_a_copied_record_is_whole_and_a_broken_one_is_none(record: Record, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy_record(record.folder.record_path, copy)
    assert is_a_record(copy)
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(copy.read_bytes()[:3000])
    assert not is_a_record(broken)
    text = tmp_path / "text.sqlite"
    text.write_text("no database")
    assert not is_a_record(text)
