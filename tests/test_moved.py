"""How judgements moved: who is in which cell, what is said of it, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_trust
from builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, SPRING_1, Trust
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.exports import Explained
from dashboard.furniture.count_grid import count_grid_html
from dashboard.queries.transitions import (
    BANDS,
    STANDS,
    STOOD,
    Span,
    Transitions,
    pupils_behind,
    rose,
    spans_held,
    transitions,
)
from dashboard.sections.moved import summary, table_of, transitions_table
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import published
from etl.roles import Role
from etl.vocabulary import Kind, Subject

CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
HEADINGS = "UPN,Surname,Forename,Year,Reading Predicted"


def span(**changes: object) -> Span:
    held = {
        "school_urn": OAKFIELD,
        "year_group": 6,
        "subject": Subject.READING,
        "kind": Kind.PREDICTED,
        "since": AUTUMN_1,
        "until": AUTUMN_2,
    }
    return Span(**{**held, **changes})  # type: ignore[arg-type]


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """Pupil 1 rises, 4 falls, 2, 3 and 5 stay, 6 is judged the second time alone, 7 leaves, 8 joins."""
    made = Trust(tmp_path)
    then = {1: "WTS", 2: "WTS", 3: "EXS", 4: "EXS", 5: "GDS", 6: "", 7: "EXS"}
    now = {1: "EXS", 2: "WTS", 3: "EXS", 4: "WTS", 5: "GDS", 6: "EXS", 8: "EXS"}
    for half_term, marks in ((AUTUMN_1, then), (AUTUMN_2, now)):
        lines = [f"{{{number}}},Quill{number},Pat,6,{mark}" for number, mark in marks.items()]
        made.accepted(OAKFIELD, half_term, HEADINGS, *lines)
    return made


CELLS = {
    ("WTS", "EXS"): 1,
    ("WTS", "WTS"): 1,
    ("EXS", "EXS"): 1,
    ("EXS", "WTS"): 1,
    ("GDS", "GDS"): 1,
    ("none", "EXS"): 1,
    ("EXS", "left"): 1,
    ("joined", "EXS"): 1,
}


def test_everyone_at_either_end_is_in_one_cell(trust: Trust) -> None:
    moved = transitions(published(trust.folder), CEO, span())
    assert moved.pupils == CELLS
    assert (moved.there_both_times, moved.judged_both_times) == (6, 5)
    assert (moved.stayed, moved.up, moved.down, moved.joined, moved.left) == (3, 1, 1, 1, 1)
    assert summary(moved) == (
        "Of 6 who were there both times 3 stayed in their band, 1 moved up, 1 down, 1 was not assessed at "
        "one end or both; 1 joined, 1 left."
    )


def test_the_pupils_behind_a_cell_are_as_many_as_it_says(trust: Trust) -> None:
    figures = published(trust.folder)
    for cell, pupils in CELLS.items():
        assert len(pupils_behind(figures, HEAD, span(), cell)) == pupils
    (risen,) = pupils_behind(figures, HEAD, span(), ("WTS", "EXS"))
    assert risen.name == "Quill1, Pat"
    (gone,) = pupils_behind(figures, HEAD, span(), ("EXS", "left"))
    assert gone.name == "Quill7, Pat"
    assert pupils_behind(figures, HEAD, span(), ("PKS", "GDS")) == []


def test_the_halves_of_a_half_term_that_is_missing_are_not_offered(trust: Trust) -> None:
    figures = published(trust.folder)
    assert spans_held(figures, CEO, OAKFIELD, 6, Kind.PREDICTED, AUTUMN_2) == {Subject.READING: [AUTUMN_1]}
    assert spans_held(figures, CEO, OAKFIELD, 6, Kind.PREDICTED, AUTUMN_1) == {Subject.READING: []}
    assert spans_held(figures, CEO, OAKFIELD, 6, Kind.PREDICTED, SPRING_1) == {}
    assert spans_held(figures, CEO, OAKFIELD, 6, Kind.CURRENT, AUTUMN_2) == {}
    assert spans_held(figures, CEO, ELM_GROVE, 6, Kind.PREDICTED, AUTUMN_2) == {}


def test_the_year_before_the_cohort_was_a_year_younger(small_folder: DataFolder) -> None:
    # Oakfield's twelve in Year 6 were twelve in Year 5: one more meets the standard in reading.
    figures = published(small_folder)
    held = spans_held(figures, CEO, OAKFIELD, 6, Kind.CURRENT, small_trust.AUTUMN_1)
    assert held[Subject.READING] == [small_trust.SUMMER_2]
    asked = span(since=small_trust.SUMMER_2, until=small_trust.AUTUMN_1, kind=Kind.CURRENT)
    assert (asked.year_group_then, asked.new_expectations) == (5, True)
    moved = transitions(figures, CEO, asked)
    assert moved.pupils == {("EXS", "EXS"): 8, ("WTS", "EXS"): 1, ("WTS", "WTS"): 3}
    # What other years expect is set side by side, and no more is made of it.
    assert "chance" not in summary(moved)
    table = transitions_table(moved, ("?then", "?now"))
    assert table.notes
    assert [row[-1] for row in table.rows[-2:]] == [Explained(12, "?then"), Explained(12, "?now")]


def test_a_cohort_goes_back_no_further_than_year_1(small_folder: DataFolder) -> None:
    figures = published(small_folder)
    assert spans_held(figures, CEO, OAKFIELD, 0, Kind.CURRENT, small_trust.AUTUMN_1) == {}


def test_a_cohort_of_one(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    for half_term, mark in ((AUTUMN_1, "EXS"), (AUTUMN_2, "GDS")):
        trust.accepted(OAKFIELD, half_term, HEADINGS, f"{{1}},Quill,Pat,6,{mark}")
    moved = transitions(published(trust.folder), CEO, span())
    assert moved.pupils == {("EXS", "GDS"): 1}
    assert summary(moved) == (
        "Of 1 who was there both times 0 stayed in their band, 1 moved up, 0 down; nobody joined or left. As "
        "uneven a split may well be chance."
    )


def test_nobody_judged_both_times() -> None:
    moved = Transitions(span=span(), pupils={("none", "EXS"): 2, ("joined", "none"): 1})
    assert summary(moved) == "Nobody was judged both times; 2 were there both times, 1 joined, 0 left."


def test_a_split_that_chance_would_seldom_give_is_called_so() -> None:
    moved = Transitions(span=span(), pupils={("WTS", "EXS"): 11, ("EXS", "WTS"): 2, ("EXS", "EXS"): 20})
    assert summary(moved).endswith("So many more up than down would seldom be chance.")
    level = Transitions(span=span(), pupils={("WTS", "EXS"): 3, ("EXS", "WTS"): 3})
    assert summary(level).endswith("nobody joined or left.")


def test_up_and_down_are_marked_by_shape_and_word_and_the_diagonal_is_quiet() -> None:
    moved = Transitions(span=span(), pupils=CELLS)
    rows, columns = table_of(moved, {("WTS", "EXS"): "school?cell=WTS-EXS"})
    drawn = {
        (row.label, head): cell for row in rows for (head, _), cell in zip(columns, row.cells, strict=True)
    }
    assert (drawn["WTS", "EXS"].shape, drawn["WTS", "EXS"].word) == ("▲", "up")
    assert (drawn["EXS", "WTS"].shape, drawn["EXS", "WTS"].word) == ("▼", "down")
    assert (drawn["EXS", "EXS"].tone, drawn["EXS", "EXS"].shape) == ("still", "")
    assert drawn["All", "All"].pupils == 8
    markup = count_grid_html(rows, columns, caption="Moved", first=("Autumn 1", "2025/26"))
    assert markup.count("<a ") == 1
    assert 'aria-label="Working towards to expected: 1 pupil, up"' in markup


def test_places_that_nobody_is_in_take_no_room_but_the_bands_stay() -> None:
    rows, columns = table_of(Transitions(span=span(), pupils={("EXS", "EXS"): 4}), {})
    assert [head for head, _ in columns] == [*BANDS, "All"]
    assert [row.label for row in rows] == [*BANDS, "All"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(STOOD), st.sampled_from(STANDS)).filter(
            lambda cell: cell != ("joined", "left")
        ),
        st.integers(1, 60),
    )
)
def test_totals_add_up(pupils: dict[tuple[str, str], int]) -> None:
    moved = Transitions(span=span(), pupils=pupils)
    assert moved.there_both_times + moved.joined + moved.left == sum(pupils.values())
    assert sum(map(moved.stood, STOOD)) == sum(map(moved.stands, STANDS)) == sum(pupils.values())
    assert moved.judged_both_times <= moved.there_both_times
    assert all(rose((now, then)) is (None if rose((then, now)) is None else not rose((then, now)))
               for then in BANDS for now in BANDS)  # fmt: skip


@pytest.mark.parametrize(
    "scope",
    [
        scope_for(Role.BOARD),
        scope_for(Role.HEAD, [ELM_GROVE]),
        scope_for(Role.LEAD_TEACHER, subjects=["reading"]),
        as_audience(CEO, "board"),
        as_audience(HEAD, "forum"),
    ],
    ids=["board", "other head", "lead teacher", "CEO as board", "head as forum"],
)
def test_it_is_not_for_those_outside_the_school(scope: Scope, trust: Trust) -> None:
    figures = published(trust.folder)
    with pytest.raises(AccessDenied):
        spans_held(figures, scope, OAKFIELD, 6, Kind.PREDICTED, AUTUMN_2)
    with pytest.raises(AccessDenied):
        transitions(figures, scope, span())
    with pytest.raises(AccessDenied):
        pupils_behind(figures, scope, span(), ("EXS", "EXS"))


def test_half_terms_of_one_year_have_like_expectations() -> None:
    assert not span(since=HalfTerm(2025, 1), until=HalfTerm(2025, 6)).new_expectations
