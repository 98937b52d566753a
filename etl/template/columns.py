"""The columns of a template and what may be chosen in them, declared once.

Headings and words are ones that `etl/reading` understands by itself: a test loads every template back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etl.vocabulary import RECEPTION, YEAR_GROUPS, Kind, Sen, Sex, Subject


class Part(StrEnum):
    """Which band of the sheet a column is in, from left to right."""

    WHO = "who"
    MARKS = "marks"
    DETAILS = "details"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a drop-down offers: each word with its meaning. Anything else may be typed, after a warning."""

    title: str
    meanings: tuple[tuple[str | int, str], ...]
    hint: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `text`: kept as typed whatever it looks like, as “3-4” is a class and no date."""

    key: str
    heading: str
    part: Part
    width: float  # in characters
    choices: Choices | None = None
    hint: str = ""
    text: bool = False
    is_date: bool = False
    # For a column of marks, which one; a column of scaled scores has a subject alone.
    subject: Subject | None = None
    kind: Kind | None = None


MARKS = Choices(
    title="Marks",
    meanings=(
        ("PKS", "Pre-key stage: not yet working on the year group's curriculum."),
        ("WTS", "Working towards the expected standard."),
        ("EXS", "Working at the expected standard."),
        ("GDS", "Working at greater depth."),
        ("Absent", "Was away, so there is no judgement. The pupil still counts on roll."),
        ("Disapplied", "Is not assessed in this subject. The pupil still counts on roll."),
        ("Left", "Has left the school. Choose it for every mark in the pupil's row."),
    ),
    hint="Choose from the list. Blank: no judgement, and nothing is erased.",
)
YEARS = Choices(
    title="Year group",
    meanings=tuple(
        ("R", "Reception.") if year == RECEPTION else (year, f"Year {year}.") for year in YEAR_GROUPS
    ),
    hint="R for Reception, or 1 to 6.",
)
YES_NO = Choices(
    title="Yes or no",
    meanings=(("Y", "Yes."), ("N", "No."), ("?", "Not known. A blank says the same.")),
    hint="Y or N; blank or ? where it is not known.",
)
SEN = Choices(
    title="SEN",
    meanings=(
        (Sen.NONE.value, "No special educational needs."),
        (Sen.SUPPORT.value, "SEN support."),
        (Sen.PLAN.value, "Education, health and care plan."),
        ("?", "Not known. A blank says the same."),
    ),
    hint="N none, K SEN support, E education, health and care plan.",
)
SEX = Choices(
    title="Sex",
    meanings=((Sex.FEMALE.value, "Girl."), (Sex.MALE.value, "Boy.")),
    hint="F or M; blank where it is not known.",
)
EVERY_CHOICE = (MARKS, YEARS, YES_NO, SEN, SEX)

WHO = (
    Column(
        key="upn",
        heading="UPN",
        part=Part.WHO,
        width=17,
        text=True,
        hint="13 characters, as in your management information system.",
    ),
    Column(key="surname", heading="Surname", part=Part.WHO, width=20, text=True),
    Column(key="forename", heading="Forename", part=Part.WHO, width=15, text=True),
    Column(key="year_group", heading="Year group", part=Part.WHO, width=8, choices=YEARS),
    Column(key="class_name", heading="Class", part=Part.WHO, width=10, text=True),
)

# Asked of every school.
ALWAYS = (
    Column(
        key="dob",
        heading="Date of birth",
        part=Part.DETAILS,
        width=11.5,
        is_date=True,
        hint="As 25/12/2015.",
    ),
    Column(key="sex", heading="Sex", part=Part.DETAILS, width=6, choices=SEX),
    Column(key="disadvantaged", heading="Disadvantaged", part=Part.DETAILS, width=14, choices=YES_NO),
    Column(key="pupil_premium", heading="Pupil premium", part=Part.DETAILS, width=10, choices=YES_NO),
    Column(key="sen", heading="SEN", part=Part.DETAILS, width=6.5, choices=SEN),
    Column(key="eal", heading="EAL", part=Part.DETAILS, width=6.5, choices=YES_NO),
)
# Offered to a school that has given them before, and not asked of others: nobody types them for us.
WHERE_GIVEN = (
    Column(key="fsm", heading="FSM", part=Part.DETAILS, width=6.5, choices=YES_NO),
    Column(key="fsm6", heading="Ever 6 FSM", part=Part.DETAILS, width=8, choices=YES_NO),
    Column(key="looked_after", heading="Looked after", part=Part.DETAILS, width=8.5, choices=YES_NO),
)

KINDS = (Kind.CURRENT, Kind.PREDICTED)
KIND_HINTS = {
    Kind.CURRENT: "Where the pupil stands now.",
    Kind.PREDICTED: "Where the pupil will be at the end of the year.",
}


def mark_key(subject: Subject, kind: Kind) -> str:
    return f"{subject} {kind}"


def score_key(subject: Subject) -> str:
    return f"{subject} score"


def mark_columns(subjects: Sequence[Subject], scored: Collection[Subject]) -> list[Column]:
    """Each subject's marks beside each other, with a column of scaled scores for the `scored` ones."""
    made = []
    for subject in subjects:
        for kind in KINDS:
            made.append(
                Column(
                    key=mark_key(subject, kind),
                    heading=f"{subject.label} {kind.value.capitalize()}",
                    part=Part.MARKS,
                    width=11.5,
                    choices=MARKS,
                    hint=KIND_HINTS[kind],
                    subject=subject,
                    kind=kind,
                )
            )
        if subject in scored:
            made.append(
                Column(
                    key=score_key(subject),
                    heading=f"{subject.label} Scaled score",
                    part=Part.MARKS,
                    width=9,
                    hint="80 to 120; blank where there is none.",
                    subject=subject,
                )
            )
    return made
