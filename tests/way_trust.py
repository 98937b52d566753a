"""A trust in which every way down and every refusal can be tried: two schools, two half-terms.

Oakfield's class 3/4 holds three pupils of Year 3 (31 to 33) and four of Year 4 (21 to 24); 4B holds three of
Year 4 (25 to 27). Elm Grove has pupil 1 in Year 4. In Autumn 2 of 2025/26 pupil 25 has moved to Elm Grove and
26 has left the trust. Marks are few, so that what a page should say can be counted on fingers.
"""

from __future__ import annotations

from pathlib import Path

from builders_trust import ELM_GROVE, OAKFIELD, Trust

from etl.half_terms import HalfTerm

AUTUMN_1, AUTUMN_2 = HalfTerm(2025, 1), HalfTerm(2025, 2)
SURNAME = "Quillfeather"
MIXED, OWN_YEAR = "3/4", "4B"
MOVED, LEFT = 25, 26
HEAD = (
    "UPN,Surname,Forename,Year,Class,PP,SEN,Reading Current,Reading Predicted,Writing Current,"
    "Writing Predicted,Maths Current,Maths Predicted"
)


def line(number: int, year: int, of_class: str, marks: str, pp: str = "N", sen: str = "N") -> str:
    """`marks`: reading, writing and maths, each now and predicted; a dash where there is none."""
    given = ",".join("" if mark == "-" else mark for mark in marks.split())
    return f"{{{number}}},{SURNAME}{number},Pat,{year},{of_class},{pp},{sen},{given}"


def oakfield(half_term: HalfTerm) -> list[str]:
    later = half_term == AUTUMN_2
    lines = [
        line(31, 3, MIXED, "WTS EXS EXS EXS EXS EXS"),
        line(32, 3, MIXED, "WTS WTS WTS WTS EXS EXS", pp="Y"),
        line(33, 3, MIXED, "- - - - - -"),
        line(21, 4, MIXED, "EXS GDS EXS EXS GDS GDS" if later else "EXS EXS EXS EXS GDS GDS"),
        line(22, 4, MIXED, "WTS WTS EXS EXS EXS EXS" if later else "EXS EXS EXS EXS EXS EXS", sen="K"),
        line(23, 4, MIXED, "EXS EXS EXS EXS EXS EXS"),
        line(24, 4, MIXED, "EXS EXS WTS WTS EXS EXS"),
        line(27, 4, OWN_YEAR, "EXS EXS EXS EXS EXS EXS"),
    ]
    if not later:
        lines += [
            line(MOVED, 4, OWN_YEAR, "WTS EXS WTS EXS WTS EXS"),
            line(LEFT, 4, OWN_YEAR, "WTS WTS WTS WTS WTS WTS"),
        ]
    return lines


def build(root: Path) -> Trust:
    trust = Trust(root)
    for half_term in (AUTUMN_1, AUTUMN_2):
        trust.accepted(OAKFIELD, half_term, HEAD, *oakfield(half_term))
        own = [line(1, 4, "Ash", "EXS EXS EXS EXS EXS EXS")]
        if half_term == AUTUMN_2:
            own.append(line(MOVED, 4, "Ash", "GDS GDS GDS GDS GDS GDS"))
        trust.accepted(ELM_GROVE, half_term, HEAD, *own)
    trust.publish()
    return trust
