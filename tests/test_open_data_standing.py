"""Which of several published figures stands: each rule by itself, then any mixture of figures."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from etl.half_terms import academic_year_label
from etl.open_data.pooling import pooled
from etl.open_data.rows import Feed, Level, Release, Statistic
from etl.open_data.standing import bundled, standing

BASE = Statistic(
    academic_year="2018/19",
    level=Level.LOCAL_AUTHORITY,
    code="999",
    name="Our authority",
    measure="ks2_rwm_expected",
    value=60,
    source="a file",
    release=Release.NOT_STATED,
    coverage="State-funded schools",
    feed=Feed.KS2_TABLES,
)


def figure(value: float, year: str = "2018/19", **more: object) -> Statistic:
    return replace(BASE, value=value, academic_year=year, **more)  # type: ignore[arg-type]


def values(*rows: Statistic) -> dict[str, float | None]:
    return {row.academic_year: row.value for row in standing(rows)}


def test_a_later_release_replaces_an_earlier_one_whichever_was_loaded_first() -> None:
    provisional, revised = figure(60, release=Release.PROVISIONAL), figure(61, release=Release.REVISED)
    assert values(provisional, revised) == values(revised, provisional) == {"2018/19": 61}
    assert values(revised, figure(62, release=Release.FINAL)) == {"2018/19": 62}
    assert values(provisional, figure(62)) == {"2018/19": 62}  # a file that does not say is not provisional


def test_of_the_same_release_the_one_loaded_later_stands() -> None:
    assert values(figure(60), figure(61)) == {"2018/19": 61}


def test_a_files_own_year_beats_a_look_back() -> None:
    assert values(figure(60), figure(61, of_its_own_year=False)) == {"2018/19": 60}


def test_a_revised_note_replaces_a_value() -> None:
    hidden = replace(BASE, value=None, note="SUPP", release=Release.REVISED)
    assert values(figure(60, release=Release.PROVISIONAL), hidden) == {"2018/19": None}


def test_the_feed_with_most_years_is_the_series_and_others_fill_what_it_lacks() -> None:
    tool = [figure(50 + number, f"20{16 + number}/{17 + number}", feed=Feed.LAIT) for number in range(3)]
    tables = [figure(70, "2018/19", release=Release.FINAL), figure(71, "2019/20")]
    found = standing([*tables, *tool])
    assert [(row.academic_year, row.value, row.feed) for row in found] == [
        ("2016/17", 50, Feed.LAIT),
        ("2017/18", 51, Feed.LAIT),
        ("2018/19", 52, Feed.LAIT),
        ("2019/20", 71, Feed.KS2_TABLES),
    ]


def test_places_measures_and_groups_do_not_meet() -> None:
    others = [
        replace(BASE, code="998"),
        replace(BASE, level=Level.REGION),
        replace(BASE, measure="ks2_rwm_higher"),
        replace(BASE, pupil_group="sex", group_value="F"),
        replace(BASE, pupil_group="sex", group_value="M"),
    ]
    assert len(standing([BASE, *others])) == 6


def test_what_comes_with_the_product_stands_until_something_better_is_loaded() -> None:
    assert {(row.academic_year, row.measure): row for row in standing(bundled())} == {
        (row.academic_year, row.measure): row for row in bundled()
    }
    england = {"level": Level.ENGLAND_ALL, "code": "England", "name": "England"}
    tables = figure(64.9, release=Release.FINAL, **england)  # another feed, which has one year of it
    revised = figure(62.1, "2024/25", feed=Feed.EES, release=Release.REVISED, **england)
    provisional = figure(64, "2022/23", feed=Feed.EES, release=Release.PROVISIONAL, **england)
    stands = {
        row.academic_year: row.value
        for row in standing([*bundled(), tables, revised, provisional])
        if (row.level, row.measure) == (Level.ENGLAND_ALL, "ks2_rwm_expected")
    }
    assert (stands["2018/19"], stands["2024/25"], stands["2022/23"]) == (65, 62.1, 60)


FIGURES = st.builds(
    figure,
    value=st.integers(0, 100),
    year=st.integers(2015, 2019).map(academic_year_label),
    release=st.sampled_from(Release),
    feed=st.sampled_from(Feed),
    of_its_own_year=st.booleans(),
    pupil_group=st.sampled_from(["all", "sex"]),
)


@given(st.lists(FIGURES, max_size=25))
def test_there_is_one_for_each_year_of_a_series_and_standing_again_changes_nothing(
    rows: list[Statistic],
) -> None:
    found = standing(rows)
    assert {(row.series, row.academic_year) for row in found} == {
        (row.series, row.academic_year) for row in rows
    }
    assert len({(row.series, row.academic_year) for row in found}) == len(found)
    assert all(row in rows for row in found)
    by_release = {(row.series, row.academic_year, row.feed): row.release.rank for row in found}
    for row in rows:  # nothing of the same feed is stronger than what stands
        key = (row.series, row.academic_year, row.feed)
        assert key not in by_release or by_release[key] >= row.release.rank


def test_a_small_school_weighs_less() -> None:
    """10 pupils at 20 %, 30 pupils at 60 %: 2 and 18 pupils, 20 of 40."""
    rows = [figure(20, cohort=10), figure(60, cohort=30), figure(90, cohort=None)]
    together = pooled([*rows, replace(BASE, value=None, note="SUPP", cohort=9)])
    assert (together.value, together.cohort, together.schools, together.left_out) == (50, 40, 2, 2)
    assert pooled([]).value is None
