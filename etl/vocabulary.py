"""The closed lists of words that every part of the product shares, in the order they are shown."""

from __future__ import annotations

from enum import StrEnum


class Judgement(StrEnum):
    """A teacher's mark. Declared from lowest to highest: `rank` relies on the order."""

    PKS = "PKS"
    WTS = "WTS"
    EXS = "EXS"
    GDS = "GDS"

    @property
    def rank(self) -> int:
        return list(Judgement).index(self)

    @property
    def label(self) -> str:
        return JUDGEMENT_LABELS[self]


JUDGEMENT_LABELS = {
    Judgement.PKS: "Pre-key stage",
    Judgement.WTS: "Working towards",
    Judgement.EXS: "Expected",
    Judgement.GDS: "Greater depth",
}


class Standard(StrEnum):
    """The two standards a judgement can reach."""

    EXPECTED = "expected"
    HIGHER = "higher"

    @property
    def met_by(self) -> tuple[Judgement, ...]:
        if self is Standard.HIGHER:
            return (Judgement.GDS,)
        return (Judgement.EXS, Judgement.GDS)


class Subject(StrEnum):
    READING = "reading"
    WRITING = "writing"
    MATHS = "maths"
    GPS = "gps"
    SCIENCE = "science"

    @property
    def label(self) -> str:
        return "GPS" if self is Subject.GPS else self.value.capitalize()


# RWM is met only by a pupil who meets every one of these three.
RWM = "rwm"
RWM_SUBJECTS = (Subject.READING, Subject.WRITING, Subject.MATHS)


class Kind(StrEnum):
    """Whose mark it is. The kinds are never mixed in one figure."""

    CURRENT = "current"
    PREDICTED = "predicted"
    TARGET = "target"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.CURRENT: "Current judgement",
    Kind.PREDICTED: "Predicted year-end",
    Kind.TARGET: "Pupil targets",
}

RECEPTION = 0
YEAR_GROUPS = (RECEPTION, 1, 2, 3, 4, 5, 6)
# Nursery classes stand in some schools' sheets; they are read, so that a sheet is not refused for
# holding them, and are left out of every measure.
NURSERY = -1


def year_group_label(year_group: int) -> str:
    if year_group == RECEPTION:
        return "Reception"
    return "Nursery" if year_group < RECEPTION else f"Year {year_group}"


class Sen(StrEnum):
    """Special educational needs: none, SEN support, education, health and care plan."""

    NONE = "N"
    SUPPORT = "K"
    PLAN = "E"


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
