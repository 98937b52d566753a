"""A trust of a few schools in a folder, whose returns are lines of text that a teacher could check."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date, current_file
from etl.record import schools
from etl.record.opening import make_record
from etl.returns.load import check, load
from etl.returns.outcome import Outcome, Status
from tests.builders_returns import upn

OAKFIELD, ELM_GROVE = 910001, 910002
SCHOOLS = {OAKFIELD: "Oakfield Primary School", ELM_GROVE: "Elm Grove Primary School"}
AUTUMN_1, AUTUMN_2, SPRING_1 = HalfTerm(2025, 1), HalfTerm(2025, 2), HalfTerm(2025, 3)


class Trust:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = DataFolder(root / "data")
        self._behind = False
        self.record = make_record(self._folder)
        with self.record.writing() as connection:
            schools.register(
                connection, [schools.School(urn=urn, name=name) for urn, name in SCHOOLS.items()]
            )

    @property
    def folder(self) -> DataFolder:
        """Published as far as there are returns: once for several, as it takes longer than to load them."""
        self.publish()
        return self._folder

    def publish(self) -> None:
        """For whoever goes to the folder by itself, or copies it."""
        if self._behind:
            bring_up_to_date(self._folder)
            self._behind = False

    def file(self, *lines: str) -> Path:
        """A return of some lines; `{1}` in one is the UPN of pupil 1."""
        path = self.root / "return.csv"
        text = "\n".join(line.format(*map(upn, range(40))) for line in lines)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def check(self, urn: int, half_term: HalfTerm, *lines: str, **options: Any) -> Outcome:
        [outcome] = check(self._folder, self.file(*lines), school_urn=urn, half_term=half_term, **options)
        return outcome

    def load(self, urn: int, half_term: HalfTerm, *lines: str, **options: Any) -> Outcome:
        taken_in = {"school_urn": urn, "half_term": half_term, **options}
        [outcome] = load(self._folder, self.file(*lines), publish=False, **taken_in)
        self._behind = True
        return outcome

    def accepted(self, urn: int, half_term: HalfTerm, *lines: str, **options: Any) -> Outcome:
        outcome = self.load(urn, half_term, *lines, **options)
        assert outcome.status is Status.ACCEPTED, outcome.problems
        return outcome

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(duckdb.connect(current_file(self.folder), read_only=True)) as connection:
            return connection.execute(sql).fetchall()


def found(outcome: Outcome, *codes: str) -> list[tuple[str, str | None]]:
    """The problems of some codes as (code, cell); all of them where none is named."""
    return [(one.code, one.cell) for one in outcome.problems if not codes or one.code in codes]


def words_of(outcome: Outcome) -> str:
    """Everything that an outcome would tell a program or a person in messages."""
    return json.dumps(outcome.as_json(), ensure_ascii=False)
