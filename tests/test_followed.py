"""One cohort followed up the school: the same children, who came and went, and what is drawn of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_published import Rows, met_of, published_from
from builders_trust import ELM_GROVE, OAKFIELD, Trust
from figure_made import figure

from dashboard import theme
from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.charts.followed import drawn, followed_alt, followed_chart
from dashboard.queries.followed import Followed, Step, followed
from dashboard.sections.followed import followed_table, summary
from etl.half_terms import HalfTerm
from etl.publish.current import published
from etl.roles import Role
from etl.vocabulary import Kind

CEO = scope_for(Role.CEO)
READING = "reading_expected"
HEADINGS = "UPN,Surname,Forename,Year,Reading Current,Reading Predicted"
SPRING_2, SUMMER_2, AUTUMN_1 = HalfTerm(2024, 4), HalfTerm(2024, 6), HalfTerm(2025, 1)


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """Year 5 of 3 pupils, then 4 (pupil 4 joins), and as Year 6 again 4 (3 leaves, 5 joins).

    Beside them an older and a younger pupil, who are not of the cohort.
    """
    made = Trust(tmp_path)
    for half_term, year_group, numbers in (
        (SPRING_2, 5, (1, 2, 3)),
        (SUMMER_2, 5, (1, 2, 3, 4)),
        (AUTUMN_1, 6, (1, 2, 4, 5)),
    ):
        lines = [f"{{{number}}},Quill{number},Pat,{year_group},WTS,EXS" for number in numbers]
        others = ["{20},Quill20,Pat,4,EXS,EXS"] if half_term != AUTUMN_1 else ["{21},Quill21,Pat,5,WTS,WTS"]
        made.accepted(OAKFIELD, half_term, HEADINGS, *lines, *others)
    return made


def test_the_cohort_is_the_same_children(trust: Trust) -> None:
    held = followed(published(trust.folder), CEO, OAKFIELD, READING, 6, AUTUMN_1)
    said = [(one.half_term, one.year_group, one.on_roll, one.joined, one.left) for one in held.steps]
    assert said == [(SPRING_2, 5, 3, 0, 0), (SUMMER_2, 5, 4, 1, 0), (AUTUMN_1, 6, 4, 1, 1)]
    assert (held.still_here, held.joined, held.left) == (2, 2, 1)
    assert [one.predicted.numerator for one in held.steps if one.predicted] == [3, 4, 4]
    assert [one.current.numerator for one in held.steps if one.current] == [0, 0, 0]
    assert summary(held) == (
        "Of 4 pupils in Year 6 in Autumn 1, 2 were here in Spring 2 of Year 5. From one half-term to the "
        "next, 2 joined in all and 1 left."
    )


def test_it_ends_with_the_half_term_that_is_looked_at(trust: Trust) -> None:
    held = followed(published(trust.folder), CEO, OAKFIELD, READING, 5, SUMMER_2)
    assert [one.half_term for one in held.steps] == [SPRING_2, SUMMER_2]


def test_so_few_have_counts_and_nothing_drawn(trust: Trust) -> None:
    held = followed(published(trust.folder), CEO, OAKFIELD, READING, 6, AUTUMN_1)
    assert not followed_chart(held, theme.LIGHT).data
    assert followed_table(held).rows[0][5] == "3 of 3, too few to say"
    assert "too few to say" in followed_alt(held)


def test_a_school_without_a_return_has_no_steps(trust: Trust) -> None:
    held = followed(published(trust.folder), CEO, ELM_GROVE, READING, 6, AUTUMN_1)
    assert held.steps == ()
    assert followed_alt(held) == "No figures of this cohort that can be shown."


def test_the_figures_are_those_of_every_other_page(tmp_path: Path) -> None:
    rows = Rows()
    for half_term, year_group, met in ((SUMMER_2, 5, 12), (AUTUMN_1, 6, 15)):
        rows.cohort(OAKFIELD, year_group, half_term, reading=met_of(20, met))
        rows.cohort(OAKFIELD, year_group, half_term, kind="current", reading=met_of(20, met - 5))
    held = followed(published_from(rows, tmp_path), CEO, OAKFIELD, READING, 6, AUTUMN_1)
    assert [one.percentage for one in drawn(held, Kind.PREDICTED)] == [60.0, 75.0]
    assert [one.percentage for one in drawn(held, Kind.CURRENT)] == [35.0, 50.0]
    assert (held.joined, held.left, held.still_here) == (0, 0, 20)


def steps(*made: tuple[HalfTerm, int | None, int | None]) -> Followed:
    """(half-term, predicted, judged) of 30 pupils each; None: nobody was judged."""
    return Followed(
        measure=READING,
        still_here=30,
        steps=tuple(
            Step(
                half_term=half_term,
                year_group=6 - (2025 - half_term.starts),
                on_roll=30,
                joined=0,
                left=0,
                predicted=None if predicted is None else figure(predicted, 30, half_term=half_term),
                current=None
                if current is None
                else figure(current, 30, half_term=half_term, kind=Kind.CURRENT),
            )
            for half_term, predicted, current in made
        ),
    )


def lines(drawing: Any) -> dict[str, list[float | None]]:
    return {
        trace.line.dash: list(trace.y) for trace in drawing.data if trace.mode == "lines" and trace.line.dash
    }


def test_judgements_break_at_the_summer_and_predictions_do_not() -> None:
    held = steps((HalfTerm(2024, 5), 15, 12), (SUMMER_2, 18, 15), (AUTUMN_1, 21, 9))
    drawing = followed_chart(held, theme.LIGHT)
    assert lines(drawing) == {"solid": [40.0, 50.0, None, 30.0], "dot": [50.0, 60.0, 70.0]}
    # One broken line between the two years.
    assert len(drawing.layout.shapes) == 1


def test_a_half_term_without_a_figure_breaks_both() -> None:
    held = steps((HalfTerm(2025, 1), 15, 12), (HalfTerm(2025, 2), None, None), (HalfTerm(2025, 3), 21, 15))
    drawing = followed_chart(held, theme.LIGHT)
    assert lines(drawing) == {"solid": [40.0, None, 50.0], "dot": [50.0, None, 70.0]}


@pytest.mark.parametrize(("predicted", "judged"), [(21, 20), (20, 21), (21, 21), (28, 9), (30, 30)])
@pytest.mark.parametrize("ordinal", [1, 6])
def test_the_two_words_at_the_end_keep_apart(predicted: int, judged: int, ordinal: int) -> None:
    drawing = followed_chart(steps((HalfTerm(2025, ordinal), predicted, judged)), theme.LIGHT)
    words = {note.text.split("<br>")[-1]: note for note in drawing.layout.annotations if "%" in note.text}
    assert set(words) == {"predicted", "now"}
    if abs(predicted - judged) < 3:
        higher, lower = ("now", "predicted") if judged > predicted else ("predicted", "now")
        assert (words[higher].yanchor, words[lower].yanchor) == ("bottom", "top")


@pytest.mark.parametrize(
    "scope",
    [scope_for(Role.BOARD), scope_for(Role.HEAD, [ELM_GROVE]), as_audience(CEO, "forum")],
    ids=["board", "other head", "CEO as forum"],
)
def test_it_is_not_for_those_outside_the_school(scope: Scope, trust: Trust) -> None:
    with pytest.raises(AccessDenied):
        followed(published(trust.folder), scope, OAKFIELD, READING, 6, AUTUMN_1)
