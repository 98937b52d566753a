"""Lists of pupils under a name: kept, read by those who may see the names, dropped."""

from __future__ import annotations

import pytest
import small_trust
from small_trust import AUTUMN_1, ELM_GROVE, OAKFIELD, upn

from dashboard.access import AccessDenied, scope_for
from dashboard.queries.kept_lists import check_name, check_shared_name, kept_lists, standing
from dashboard.store import open_published
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import pupil_lists
from etl.record.opening import open_record
from etl.roles import Role

TWO = [upn(OAKFIELD, 600), upn(OAKFIELD, 601)]


def keep(folder: DataFolder, name: str = "Maths, mornings", upns: list[str] | None = None) -> int:
    with open_record(folder).writing(figures=False) as connection:
        return pupil_lists.keep(
            connection, OAKFIELD, name, AUTUMN_1, 6, "maths_expected", TWO if upns is None else upns, "x"
        )


def test_a_list_is_kept_read_and_dropped(small_folder: DataFolder) -> None:
    number = keep(small_folder)
    record, head = open_record(small_folder), scope_for(Role.HEAD, [OAKFIELD])
    [held] = kept_lists(record, head, OAKFIELD)
    assert (held.id, held.name, held.upns) == (number, "Maths, mornings", tuple(sorted(TWO)))
    with record.writing(figures=False) as connection:
        with pytest.raises(TrustDataError, match="no such list"):
            pupil_lists.drop(connection, ELM_GROVE, number, "x")
        pupil_lists.drop(connection, OAKFIELD, number, "x")
    assert not kept_lists(record, head, OAKFIELD)


@pytest.mark.parametrize(
    ("name", "upns", "said"),
    [
        ("  ", None, "Give the list a name"),
        ("x" * 61, None, "at most 60"),
        ("Nobody", [], "at least one pupil"),
        ("maths,  MORNINGS", None, "already"),
    ],
)
def test_what_makes_no_list(name: str, upns: list[str] | None, said: str, small_folder: DataFolder) -> None:
    keep(small_folder)
    with pytest.raises(TrustDataError, match=said):
        keep(small_folder, name, upns)


@pytest.mark.parametrize("role", Role)
def test_lists_are_for_those_who_may_see_the_names(role: Role, small_folder: DataFolder) -> None:
    keep(small_folder)
    scope = scope_for(role, [OAKFIELD], ["maths"])
    if role in (Role.LEAD_TEACHER, Role.BOARD):
        with pytest.raises(AccessDenied):
            kept_lists(open_record(small_folder), scope, OAKFIELD)
    else:
        assert len(kept_lists(open_record(small_folder), scope, OAKFIELD)) == 1
    if role in (Role.HEAD, Role.SCHOOL_STAFF):
        with pytest.raises(AccessDenied):
            kept_lists(open_record(small_folder), scope, ELM_GROVE)


@pytest.mark.parametrize(
    "name",
    [small_trust.SURNAME, "For pat", "QUILLFEATHER's group", f"x {upn(OAKFIELD, 600)}", "Quíllfeather"],
)
def test_a_name_that_names_a_pupil_is_refused_and_not_repeated(name: str, small_folder: DataFolder) -> None:
    with pytest.raises(TrustDataError) as refused:
        check_name(open_published(small_folder), scope_for(Role.HEAD, [OAKFIELD]), OAKFIELD, name)
    assert small_trust.SURNAME.lower() not in str(refused.value).lower()
    assert upn(OAKFIELD, 600) not in str(refused.value)


def test_an_ordinary_name_is_allowed(small_folder: DataFolder) -> None:
    for name in ("Maths, mornings", "Patience", "Summer 1 writing group"):
        check_name(open_published(small_folder), scope_for(Role.HEAD, [OAKFIELD]), OAKFIELD, name)


@pytest.mark.parametrize("name", [small_trust.SURNAME, "For pat", f"x {upn(OAKFIELD, 600)}"])
def test_what_all_may_read_names_no_pupil(name: str, small_folder: DataFolder) -> None:
    published = open_published(small_folder)
    for scope in (scope_for(Role.CEO), scope_for(Role.HEAD, [OAKFIELD])):
        with pytest.raises(TrustDataError) as refused:
            check_shared_name(published, scope, name)
        assert small_trust.SURNAME.lower() not in str(refused.value).lower()
    for ordinary in ("Oakfield, disadvantaged, Year 6", "Boys and girls, writing", "Patience"):
        check_shared_name(published, scope_for(Role.CEO), ordinary)


def test_who_may_see_no_names_is_not_told_which_words_are_some(small_folder: DataFolder) -> None:
    check_shared_name(
        open_published(small_folder), scope_for(Role.LEAD_TEACHER, subjects=["maths"]), "For pat"
    )


def test_a_list_stands_as_its_pupils_do_by_then(small_folder: DataFolder) -> None:
    keep(small_folder, upns=[*TWO, upn(ELM_GROVE, 600)])
    published, head = open_published(small_folder), scope_for(Role.HEAD, [OAKFIELD])
    [held] = kept_lists(open_record(small_folder), head, OAKFIELD)
    found = standing(published, head, held, AUTUMN_1)
    assert (len(found.lines), found.gone, found.year_group) == (2, 1, 6)
    before = standing(published, head, held, small_trust.SUMMER_2)
    assert (len(before.lines), before.year_group) == (2, 5)
    assert standing(published, head, held, HalfTerm(2027, 1)).gone == 3
