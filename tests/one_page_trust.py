"""A trust for a school's one page that a teacher could check by hand, loaded by the real ETL.

In 2026/27 Autumn 2: Oakfield (910001) has a Year 6 of 8 and no other, and sent the year's first half-term
and the one a year before as well; since September one pupil left and one joined. Elm Grove (910002) joined
the trust last term and sent nothing before: a Year 6 of 30, and a class “Oak” of 10 in Year 3 and 12 in Year
4. Ash Lane (910003) has a Year 5 of 30, of whom 15 have no prediction in reading; it also sent 2020/21 Spring
1, a year without tests. In reading two in three meet the standard, in writing one in two, in maths three in
four; a year before, Oakfield's Year 6 was 9.
"""

from __future__ import annotations

from pathlib import Path

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import schools
from etl.record.opening import make_record
from etl.returns.load import load
from etl.returns.outcome import Status
from tests.builders_returns import upn

NOW, SEPTEMBER, A_YEAR_BEFORE = HalfTerm(2026, 2), HalfTerm(2026, 1), HalfTerm(2025, 2)
NO_TESTS = HalfTerm(2020, 3)

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
NAMES = {
    OAKFIELD: "Oakfield Primary School",
    ELM_GROVE: "Elm Grove Primary School",
    ASH_LANE: "Ash Lane Primary School",
}
SURNAME, FORENAME = "Quillfeather", "Pat"
HEADER = (
    "UPN,Surname,Forename,Year,Class,Reading Current,Reading Predicted,Writing Current,Writing Predicted,"
    "Maths Current,Maths Predicted"
)


def rows(
    first: int, size: int, year_group: int, class_name: str, *, lacking: int = 0, skip: int = 0
) -> list[str]:
    """Pupils numbered from `first` on; `lacking` of them have no reading prediction; `skip` are not there."""
    lines = []
    for place in range(skip, size + skip):
        reading = "EXS" if place < 2 * size // 3 else "WTS"
        writing = "EXS" if place < size // 2 else "WTS"
        maths = "EXS" if place < 3 * size // 4 else "WTS"
        predicted = "" if place < lacking else reading
        lines.append(
            f"{upn(first + place)},{SURNAME},{FORENAME},{year_group},{class_name},{reading},{predicted},"
            f"{writing},{writing},{maths},{maths}"
        )
    return lines


SENT: tuple[tuple[int, HalfTerm, list[str]], ...] = (
    (OAKFIELD, A_YEAR_BEFORE, rows(200, 9, 6, "6A")),
    (OAKFIELD, SEPTEMBER, rows(100, 8, 6, "6A")),
    (OAKFIELD, NOW, rows(100, 8, 6, "6A", skip=1)),
    (ELM_GROVE, NOW, [*rows(300, 30, 6, "6B"), *rows(400, 12, 4, "Oak"), *rows(500, 10, 3, "Oak")]),
    (ASH_LANE, NO_TESTS, rows(700, 20, 6, "6C")),
    (ASH_LANE, NOW, rows(600, 30, 5, "5C", lacking=15)),
)


def build(place: Path) -> None:
    folder = DataFolder(place)
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=name) for urn, name in NAMES.items()])
    for number, (urn, half_term, lines) in enumerate(SENT, start=1):
        sent = place / "sent.csv"
        sent.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        (outcome,) = load(folder, sent, school_urn=urn, half_term=half_term, publish=number == len(SENT))
        sent.unlink()
        assert outcome.status is Status.ACCEPTED, outcome.problems
