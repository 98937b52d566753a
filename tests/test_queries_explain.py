"""What stands behind one figure."""

from __future__ import annotations

from pathlib import Path

from builders_published import AUTUMN_1, Rows, met_of, published_from

from dashboard.access import scope_for
from dashboard.explainable import of_figure
from dashboard.figures import Shown
from dashboard.queries.explain import explain
from dashboard.queries.headline import headline_figures
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD = 910001
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
PREDICTED = Kind.PREDICTED
READING = "reading_expected"


def test_an_explanation_counts_who_is_in_and_who_is_not(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, reading="EXS EXS WTS -", maths="EXS EXS WTS GDS")
        .sent(OAKFIELD, AUTUMN_1)
    )
    gone = rows.pupils[0]
    rows.pupils.append(
        type(gone)(gone.half_term, gone.school_urn, gone.year_group, "Z999999999999", on_roll=False)
    )
    published = published_from(rows, tmp_path, 7)
    (figure,) = headline_figures(
        published, CEO, AUTUMN_1, PREDICTED, 6, measures=[READING], school_urn=OAKFIELD
    )
    said = explain(published, CEO, of_figure(figure))
    assert (said.on_roll, said.assessed, said.not_assessed, said.met, said.left) == (4, 3, 1, 2, 1)
    assert said.measure.numerator == "Pupils judged at or above expected in reading."
    assert [one.file_name for one in said.behind.returns] == ["return.xlsx"]
    assert (said.behind.drop_status, said.behind.publication) == ("open", 7)
    assert said.why_not_shown.startswith("So few pupils")  # four: counted, and no percentage


def test_an_explanation_tells_the_board_no_more_than_the_figure(tmp_path: Path) -> None:
    rows = Rows()
    for urn, pupils in ((910001, 4), (910002, 30), (910003, 30), (910004, 28)):
        for year in (5, 6):
            size = pupils if year == 6 else 30
            rows.cohort(urn, year, AUTUMN_1, reading=met_of(size, 2)).sent(urn, AUTUMN_1)
    published = published_from(rows, tmp_path)
    # Whatever numbers the figure is handed in with: they are made anew.
    (own,) = headline_figures(published, CEO, AUTUMN_1, PREDICTED, 6, measures=[READING], school_urn=910001)
    said = explain(published, BOARD, of_figure(own))
    assert said.figure.shown is Shown.HIDDEN
    assert said.on_roll is said.assessed is said.not_assessed is said.met is said.left is None
    assert "very few pupils" in said.why_not_shown
    assert all(one.file_name is one.held_rows is None for one in said.behind.returns)
