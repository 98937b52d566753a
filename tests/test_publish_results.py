"""A published file whose results were altered step by step equals one made anew."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, rebuild
from etl.publish.result_rows import write_result_rows
from etl.record import results, returns, who_is_who
from etl.record.who_is_who import About
from etl.results.assessments import Assessment
from etl.results.codes import codes_of
from etl.results.tidy import ResultRow
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import accept, pupil, upn

DERIVED = ("pupil_result", "result_pupil", "result_count", "result_source", "result_upn", "result_history")
SUBJECTS = {
    Assessment.KS2: ("reading", "writing", "maths"),
    Assessment.PHONICS: ("phonics",),
    Assessment.MTC: ("mtc",),
    Assessment.EYFSP: ("gld",),
}


def row(number: int, subject: str, outcome: str | None, score: float | None) -> ResultRow:
    return ResultRow(
        upn=upn(number),
        subject=subject,
        outcome=outcome,
        score=score,
        raw=outcome or str(score),
        sheet="Sheet1",
        cell=f"C{number + 2}",
    )


def accept_results(
    trust: Trust, urn: int, assessment: Assessment, starts: int, pupils: Any, rows: Any, *, whole: bool
) -> int:
    """Accept results, as a load does after its checks; publishes nothing."""
    token = f"{random.getrandbits(128):032x}"
    write_result_rows(trust.folder, token, pupils, rows)
    with trust.record.writing() as connection:
        return results.add(
            connection,
            token=token,
            urn=urn,
            assessment=assessment,
            starts=starts,
            whole_return=whole,
            file_name="rows.csv",
            original_hash="0" * 64,
            pupils=len(pupils),
            results=len(rows),
            held_rows=0,
            columns=[],
            problems=[],
            effect=[],
            loaded_by="test",
        )


def random_results(trust: Trust, chance: random.Random) -> int:
    assessment = chance.choice(list(SUBJECTS))
    numbers = chance.sample(range(10), chance.randint(1, 7))
    rows = []
    for number in numbers:
        for subject in SUBJECTS[assessment]:
            codes = list(codes_of(assessment, subject))
            code = codes_of(assessment, subject)[chance.choice(codes)]
            if chance.random() < 0.8:
                score = chance.choice([99.0, 100.0, 112.0]) if assessment is Assessment.KS2 else 32.0
                scored = code.scored or (assessment is Assessment.MTC and chance.random() < 0.5)
                rows.append(
                    row(number, subject, None if scored and chance.random() < 0.5 else code.code, score)
                    if scored
                    else row(number, subject, code.code, None)
                )
    years = {
        Assessment.KS2: (6,),
        Assessment.MTC: (4,),
        Assessment.EYFSP: (0,),
        Assessment.PHONICS: (1, 2, None),
    }
    pupils = [
        pupil(number, chance.choice(years[assessment]), fsm=chance.choice([True, False, None]))  # type: ignore[arg-type]
        for number in numbers
    ]
    return accept_results(
        trust,
        chance.choice([OAKFIELD, ELM_GROVE]),
        assessment,
        chance.choice([2022, 2023, 2024]),
        pupils,
        rows,
        whole=chance.random() < 0.2,
    )


def random_roll(trust: Trust, chance: random.Random) -> int:
    half_term = HalfTerm(chance.choice([2023, 2024]), chance.choice([1, 5, 6]))
    numbers = chance.sample(range(10), chance.randint(2, 8))
    pupils = [
        pupil(
            number,
            chance.choice([0, 1, 2, 4, 6]),
            sex=chance.choice(["F", "M", None]),
            left=chance.random() < 0.1,
        )
        for number in numbers
    ]
    return accept(trust.folder, trust.record, chance.choice([OAKFIELD, ELM_GROVE]), half_term, pupils, [])


def decide_randomly(trust: Trust, chance: random.Random) -> None:
    with trust.record.writing() as connection:
        decided = who_is_who.all_decisions(connection)
        if decided and chance.random() < 0.4:
            who_is_who.take_back(connection, chance.choice(decided).id)
            return
        former, new = chance.sample(range(10), 2)
        with suppress(TrustDataError):  # known as one pupil's already
            who_is_who.decide(
                connection, OAKFIELD, About.REISSUED, upn(new), upn(former), same=True, by="test"
            )


@pytest.mark.parametrize("seed", range(2))
def test_a_file_altered_step_by_step_equals_one_made_anew(tmp_path: Path, seed: int) -> None:
    trust, chance = Trust(tmp_path), random.Random(seed)
    accepted: list[tuple[bool, int]] = []
    for _ in range(14):
        accepted.append((True, random_results(trust, chance)))
    for _ in range(8):
        accepted.append((False, random_roll(trust, chance)))
    bring_up_to_date(trust.folder)
    counted = 0
    for step in range(10):
        what = chance.random()
        if what < 0.25 and accepted:
            of_results, number = accepted.pop(chance.randrange(len(accepted)))
            with trust.record.writing() as connection:
                (results if of_results else returns).mark_undone(connection, number, "test")
        elif what < 0.45:
            decide_randomly(trust, chance)
        elif what < 0.7:
            accepted.append((False, random_roll(trust, chance)))
        else:
            accepted.append((True, random_results(trust, chance)))
        bring_up_to_date(trust.folder)
        if step % 2 == 0:  # making all anew takes longest: after every second step it is told soon enough
            continue
        step_by_step = {table: rows_of(trust, table) for table in DERIVED}
        counted += len(step_by_step["result_count"])
        rebuild(trust.folder)
        assert step_by_step == {table: rows_of(trust, table) for table in DERIVED}
    assert counted > 500


def rows_of(trust: Trust, table: str) -> list[tuple[Any, ...]]:
    return trust.ask(f"SELECT * FROM {table} ORDER BY ALL")
