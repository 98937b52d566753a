"""A trust of two schools whose results are lines of text that a teacher could check."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from etl.folder import DataFolder
from etl.publish.current import current_file
from etl.record import schools
from etl.record.opening import make_record
from etl.results.assessments import Assessment
from etl.results.load import Asked, check_results, load_results
from etl.results.outcome import ResultOutcome
from etl.returns.outcome import Status
from tests.builders_returns import upn

OAKFIELD, ELM_GROVE = 910001, 910002
SCHOOLS = {OAKFIELD: "Oakfield Primary School", ELM_GROVE: "Elm Grove Primary School"}


class Trust:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = DataFolder(root / "data")
        self.record = make_record(self.folder)
        with self.record.writing() as connection:
            schools.register(
                connection, [schools.School(urn=urn, name=name) for urn, name in SCHOOLS.items()]
            )

    def file(self, *lines: str, name: str = "results.csv") -> Path:
        """A file of some lines; `{1}` in one is the UPN of pupil 1."""
        path = self.root / name
        path.write_text(
            "\n".join(line.format(*map(upn, range(40))) for line in lines) + "\n", encoding="utf-8"
        )
        return path

    def load(
        self,
        *lines: str,
        assessment: str | None = None,
        starts: int | None = 2024,
        urn: int | None = OAKFIELD,
        name: str = "results.csv",
        check: bool = False,
        **more: Any,
    ) -> list[ResultOutcome]:
        asked = Asked(
            school_urn=urn,
            assessment=Assessment(assessment) if assessment else None,
            starts=starts,
            **more,
        )
        path = self.file(*lines, name=name)
        return check_results(self.folder, path, asked) if check else load_results(self.folder, path, asked)

    def accepted(self, *lines: str, **more: Any) -> ResultOutcome:
        [outcome] = self.load(*lines, **more)
        assert outcome.status is Status.ACCEPTED, outcome.problems
        return outcome

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(duckdb.connect(current_file(self.folder), read_only=True)) as connection:
            return connection.execute(sql).fetchall()

    def figures(self, where: str = "TRUE") -> dict[str, tuple[int, int]]:
        """Numerator and denominator of each percentage, the trust's schools together."""
        return {
            measure: (int(met), int(pupils))
            for measure, met, pupils in self.ask(
                "SELECT measure, sum(numerator), sum(denominator) FROM result_count "
                f"WHERE pupil_group = 'all' AND numerator IS NOT NULL AND {where} GROUP BY ALL"
            )
        }

    def averages(self) -> dict[str, tuple[float, int]]:
        """Sum of scores and pupils with one."""
        return {
            measure: (float(total), int(scored))
            for measure, total, scored in self.ask(
                "SELECT measure, sum(score_sum), sum(scored) FROM result_count "
                "WHERE pupil_group = 'all' AND scored IS NOT NULL GROUP BY ALL"
            )
        }
