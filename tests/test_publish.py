"""Publishing: how returns combine, and that a file altered step by step equals one made anew."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish import counts
from etl.publish.current import KEPT, POINTER, bring_up_to_date, current_file, published, rebuild
from etl.record import returns, schools, who_is_who
from etl.record.connection import NoTrustHereError, Record
from etl.record.opening import make_record
from etl.record.who_is_who import About
from etl.vocabulary import Judgement, Kind, Subject
from tests.builders_returns import accept, mark, pupil, upn

AUTUMN_1, AUTUMN_2, SPRING_1 = HalfTerm(2025, 1), HalfTerm(2025, 2), HalfTerm(2025, 3)
OAKFIELD, ELM_GROVE = 910001, 910002

DERIVED = (
    "pupil_half_term",
    "mark",
    "roll_count",
    "attainment_count",
    "movement_count",
    "hidden_cell",
    "masked_year",
)


class Trust:
    def __init__(self, root: Path) -> None:
        # An apostrophe and a star in the address, which are more than letters to SQL and to a file search.
        self.folder = DataFolder(root / "St Mary's [data] *")
        self.record: Record = make_record(self.folder)
        with self.record.writing() as connection:
            schools.register(
                connection,
                [
                    schools.School(urn=OAKFIELD, name="Oakfield Primary School"),
                    schools.School(urn=ELM_GROVE, name="Elm Grove Primary School"),
                ],
            )

    def accept(self, urn: int, half_term: HalfTerm, pupils: Any, marks: Any, **more: Any) -> int:
        return accept(self.folder, self.record, urn, half_term, pupils, marks, **more)

    def undo(self, return_id: int) -> None:
        with self.record.writing() as connection:
            returns.mark_undone(connection, return_id, "test")

    def decide_randomly(self, chance: random.Random) -> None:
        """Say of two pupils that they are one under a new UPN, or take such a word back."""
        with self.record.writing() as connection:
            decided = who_is_who.all_decisions(connection)
            if decided and chance.random() < 0.4:
                who_is_who.take_back(connection, chance.choice(decided).id)
                return
            former, new = chance.sample(range(12), 2)
            with suppress(TrustDataError):  # known as one pupil's already
                who_is_who.decide(
                    connection, OAKFIELD, About.REISSUED, upn(new), upn(former), same=True, by="test"
                )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(current_file(self.folder), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def standing(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT school_urn, half_term, upn, subject, kind, judgement FROM attainment ORDER BY ALL"
        )


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


def test_nothing_is_published_before_there_is_a_trust(tmp_path: Path) -> None:
    with pytest.raises(NoTrustHereError):
        published(DataFolder(tmp_path))


def test_publishing_what_is_published_does_nothing(trust: Trust) -> None:
    first = bring_up_to_date(trust.folder)
    assert bring_up_to_date(trust.folder) == first
    assert rebuild(trust.folder).number == first.number + 1


def test_the_last_few_files_are_kept(trust: Trust) -> None:
    for _ in range(KEPT + 3):
        made = rebuild(trust.folder)
    assert len(list(trust.folder.published.glob("trust-*.duckdb"))) == KEPT
    assert made.path.exists()


def test_a_record_ahead_of_its_file_is_published_when_asked_for(trust: Trust) -> None:
    # What a load that was killed between the record and publishing leaves behind.
    bring_up_to_date(trust.folder)
    trust.accept(OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "EXS")])
    assert len(trust.standing()) == 1


def test_a_file_made_by_other_code_is_published_anew(trust: Trust) -> None:
    first = bring_up_to_date(trust.folder)
    pointer = trust.folder.published / POINTER
    held = json.loads(pointer.read_text(encoding="utf-8"))
    pointer.write_text(json.dumps({**held, "made_by": "code of last year"}), encoding="utf-8")
    assert published(trust.folder).record_version != first.record_version
    assert bring_up_to_date(trust.folder).number == first.number + 1


def test_later_returns_replace_marks_and_keep_what_they_lack(trust: Trust) -> None:
    trust.accept(
        OAKFIELD, SPRING_1, [pupil(1), pupil(2)], [mark(1, SPRING_1, "WTS"), mark(2, SPRING_1, "WTS")]
    )
    trust.accept(OAKFIELD, SPRING_1, [pupil(2), pupil(3)], [mark(2, SPRING_1, "EXS")])
    assert [(row[2], row[5]) for row in trust.standing()] == sorted([(upn(1), "WTS"), (upn(2), "EXS")])
    assert trust.ask("SELECT count(*) FROM roll") == [(3,)]


def test_attributes_are_the_latest_given_and_a_blank_never_erases(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1, sex="F", disadvantaged=True)], [])
    trust.accept(OAKFIELD, SPRING_1, [pupil(1, disadvantaged=False)], [])
    assert trust.ask("SELECT sex, disadvantaged, eal FROM roll") == [("F", False, None)]


def test_what_was_returned_then_stands_against_later_columns(trust: Trust) -> None:
    trust.accept(OAKFIELD, AUTUMN_1, [pupil(1)], [mark(1, AUTUMN_1, "WTS")])
    later = [mark(1, AUTUMN_1, "EXS"), mark(1, AUTUMN_2, "EXS"), mark(1, SPRING_1, "EXS")]
    trust.accept(OAKFIELD, SPRING_1, [pupil(1)], later)
    assert [(row[1], row[5]) for row in trust.standing()] == [
        ("Autumn 1", "WTS"),
        ("Autumn 2", "EXS"),
        ("Spring 1", "EXS"),
    ]
    # The half-term's own return takes over whenever it comes.
    trust.accept(OAKFIELD, AUTUMN_2, [pupil(1)], [mark(1, AUTUMN_2, "GDS")])
    assert (OAKFIELD, "Autumn 2", upn(1), "reading", "predicted", "GDS") in trust.standing()


def test_a_whole_return_sets_aside_the_former_and_undo_brings_them_back(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "WTS"), mark(1, AUTUMN_1, "WTS")])
    whole = trust.accept(OAKFIELD, SPRING_1, [pupil(2)], [mark(2, SPRING_1, "EXS")], whole_return=True)
    assert [row[2] for row in trust.standing()] == [upn(2)]
    trust.undo(whole)
    assert [row[1:3] for row in trust.standing()] == [("Autumn 1", upn(1)), ("Spring 1", upn(1))]


def test_a_pupil_marked_as_left_is_not_on_roll(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1), pupil(2, left=True)], [mark(1, SPRING_1, "EXS")])
    assert trust.ask("SELECT upn FROM roll") == [(upn(1),)]


def test_a_pupil_carried_along_belongs_to_the_school_that_listed_them_then(trust: Trust) -> None:
    # Pupil 1 was at Elm Grove in the autumn; Oakfield's tracker brings the autumn's mark along.
    trust.accept(ELM_GROVE, AUTUMN_1, [pupil(1)], [mark(1, AUTUMN_1, "WTS")])
    trust.accept(
        OAKFIELD, SPRING_1, [pupil(1), pupil(2)], [mark(1, AUTUMN_1, "WTS"), mark(2, AUTUMN_1, "EXS")]
    )
    on_roll = trust.ask("SELECT school_urn, upn FROM roll WHERE half_term = 'Autumn 1' ORDER BY ALL")
    assert on_roll == [(OAKFIELD, upn(2)), (ELM_GROVE, upn(1))]


def test_a_carried_pupils_year_group_goes_back_with_the_years(trust: Trust) -> None:
    last_summer = HalfTerm(2024, 6)
    trust.accept(OAKFIELD, AUTUMN_1, [pupil(1, year_group=6)], [mark(1, last_summer, "EXS")])
    assert trust.ask("SELECT half_term, year_group FROM roll ORDER BY academic_year") == [
        ("Summer 2", 5),
        ("Autumn 1", 6),
    ]


def test_rwm_needs_all_three_subjects(trust: Trust) -> None:
    def three(number: int, reading: str | None, writing: str | None, maths: str | None) -> list[Any]:
        given = zip((Subject.READING, Subject.WRITING, Subject.MATHS), (reading, writing, maths), strict=True)
        return [mark(number, SPRING_1, band, subject) for subject, band in given if band != "-"]

    marks = [
        *three(1, "EXS", "EXS", "GDS"),  # meets
        *three(2, "GDS", "GDS", "GDS"),  # meets, higher too
        *three(3, "EXS", "WTS", "EXS"),  # one subject short
        *three(4, "EXS", "EXS", "-"),  # maths missing: not assessed, does not meet
        *three(5, "EXS", None, "EXS"),  # absent in writing: likewise
    ]
    trust.accept(OAKFIELD, SPRING_1, [pupil(number) for number in range(1, 7)], marks)
    counted = trust.ask(
        "SELECT subject, on_roll, assessed, expected, higher FROM attainment_count "
        "WHERE pupil_group = 'all' ORDER BY subject"
    )
    assert counted == [
        ("maths", 6, 4, 4, 2),
        ("reading", 6, 5, 5, 1),
        ("rwm", 6, 3, 2, 1),
        ("writing", 6, 4, 3, 1),
    ]


def test_reception_counts_only_where_it_was_judged(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1, 0), pupil(2, 1)], [mark(2, SPRING_1, "EXS")])
    trust.accept(ELM_GROVE, SPRING_1, [pupil(3, 0), pupil(4, 0)], [mark(3, SPRING_1, "EXS")])
    counted = trust.ask(
        "SELECT school_urn, year_group, on_roll FROM attainment_count WHERE pupil_group = 'all' ORDER BY ALL"
    )
    assert counted == [(OAKFIELD, 1, 1), (ELM_GROVE, 0, 2)]


def test_a_school_that_left_a_subject_out_stays_in_the_denominator(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "EXS", Subject.WRITING)])
    trust.accept(ELM_GROVE, SPRING_1, [pupil(2)], [mark(2, SPRING_1, "EXS", Subject.READING)])
    counted = trust.ask(
        "SELECT subject, sum(on_roll), sum(assessed) FROM attainment_count "
        "WHERE pupil_group = 'all' GROUP BY ALL ORDER BY ALL"
    )
    assert counted == [("reading", 2, 1), ("writing", 2, 1)]


def test_nobody_assessed_is_counted_as_none_not_as_unknown(trust: Trust) -> None:
    trust.accept(OAKFIELD, SPRING_1, [pupil(1, 6), pupil(2, 5)], [mark(1, SPRING_1, "EXS")])
    assert trust.ask(
        "SELECT year_group, on_roll, assessed, exs, expected, higher FROM attainment_count "
        "WHERE pupil_group = 'all' ORDER BY year_group"
    ) == [(5, 1, 0, 0, 0, 0), (6, 1, 1, 1, 1, 0)]


def test_movement_follows_the_same_pupils(trust: Trust) -> None:
    numbers = range(1, 6)
    before = ["WTS", "EXS", "EXS", "WTS", "EXS"]
    now = ["EXS", "EXS", "WTS", "WTS", None]  # one in, one out, the last not assessed any more
    roll = [pupil(number) for number in numbers]
    trust.accept(
        OAKFIELD, AUTUMN_2, roll, [mark(n, AUTUMN_2, b) for n, b in zip(numbers, before, strict=True)]
    )
    trust.accept(OAKFIELD, SPRING_1, roll, [mark(n, SPRING_1, b) for n, b in zip(numbers, now, strict=True)])
    assert trust.ask(
        "SELECT half_term_ordinal, stayers, met_before, met_now, moved_in, moved_out "
        "FROM movement_count WHERE standard = 'expected'"
    ) == [(3, 4, 2, 2, 1, 1)]


def test_movement_crosses_the_summer(trust: Trust) -> None:
    summer, autumn = HalfTerm(2024, 6), AUTUMN_1
    trust.accept(OAKFIELD, summer, [pupil(1, 5)], [mark(1, summer, "WTS")])
    trust.accept(OAKFIELD, autumn, [pupil(1, 6)], [mark(1, autumn, "EXS")])
    assert trust.ask(
        "SELECT academic_year, year_group, moved_in FROM movement_count WHERE standard = 'expected'"
    ) == [("2025/26", 6, 1)]


def test_current_judgements_do_not_move_across_the_summer(trust: Trust) -> None:
    # A new year's expectations began: EXS in Summer 2 and WTS in Autumn 1 is no fall.
    summer, autumn = HalfTerm(2024, 6), AUTUMN_1
    trust.accept(OAKFIELD, summer, [pupil(1, 5)], [mark(1, summer, "EXS", kind=Kind.CURRENT)])
    trust.accept(OAKFIELD, autumn, [pupil(1, 6)], [mark(1, autumn, "WTS", kind=Kind.CURRENT)])
    trust.accept(OAKFIELD, AUTUMN_2, [pupil(1, 6)], [mark(1, AUTUMN_2, "EXS", kind=Kind.CURRENT)])
    assert trust.ask(
        "SELECT half_term_ordinal, moved_in, moved_out FROM movement_count WHERE standard = 'expected'"
    ) == [(2, 1, 0)]


@pytest.mark.parametrize(("seed", "schools_at_once"), [(0, 500), (2, 1)])
def test_a_file_altered_step_by_step_equals_one_made_anew(
    trust: Trust, seed: int, schools_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is made anew school after school, as those of a large trust are, some at a time."""
    chance = random.Random(seed)
    half_terms = [HalfTerm(2024, 5), HalfTerm(2024, 6), AUTUMN_1, AUTUMN_2, SPRING_1]
    accepted: list[int] = []

    def random_return() -> None:
        urn = chance.choice([OAKFIELD, ELM_GROVE])
        half_term = chance.choice(half_terms)
        numbers = chance.sample(range(12), chance.randint(2, 8))
        marks = [
            mark(number, when, chance.choice([*Judgement, None]), subject, kind)
            for number in numbers
            for when in {half_term, chance.choice(half_terms)}
            if when <= half_term
            for subject in (Subject.READING, Subject.WRITING, Subject.MATHS)
            for kind in (Kind.CURRENT, Kind.PREDICTED)
            if chance.random() < 0.8
        ]
        pupils = [
            pupil(
                number,
                chance.choice([0, 5, 6]),
                sex=chance.choice(["F", "M", None]),
                fsm=chance.choice([True, False, None]),
                left=chance.random() < 0.1,
            )
            for number in numbers
        ]
        accepted.append(trust.accept(urn, half_term, pupils, marks, whole_return=chance.random() < 0.2))

    for _ in range(14):
        random_return()
    bring_up_to_date(trust.folder)
    for step in range(8):
        what = chance.random()
        if what < 0.3 and accepted:
            trust.undo(accepted.pop(chance.randrange(len(accepted))))
        elif what < 0.5:
            trust.decide_randomly(chance)
        else:
            random_return()
        bring_up_to_date(trust.folder)
        if step % 2 == 0:  # making all anew takes longest: after every second step it is told soon enough
            continue
        step_by_step = {table: _rows(trust, table) for table in DERIVED}
        with monkeypatch.context() as large:
            large.setattr(counts, "SCHOOLS_AT_ONCE", schools_at_once)
            rebuild(trust.folder)
        assert step_by_step == {table: _rows(trust, table) for table in DERIVED}


def _rows(trust: Trust, table: str) -> list[tuple[Any, ...]]:
    return trust.ask(f"SELECT * FROM {table} ORDER BY ALL")
