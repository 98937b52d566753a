"""The words of headings over statutory results: declared lists, joined to every spelling they allow.

Headings are compared by their letters and figures alone, so that READOUTCOME, Read outcome and
READ_OUTCOME are one. To read a new spelling, add it to its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from etl.reading import headings as returns
from etl.reading.spelling import words
from etl.results.assessments import Assessment
from etl.results.codes import GOAL_NAMES, GOALS
from etl.vocabulary import Subject


class Part(StrEnum):
    """What a column says of a result."""

    RESULT = "result"  # a score or a code
    ELIGIBLE = "eligible"  # DfE's own word on the denominator: 1 or 0
    EXPECTED = "expected"  # DfE's own word on the expected standard
    HIGHER = "higher"
    STATUS = "status"  # of the MTC: whether the pupil took the check


@dataclass(frozen=True)
class Heading:
    """A column of results. `telling`: the heading alone says which assessment it is of."""

    assessment: Assessment
    subject: str
    part: Part
    telling: bool
    is_score: bool = False  # its numbers can be nothing but the score


# How a heading, a sheet's or a file's name says which assessment it is of.
NAMES: dict[Assessment, str] = {
    Assessment.KS2: "ks2|key stage 2|ks2 sats|sats|sat|end of ks2|ks2 test|y6 sats|key stage two|ks2 pupil",
    Assessment.MTC: (
        "mtc|multiplication tables check|multiplication check|multiplication|times tables check|times tables"
        "|times table check|multiplication table check|mtc pupil"
    ),
    Assessment.PHONICS: (
        "phonics|psc|phonics screening check|phonics screening|phonics check|phonics test|pho|phonics pupil"
    ),
    Assessment.EYFSP: (
        "eyfsp|eyfs profile|early years foundation stage profile|foundation stage profile|fsp|eyfs"
        "|good level of development|gld|eyfs pupil|eyfsp pupil"
    ),
    Assessment.KS1: "ks1|key stage 1|ks1 sats|end of ks1|ks1 ta|key stage one|y2 sats|ks1 pupil",
}

_SUBJECTS: dict[str, str] = {subject.value: returns.SUBJECTS[subject] for subject in Subject}
_SCORE = "scaled score|ss|scaled|score|test score|test ss|test scaled score|sats score|sat score|scaledscore"
_OUTCOME = "outcome|test outcome|result|test result|test|sats|standard"
_TA = "ta|ta outcome|teacher assessment|taoutcome|teacher assessment outcome"
_MARK = "mark|score|total|result|total score|total mark|check mark|check score"


def _key(text: str) -> str:
    return "".join(words(text))


def _joined(*lists: str) -> set[str]:
    """Every way of saying one phrase of each list after the other; an empty phrase may be left out."""
    return {_key(" ".join(chosen)) for chosen in product(*(one.split("|") for one in lists))}


_KS2_TOLD = "ks2|key stage 2|ks2 sats|sats|sat|y6|year 6"


def _ks2() -> dict[str, Heading]:
    found: dict[str, Heading] = {}

    def add(subject: str, part: Part, spellings: set[str], *, telling: bool, is_score: bool = False) -> None:
        for spelling in spellings:
            found.setdefault(spelling, Heading(Assessment.KS2, subject, part, telling, is_score))

    for subject, spelt in _SUBJECTS.items():
        test = subject in ("reading", "maths", "gps")
        teachers = subject if not test else f"{subject}_ta"
        if test:
            add(subject, Part.RESULT, _joined(spelt, _SCORE), telling=True, is_score=True)
            add(subject, Part.RESULT, _joined(_KS2_TOLD, spelt, _SCORE), telling=True, is_score=True)
            add(subject, Part.RESULT, _joined(_KS2_TOLD, spelt), telling=True)
            add(subject, Part.RESULT, _joined(spelt, _OUTCOME), telling=subject == "gps")
            add(subject, Part.RESULT, _joined(_KS2_TOLD, spelt, _OUTCOME), telling=True)
        if subject != "gps":
            add(teachers, Part.RESULT, _joined(spelt, _TA), telling=False)
            add(teachers, Part.RESULT, _joined(_KS2_TOLD, spelt, _TA), telling=True)
        if not test:
            add(subject, Part.RESULT, _joined(_KS2_TOLD, spelt), telling=True)
            add(subject, Part.RESULT, _joined(spelt, _OUTCOME), telling=False)
            add(subject, Part.RESULT, _joined(_KS2_TOLD, spelt, _OUTCOME), telling=True)
        add(subject, Part.RESULT, _joined(spelt), telling=False)
        ta = "" if test else "ta|"
        add(subject, Part.EXPECTED, _joined(spelt, ta, "exp"), telling=True)
        add(subject, Part.HIGHER, _joined(spelt, ta, "high|depth"), telling=True)
        add(subject, Part.ELIGIBLE, _joined("elig", spelt, ta), telling=True)
    return found


def _one_score(
    assessment: Assessment, subject: str, telling: str, marks: str, outcomes: str
) -> dict[str, Heading]:
    """An assessment of a single subject: `Phonics Mark`, `Phonics Outcome`, or under a title just `Mark`."""
    found: dict[str, Heading] = {}
    for spelling in _joined(telling, f"|{marks}"):
        found[spelling] = Heading(assessment, subject, Part.RESULT, True)
    for spelling in _joined(telling, outcomes):
        found.setdefault(spelling, Heading(assessment, subject, Part.RESULT, True))
    for spelling in _joined(f"{marks}|{outcomes}"):
        found.setdefault(spelling, Heading(assessment, subject, Part.RESULT, False))
    return found


def _mtc() -> dict[str, Heading]:
    found = _one_score(
        Assessment.MTC,
        "mtc",
        NAMES[Assessment.MTC],
        f"{_MARK}|form mark",
        "outcome|reason|reason code|reason not taking check|reason for not taking the check|code"
        "|reason for not taking check|reason not taking the check",
    )
    for spelling in _joined("form mark|reason not taking check|reason for not taking the check"):
        found[spelling] = Heading(Assessment.MTC, "mtc", Part.RESULT, True)
    for spelling in _joined("pupil status|mtc status|mtc pupil status|check status"):
        found[spelling] = Heading(Assessment.MTC, "mtc", Part.STATUS, False)
    return found


def _phonics() -> dict[str, Heading]:
    return _one_score(
        Assessment.PHONICS,
        "phonics",
        "phonics|psc|phonics screening check|phonics screening|phonics check|pho|phonics phonics"
        "|y1 phonics|year 1 phonics|y2 phonics|year 2 phonics",
        _MARK,
        "outcome|grade|standard|met|code|pass|wa wt",
    )


def _eyfsp() -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    areas = "com|pse|psed|phy|pd|lit|mat|maths|utw|exp|ead|cl|c l"
    for goal in GOALS:
        name = GOAL_NAMES[goal].replace(",", "")
        said = f"{goal}|{goal[0]}{int(goal[1:])}"
        for spelling in _joined(f"|fsp|eyfsp|elg|eyfs|{areas}", said) | _joined(
            "fsp|eyfsp|eyfs", areas, said
        ):
            found.setdefault(spelling, Heading(Assessment.EYFSP, goal, Part.RESULT, True))
        for spelling in _joined(f"|{said}|elg", name) | _joined(areas, name) | _joined(name, said):
            # "Writing" and "Number" are goals only where the profile is named, or other goals stand beside.
            telling = len(words(spelling)) > 1 or " " in name or "-" in name
            found.setdefault(spelling, Heading(Assessment.EYFSP, goal, Part.RESULT, telling))
    for spelling in _joined(
        "gld|fsp gld|eyfs gld|eyfsp gld|good level of development|gld outcome|gld achieved|gld y n|gld met"
        "|gld result|achieved gld"
    ):
        found[spelling] = Heading(Assessment.EYFSP, "gld", Part.RESULT, True)
    return found


def _ks1() -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    for subject, spelt in _SUBJECTS.items():
        if subject == "gps":
            continue
        for telling, spellings in (
            (True, _joined("ks1|key stage 1|ks1 ta|y2|year 2", spelt, f"|{_TA}|outcome|result")),
            (False, _joined(spelt, f"|{_TA}|outcome|result|standard")),
        ):
            for spelling in spellings:
                found.setdefault(spelling, Heading(Assessment.KS1, subject, Part.RESULT, telling))
    # The Department's own pupil files of key stage 1 alone spell these two subjects so.
    for spelling, subject in (("writoutcome", "writing"), ("mathoutcome", "maths")):
        found[spelling] = Heading(Assessment.KS1, subject, Part.RESULT, True)
    return found


@cache
def result_headings(assessment: Assessment) -> dict[str, Heading]:
    """Every spelling of a heading over an assessment's results."""
    return {
        Assessment.KS2: _ks2,
        Assessment.MTC: _mtc,
        Assessment.PHONICS: _phonics,
        Assessment.EYFSP: _eyfsp,
        Assessment.KS1: _ks1,
    }[assessment]()


def heading_of(text: str, assessment: Assessment) -> Heading | None:
    """What a heading means in a table of an assessment's results."""
    return result_headings(assessment).get(_key(text))


@cache
def _name_keys(assessment: Assessment) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((words(name) for name in NAMES[assessment].split("|")), key=len, reverse=True))


def assessments_named(text: str) -> set[Assessment]:
    """The assessments that a title, a sheet's or a file's name names: "Phonics 2025", "ks2_pupil"."""
    said = words(text)
    return {
        assessment
        for assessment in Assessment
        if any(
            said[place : place + len(name)] == name
            for name in _name_keys(assessment)
            for place in range(len(said) - len(name) + 1)
        )
    }
