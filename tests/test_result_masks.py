"""What of statutory results is hidden from outside: cases on paper, and an attack by trying every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.result_masks import Counted, HiddenResults, work_out
from etl.privacy import Rules

RULES = Rules(hide_below=6, caution_below=11)
A, B, C, D = 1, 2, 3, 4


def table(*schools: tuple[int, int]) -> dict[int, dict[str, Counted]]:
    """Schools 1, 2, 3 … with (pupils, met) in one measure."""
    return {urn: {"m": Counted(*counts)} for urn, counts in enumerate(schools, start=1)}


def test_nothing_is_hidden_where_no_cohort_is_small() -> None:
    assert work_out(table((30, 20), (58, 41), (11, 11)), RULES) == HiddenResults()


@pytest.mark.parametrize("small", [(5, 3), (1, 0), (10, 10), (6, 0)])
def test_a_small_cohort_is_hidden_with_others_so_that_the_total_does_not_give_it_away(
    small: tuple[int, int],
) -> None:
    hidden = work_out(table(small, (30, 20), (58, 41), (60, 30)), RULES)
    # One more would do against the Board; the head of that one would then know.
    assert hidden == HiddenResults(frozenset({A, B, C}))


def test_six_to_ten_of_whom_some_met_it_are_no_secret() -> None:
    assert work_out(table((8, 3), (30, 20)), RULES) == HiddenResults()


def test_where_nothing_can_cover_it_the_totals_are_hidden() -> None:
    assert work_out(table((4, 2), (30, 20)), RULES) == HiddenResults(frozenset({A}), frozenset({"m"}))


def test_all_of_the_hidden_alike_would_say_so_of_each() -> None:
    # Everyone in A, B and C met it: their sum would tell that A's four did.
    hidden = work_out(table((4, 4), (12, 12), (13, 13), (60, 30)), RULES)
    assert D in hidden.schools or hidden == HiddenResults(frozenset({A}), frozenset({"m"}))


@pytest.mark.parametrize("met", [0, 1])
def test_a_total_of_nobody_or_everybody_is_hidden(met: int) -> None:
    schools = [(4, 4 * met), (30, 30 * met), (28, 28 * met), (40, 40 * met)]
    assert work_out(table(*schools), RULES).totals == {"m"}


def test_one_measures_total_is_hidden_and_the_others_stand() -> None:
    cohorts = {
        urn: {"reading": Counted(pupils, met), "higher": Counted(pupils, 0)}
        for urn, (pupils, met) in enumerate([(4, 2), (30, 20), (35, 20), (40, 20)], start=1)
    }
    hidden = work_out(cohorts, RULES)
    assert hidden == HiddenResults(frozenset({1, 2, 3}), frozenset({"higher"}))


def test_a_mean_is_of_those_with_a_score() -> None:
    # 12 were eligible, one has a score: with the others' means and the trust's it would be worked out.
    cohorts = {
        1: {"full": Counted(12, 4), "mean": Counted(1, None)},
        2: {"full": Counted(28, 9), "mean": Counted(28, None)},
        3: {"full": Counted(30, 9), "mean": Counted(30, None)},
        4: {"full": Counted(60, 20), "mean": Counted(60, None)},
    }
    hidden = work_out(cohorts, RULES)
    assert hidden.schools == {1, 2, 3}
    # Schools in which nobody has a score cover nobody.
    cohorts |= {2: {"full": Counted(28, 9)}, 3: {"full": Counted(30, 9)}}
    assert "mean" in work_out(cohorts, RULES).totals


def test_a_teachers_assessment_is_not_covered_by_what_stands_among_the_judgements() -> None:
    cohorts = {
        urn: {"ks2_writing_expected": Counted(*counts), "ks2_reading_expected": Counted(*counts)}
        for urn, counts in enumerate([(8, 8), (30, 21), (32, 22), (50, 35)], start=1)
    }
    assert work_out(cohorts, RULES) == HiddenResults(frozenset({1, 2, 3}))
    hidden = work_out(cohorts, RULES, shown_elsewhere=[1, 2, 3, 4])
    assert hidden == HiddenResults(frozenset({1, 2, 3}), frozenset({"ks2_writing_expected"}))


def test_a_school_that_is_hidden_among_the_judgements_is_hidden_here() -> None:
    hidden = work_out(table((30, 20), (40, 20), (50, 20), (60, 30)), RULES, together=[B])
    assert B in hidden.schools
    assert work_out(table((30, 20)), RULES, together=[99]) == HiddenResults()


def test_whoever_knows_two_schools_leaves_more_to_hide() -> None:
    cohorts = table((4, 2), (30, 20), (35, 20), (40, 20), (60, 30))
    assert work_out(cohorts, RULES).schools == {1, 2, 3}
    assert work_out(cohorts, RULES, knowing=[2, 3]).schools == {1, 2, 3, 4}


def test_one_measure_hides_the_school_in_all_of_them() -> None:
    cohorts = {
        urn: {"reading": Counted(pupils, 20), "science": Counted(pupils, science)}
        for urn, (pupils, science) in enumerate([(30, 20), (9, 9), (40, 20), (50, 20)], start=1)
    }
    cohorts[2]["reading"] = Counted(9, 4)
    assert 2 in work_out(cohorts, RULES).schools


counts = st.integers(1, 14).flatmap(lambda pupils: st.tuples(st.just(pupils), st.integers(0, pupils)))


@given(schools=st.lists(counts, min_size=2, max_size=4))
@settings(max_examples=150, deadline=None)
def test_nobody_can_work_a_hidden_cohort_out(schools: list[tuple[int, int]]) -> None:
    """Every way in which the hidden schools' numbers could be, for the Board and for each head.

    They know the visible schools, the totals where these are shown, their own school, and (at worst) how many
    pupils every school has; what met the measure in a hidden one must stay open as far as the totals let it.
    """
    cohorts = table(*schools)
    hidden = work_out(cohorts, RULES)
    whole = sum(met for _, met in schools)
    pupils = sum(number for number, _ in schools)
    for urn, (number, met) in enumerate(schools, start=1):
        if number < 6 or (number < 11 and met in (0, number)):
            assert urn in hidden.schools
    if not hidden.schools or hidden.totals:
        return
    assert whole not in (0, pupils)
    for reader in (None, *cohorts):
        unknown = [urn for urn in hidden.schools if urn != reader]
        summed = sum(schools[urn - 1][1] for urn in unknown)
        for urn in unknown:
            number, met = schools[urn - 1]
            if not (number < 6 or (number < 11 and met in (0, number))):
                continue
            could_be = {
                one[unknown.index(urn)] for one in ways([schools[each - 1][0] for each in unknown], summed)
            }
            asked_for = min(3, number, whole, pupils - whole)
            assert max(could_be) - min(could_be) >= asked_for, (reader, urn, could_be)
            others = sum(schools[each - 1][0] for each in unknown if each != urn)
            if number < 6:
                assert others >= 5, "how many they are could be worked out"


def ways(sizes: Iterable[int], summed: int) -> Iterator[tuple[int, ...]]:
    """Every number that met a measure in schools of these sizes and adds up so."""
    return (one for one in product(*(range(size + 1) for size in sizes)) if sum(one) == summed)


def test_the_attack_would_find_a_cohort_that_has_no_cover() -> None:
    assert set(ways([4], 2)) == {(2,)}
    assert {one[0] for one in ways([4, 30], 22)} == {0, 1, 2, 3, 4}
