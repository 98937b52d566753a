"""One pupil's result in one subject, from the cells that speak of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.half_terms import academic_year_label
from etl.problems import Finding, Problem
from etl.reading import findings as shared
from etl.reading.spelling import comparable
from etl.results import findings
from etl.results.assessments import SCORES, Assessment, expected_score
from etl.results.codes import Code, code_spellings

BLANKS = frozenset(("", "-", "--", "n/a", "na", "null", "none", "not applicable", "."))
_NUMBER = re.compile(r"^\d{1,3}(?:\.\d+)?$")
_CODE_AND_LABEL = re.compile(r"^([a-z0-9]{1,3})\s*(?:-|:|=|\()\s*\S")
# What a message may repeat of a cell: as short as a code is, and no name of a pupil's, which has three
# letters and no digit.
_REPEATABLE = re.compile(r"(?=.*[0-9])[\w+\-.]{1,4}|[A-Za-z]{1,2}")


@dataclass(frozen=True)
class Given:
    """One filled cell of a result."""

    text: str
    sheet: str
    cell: str
    row: int  # 1-based
    # 1 and 0 are yes and no in this cell's column.
    ones_are_yes: bool = False


@dataclass
class Result:
    """What the cells of one result came to."""

    outcome: str | None = None
    score: float | None = None
    at: Given | None = None  # the first cell that says something
    problems: list[Problem] = field(default_factory=list)


def is_blank(text: str) -> bool:
    return comparable(text) in BLANKS


def read_result(
    assessment: Assessment, subject: str, starts: int, cells: Sequence[Given], names: frozenset[str]
) -> Result:
    """The outcome and the score that some cells give together; stops at what cannot be right.

    `names` are the parts of pupils' names in the file: no message repeats one.
    """
    result = Result()
    score_at: Given | None = None
    code_at: Given | None = None
    code: Code | None = None
    for cell in cells:
        if is_blank(cell.text):
            continue
        result.at = result.at or cell
        meaning = SCORES.get((assessment, subject))
        if meaning is not None and _NUMBER.match(cell.text):
            number = float(cell.text)
            if score_at is not None and number != result.score:
                result.problems += [_two(score_at), _two(cell)]
            result.score, score_at = number, score_at or cell
            continue
        found = _code(assessment, subject, cell)
        if found is None:
            result.problems.append(_unknown(assessment, subject, cell, names))
        elif not found.used_in(starts):
            result.problems.append(_not_of_year(found, starts, cell))
        elif code is not None and found is not code:
            assert code_at is not None
            result.problems += [_two(code_at), _two(cell)]
        else:
            code, code_at = found, code_at or cell
    result.outcome = code.code if code else None
    if result.score == 0 and code is not None and not code.scored:
        result.score = score_at = None  # how some files fill the score of a pupil who has none
    if not result.problems and score_at is not None:
        problem = _score_fault(assessment, subject, starts, result.score or 0.0, score_at, code)
        if problem:
            result.problems.append(problem)
    return result


def _code(assessment: Assessment, subject: str, cell: Given) -> Code | None:
    said = comparable(cell.text)
    spellings = code_spellings(assessment, subject)
    if cell.ones_are_yes and said in ("0", "1"):
        said = "y" if said == "1" else "n"
    if said in spellings:
        return spellings[said]
    labelled = _CODE_AND_LABEL.match(said)
    return spellings.get(labelled[1]) if labelled else None


def _score_fault(
    assessment: Assessment, subject: str, starts: int, score: float, at: Given, code: Code | None
) -> Problem | None:
    meaning = SCORES[assessment, subject]
    if not meaning.lowest <= score <= meaning.highest or score != int(score):
        return _at(
            shared.IMPOSSIBLE_SCORE,
            f"A {meaning.label} is a whole number from {meaning.lowest} to {meaning.highest}.",
            "Type the score as the results give it, or the code of a pupil without one.",
            at,
        )
    if code is None:
        return None
    if not code.scored:
        return _at(
            findings.AT_ODDS,
            f"A {meaning.label} stands beside the code {code.code} ({code.label.lower()}), which has none.",
            "Take out whichever of the two is wrong.",
            at,
        )
    threshold = expected_score(assessment, subject, starts)
    if code.expected is not None and threshold is not None and code.expected != (score >= threshold):
        return _at(
            findings.AT_ODDS,
            f"The {meaning.label} and the outcome {code.code} do not go together: the standard is met from "
            f"{threshold} on.",
            "Correct whichever of the two is wrong.",
            at,
        )
    return None


def agree(assessment: Assessment, subject: str, starts: int, outcome: str, score: float) -> bool:
    """Whether an outcome and a score that stand on two rows of a pupil can both be right."""
    code = code_spellings(assessment, subject).get(comparable(outcome))
    return _score_fault(assessment, subject, starts, score, Given("", "", "", 0), code) is None


def _unknown(assessment: Assessment, subject: str, cell: Given, names: frozenset[str]) -> Problem:
    known = list(code_spellings(assessment, subject).values())
    allowed = ", ".join(dict.fromkeys(code.code for code in known))
    said = comparable(cell.text)
    # A code of one letter is near to anything: none is guessed.
    longer = [one for one in code_spellings(assessment, subject) if len(one) > 1]
    close = difflib.get_close_matches(said, longer, n=1, cutoff=0.6)
    likeliest = code_spellings(assessment, subject)[close[0]].code if close else ""
    may_be_repeated = (len(cell.text) <= 4 and likeliest) or _REPEATABLE.fullmatch(cell.text)
    what = f"“{cell.text}”" if may_be_repeated and said not in names else "What stands here"
    return _at(
        findings.UNKNOWN_CODE,
        f"{what} is no code of {assessment.label.lower()} {subject.replace('_ta', ' teacher assessment')}.",
        (f"Probably {likeliest}; the codes are {allowed}." if likeliest else f"The codes are {allowed}."),
        cell,
    )


def _not_of_year(code: Code, starts: int, cell: Given) -> Problem:
    return _at(
        findings.OTHER_YEARS_CODE,
        f"The code {code.code} was not used in {academic_year_label(starts)}.",
        "Check which year the file is of, and the code.",
        cell,
    )


def _two(cell: Given) -> Problem:
    return _at(
        shared.TWO_MARKS,
        "Two cells of this row give different results for the same subject.",
        "Make them agree.",
        cell,
    )


def _at(finding: Finding, message: str, cure: str, cell: Given) -> Problem:
    return finding(message, cure, sheet=cell.sheet, cell=cell.cell, rows=[(cell.sheet, cell.row)])


_YES, _NO = frozenset(("1", "y", "yes", "true", "t")), frozenset(("0", "n", "no", "false", "f"))


def read_word(text: str) -> bool | None:
    """The file's own yes or no on a standard or on eligibility; None where it says neither."""
    said = comparable(text)
    return True if said in _YES else False if said in _NO else None
