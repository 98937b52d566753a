"""Checks of a return against what stood before."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import schools
from etl.record.opening import make_record
from etl.returns.load import check
from etl.vocabulary import Kind
from tests.builders_returns import accept, mark, pupil, upn

SPRING_1, SPRING_2 = HalfTerm(2025, 3), HalfTerm(2025, 4)
OAKFIELD = 910001


@pytest.mark.parametrize(("now", "differs"), [("EXS", False), ("GDS", True), ("Absent", True), ("", False)])
def test_an_earlier_mark_that_is_not_the_one_returned_then_is_told(
    tmp_path: Path, now: str, differs: bool
) -> None:
    folder = DataFolder(tmp_path / "data")
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name="Oakfield Primary School")])
    accept(folder, record, OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "EXS", kind=Kind.CURRENT)])
    path = tmp_path / "spring_2.csv"
    path.write_text(f"UPN,Year,Reading Spr 1,Reading Spr 2\n{upn(1)},6,{now},EXS\n", encoding="utf-8")
    [outcome] = check(folder, path, school_urn=OAKFIELD, half_term=SPRING_2)
    assert [one.cell for one in outcome.problems if one.code == "earlier_mark_differs"] == ["C2"] * differs
