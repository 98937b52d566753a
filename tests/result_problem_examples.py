"""The smallest file of statutory results for each kind of problem that they alone can have.

`<who>` and `<3>` stand for the cells of a pupil, as in tests/problem_examples.py. Unless something else is
said it is Oakfield's file of 2024/25, named results.csv, and no results were loaded before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.problems import Problem, Severity
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import upn
from tests.problem_examples import grid

STOP, CHECK, INFO = Severity.STOP, Severity.CHECK, Severity.INFO

CTF = f"""<?xml version="1.0"?>
<CTfile><Header><SourceSchool><LEA>999</LEA><Estab>2001</Estab><URN>910001</URN>
<AcademicYear>2024</AcademicYear></SourceSchool></Header><CTFpupilData><Pupil><UPN>{upn(1)}</UPN>
<Surname>Quillbyrne</Surname><Forename>Perpetua</Forename><StageAssessments><KeyStage><Stage>KS2</Stage>
<StageAssessment><Locale>ENG</Locale><Year>2025</Year><Subject>MAT</Subject><Method>TT</Method>
<Component>MTC</Component><ResultStatus>R</ResultStatus><ResultQualifier>MT</ResultQualifier>
<Result>25</Result></StageAssessment><StageAssessment><Locale>ENG</Locale><Year>2025</Year>
<Subject>ENG</Subject><Method>TA</Method><Component>WRI</Component><ResultStatus>R</ResultStatus>
<ResultQualifier></ResultQualifier><Result>EXS</Result></StageAssessment></KeyStage></StageAssessments>
</Pupil></CTFpupilData></CTfile>"""


@dataclass(frozen=True)
class ResultExample:
    severity: Severity
    at: tuple[str | None, ...]
    file: str
    name: str = "results.csv"
    asked: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""  # a file that was loaded

    def problems(self, root: Path) -> list[Problem]:
        trust = Trust(root)
        if self.before:
            trust.accepted(*lines_of(self.before), name="before.csv", **self.asked)
        outcomes = trust.load(*lines_of(self.file), name=self.name, check=True, **self.asked)
        return [problem for outcome in outcomes for problem in outcome.problems]


def lines_of(file: str) -> list[str]:
    if file.startswith("<?xml"):
        return [file]
    return [",".join(cell or "" for cell in row) for row in grid(file)]


RESULT_EXAMPLES: dict[str, ResultExample] = {
    "assessment_not_said": ResultExample(STOP, ("A1",), "<who> | Reading | Writing\n<1> | EXS | WTS"),
    "no_results": ResultExample(
        STOP, ("A1",), "<who> | Shoe size | House\n<1> | 3 | Red", asked={"assessment": "ks2"}
    ),
    "academic_year_not_said": ResultExample(
        STOP, (None,), "<who> | Reading SS\n<1> | 104", asked={"starts": None}
    ),
    "academic_year_at_odds": ResultExample(STOP, ("A2",), "ACADYR | <who> | Reading SS\n2023/24 | <1> | 104"),
    "assessment_not_held": ResultExample(
        STOP, (None,), "<who> | Reading SS\n<1> | 104", asked={"starts": 2019}
    ),
    "unknown_code": ResultExample(STOP, ("F2",), "<who> | Reading SS | Writing TA\n<1> | 104 | EXCS"),
    "code_of_another_year": ResultExample(STOP, ("F2",), "<who> | Reading SS | Writing TA\n<1> | 104 | BLW"),
    "result_at_odds": ResultExample(STOP, ("F2",), "<who> | Reading Outcome | Reading SS\n<1> | AS | 99"),
    "standard_at_odds": ResultExample(
        CHECK, ("E2",), "<who> | READOUTCOME | READSCORE | READEXP\n<1> | AS | 104 | 0"
    ),
    "academic_year_read_as": ResultExample(
        CHECK,
        (None,),
        "<who> | Reading SS\n<1> | 104",
        name="KS2 2025.csv",
        asked={"starts": None},
    ),
    "threshold_not_confirmed": ResultExample(
        CHECK, ("E2",), "<who> | Phonics Mark\n<1> | 32", asked={"starts": 2029}
    ),
    "result_missing": ResultExample(CHECK, ("F2",), "<who> | Reading SS | Writing TA\n<1> | 104 |"),
    "earlier_result_missing": ResultExample(
        CHECK, ("E2",), "<who> | Reading Outcome\n<1> | P", asked={"assessment": "ks2"}
    ),
    "other_year_groups": ResultExample(
        CHECK, (None,), "<who> | Year | Phonics Mark\n<1> | 1 | 32\n<2> | 5 | 36"
    ),
    "pupils_without_result": ResultExample(INFO, (None,), "<who> | Reading SS\n<1> | 104\n<2> |"),
    "ctf_parts_not_read": ResultExample(
        INFO, (None,), CTF, name="9992001.xml", asked={"starts": None, "urn": None}
    ),
    "whole_with_held_rows": ResultExample(
        STOP,
        (None,),
        "<who> | Reading SS\n<1> | 104\n<2> | 121",
        asked={"accept_good_rows": True, "replace_whole": True, "assessment": "ks2"},
    ),
    "school_not_yours": ResultExample(
        STOP,
        (None,),
        f"URN | <who> | Reading SS\n{ELM_GROVE} | <1> | 104",
        asked={"urn": None, "permitted": frozenset({OAKFIELD})},
    ),
    "other_schools_left_out": ResultExample(
        INFO,
        (None,),
        f"URN | <who> | Reading SS\n{ELM_GROVE} | <1> | 104\n{OAKFIELD} | <2> | 104",
        asked={"permitted": frozenset({OAKFIELD})},
    ),
    "result_changed": ResultExample(
        CHECK, ("E2",), "<who> | Reading SS\n<1> | 104", before="<who> | Reading SS\n<1> | 103"
    ),
}
