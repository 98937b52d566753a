"""What a closed drop holds never changes, by whatever way round; what is kept of it is what it held."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.build import build
from etl.publish.current import _keep_closed_drops, bring_up_to_date, current_file, drop_file
from etl.record import drops, schools
from etl.record.connection import Record
from etl.record.opening import make_record
from etl.returns.closing import close_drop, reopen_drop
from etl.returns.load import undo
from tests.builders_returns import accept, mark, pupil

AUTUMN_1, AUTUMN_2, SPRING_1 = HalfTerm(2025, 1), HalfTerm(2025, 2), HalfTerm(2025, 3)
OAKFIELD, ELM_GROVE = 910001, 910002


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    with make_record(made).writing() as connection:
        schools.register(
            connection,
            [
                schools.School(urn=OAKFIELD, name="Oakfield Primary School"),
                schools.School(urn=ELM_GROVE, name="Elm Grove Primary School"),
            ],
        )
    return made


@pytest.fixture
def record(folder: DataFolder) -> Record:
    return make_record(folder)


def bands(path: Path, half_term: HalfTerm) -> list[tuple[object, ...]]:
    """School and judgement of every mark of a half-term."""
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(
            "SELECT school_urn, judgement FROM attainment WHERE half_term_ordinal = ? ORDER BY ALL",
            [half_term.ordinal],
        ).fetchall()


def test_undoing_a_replacement_brings_nothing_back_into_a_closed_drop(
    folder: DataFolder, record: Record
) -> None:
    """Oakfield's first return for Spring 1 carries a mark of Autumn 1; a whole one without it replaces it."""
    accept(folder, record, ELM_GROVE, AUTUMN_1, [pupil(9)], [mark(9, AUTUMN_1, "EXS")])
    accept(
        folder, record, OAKFIELD, SPRING_1, [pupil(1)], [mark(1, AUTUMN_1, "WTS"), mark(1, SPRING_1, "EXS")]
    )
    whole = accept(
        folder, record, OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "GDS")], whole_return=True
    )
    close_drop(folder, AUTUMN_1, by="Dana")
    assert bands(current_file(folder), AUTUMN_1) == [(ELM_GROVE, "EXS")]
    with pytest.raises(TrustDataError, match="closed"):
        undo(folder, whole)
    assert bands(current_file(folder), AUTUMN_1) == [(ELM_GROVE, "EXS")]
    reopen_drop(folder, AUTUMN_1, by="Dana")
    undo(folder, whole)
    assert bands(current_file(folder), AUTUMN_1) == [(OAKFIELD, "WTS"), (ELM_GROVE, "EXS")]


def test_a_file_built_before_the_last_return_is_not_kept_as_the_drop(
    folder: DataFolder, record: Record, tmp_path: Path
) -> None:
    """A publication that began before Elm Grove's return ends after the drop was closed."""
    accept(folder, record, OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "EXS")])
    began = tmp_path / "began.duckdb"
    shown = build(folder, record, began, 1)
    accept(folder, record, ELM_GROVE, SPRING_1, [pupil(2)], [mark(2, SPRING_1, "WTS")])
    with record.writing() as connection:
        held = drops.close(connection, SPRING_1, "Dana")
    _keep_closed_drops(folder, shown.drops, began)
    assert not drop_file(folder, held).exists()
    bring_up_to_date(folder, record)
    assert bands(drop_file(folder, held), SPRING_1) == [(OAKFIELD, "EXS"), (ELM_GROVE, "WTS")]


def test_a_drop_whose_closing_was_cut_short_is_kept_before_it_opens_again(
    folder: DataFolder, record: Record
) -> None:
    accept(folder, record, OAKFIELD, SPRING_1, [pupil(1)], [mark(1, SPRING_1, "EXS")])
    with record.writing() as connection:
        held = drops.close(connection, SPRING_1, "Dana")  # killed here, before it was published
    reopen_drop(folder, SPRING_1, by="Dana")
    assert bands(drop_file(folder, held), SPRING_1) == [(OAKFIELD, "EXS")]
