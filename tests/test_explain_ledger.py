"""“Explain this number” of the ledger: its sums are the ledger's, and so is who is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import built_once, copied, text_of
from foretold_trust import ELM_GROVE, NAMES, OAKFIELD, SURNAME, build, build_one_short_of_years, number
from foretold_trust import build_three_years as built
from test_explained_tables import tables_of
from test_pages_trust import doors
from test_pages_trust import read as said_of

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.explainable import LEDGER, Number, of_ledger, read, written
from dashboard.queries.explain_ledger import explain_ledger
from dashboard.queries.foretold import foretold
from dashboard.queries.ledger import ledger
from dashboard.sections.explanations import NOT_SHOWN, explained_of
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published, bring_up_to_date
from etl.results.assessments import Assessment
from etl.results.load import Asked, load_results
from etl.returns.outcome import Status
from etl.roles import Role
from tests.builders_returns import upn

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD, STAFF = scope_for(Role.HEAD, [OAKFIELD]), scope_for(Role.SCHOOL_STAFF, [OAKFIELD])
LEADER = scope_for(Role.LEAD_TEACHER, [], ["reading"])
SPRING_1 = HalfTerm(2024, 3)
READING = {"measure": "reading_expected", "half_term": "2025-26-spring-1"}


@pytest.fixture(scope="module")
def root(shared_by_workers: Path) -> Path:
    return built_once(shared_by_workers / "three_years", built)


@pytest.fixture(scope="module")
def published(root: Path) -> Published:
    return bring_up_to_date(DataFolder(root))


@pytest.fixture
def trust(root: Path, tmp_path: Path) -> DataFolder:
    return DataFolder(copied(root, tmp_path / "three_years"))


def number_of(urn: int | None, measure: str = "reading_expected", when: HalfTerm = SPRING_1) -> Number:
    return of_ledger(measure, when, 6, urn)


@pytest.mark.parametrize("measure", ["reading_expected", "writing_higher", "rwm_expected"])
@pytest.mark.parametrize("urn", [OAKFIELD, ELM_GROVE, None])
def test_its_sums_are_the_ledgers(urn: int | None, measure: str, published: Published) -> None:
    found = ledger(published, CEO, 3, measure)
    assert found is not None
    place = next(one for one in found.places if one.school_urn == urn)
    held = explain_ledger(published, CEO, number_of(urn, measure))
    assert held.place.accuracy.pupils == held.roll.both == place.accuracy.pupils
    assert held.place.accuracy.hits == place.accuracy.hits
    roll = held.roll
    assert roll.pupils == roll.both + roll.without_outcome + roll.without_prediction + roll.neither
    assert [one.year for one in held.made_from] == list(found.years)


def test_the_sum_is_what_a_teacher_would_count(published: Published) -> None:
    """Three years of 20: each year 15 were predicted to meet it and 12 did."""
    said = plain(explained_of(published, HEAD, number_of(OAKFIELD)))
    for line in (
        "60 on roll in Spring 1 of 2022/23, 2023/24 and 2024/25",
        "60 of them with a prediction and an outcome",
        "51 came to the band predicted",
        "45 predicted to meet the standard",
        "36 met it",
        "36 both: predicted to meet it, and met it",
        "51 ÷ 60 = 85.0 %",
        "45 less 36: +9, or +15.0 points of 60 pupils",
        "2022/23: predicted in Spring 1",
        "from results.csv",
    ):
        assert line in said
    assert "left out" not in said.partition("The rule")[0]
    assert NAMES[ELM_GROVE] not in said
    assert SURNAME not in said


def test_whoever_has_no_outcome_is_told_of(tmp_path: Path) -> None:
    """One pupil of Oakfield was absent from the reading test of the latest year."""
    roll = explain_ledger(without_outcomes(tmp_path), CEO, number_of(OAKFIELD)).roll
    assert (roll.pupils, roll.both, roll.without_outcome) == (60, 59, 1)


def without_outcomes(place: Path) -> Published:
    built(place)
    folder = DataFolder(place)
    absent = upn(number(OAKFIELD, 2024, 0))
    path = place / "results.csv"
    path.write_text(f"UPN,Reading SS,Writing TA,Maths SS\n{absent},A,EXS,103\n", encoding="utf-8")
    asked = Asked(school_urn=OAKFIELD, assessment=Assessment.KS2, starts=2024)
    [outcome] = load_results(folder, path, asked, publish=False)
    assert outcome.status is Status.ACCEPTED
    return bring_up_to_date(folder)


def test_other_years_than_the_address_names_are_said(published: Published) -> None:
    now = explained_of(published, CEO, number_of(None))
    assert "as the latest year" not in now
    then = plain(explained_of(published, CEO, number_of(None, when=HalfTerm(2023, 3))))
    assert "The address names 2023/24 as the latest year" in then
    assert "This is of 2022/23, 2023/24 and 2024/25." in then


def test_a_school_that_a_total_leaves_out_is_named(shared_by_workers: Path) -> None:
    short = bring_up_to_date(
        DataFolder(built_once(shared_by_workers / "one_short", build_one_short_of_years))
    )
    held = explain_ledger(short, CEO, number_of(None))
    assert held.not_in_total == (NAMES[ELM_GROVE],)
    assert held.roll.pupils == 60
    assert all(one.school_urn == OAKFIELD for year in held.made_from for one in year.predictions.returns)
    with pytest.raises(TrustDataError):
        explain_ledger(short, CEO, number_of(ELM_GROVE))


@pytest.mark.parametrize("scope", [STAFF, BOARD, LEADER, as_audience(CEO, "board")], ids=str)
@pytest.mark.parametrize("urn", [OAKFIELD, ELM_GROVE, None])
def test_who_does_not_see_the_ledger_is_refused(urn: int | None, scope: Scope, published: Published) -> None:
    with pytest.raises(AccessDenied):
        explained_of(published, scope, number_of(urn))


@pytest.mark.parametrize("urn", [ELM_GROVE, None])
def test_a_head_is_told_of_their_own_school_alone(urn: int | None, published: Published) -> None:
    with pytest.raises(AccessDenied):
        explained_of(published, HEAD, number_of(urn))


@pytest.mark.parametrize(
    "asked",
    [
        number_of(999999),
        number_of(None, "gps_expected"),
        number_of(None, when=HalfTerm(2024, 6)),
        number_of(None, when=HalfTerm(2024, 1)),
        of_ledger("reading_expected", SPRING_1, 3, None),
        Number(measure="reading_expected", kind=LEDGER, half_term=SPRING_1, schools=(OAKFIELD, ELM_GROVE)),
        Number(measure="reading_expected", kind=LEDGER, half_term=SPRING_1, pupils=(("sen", "K"),)),
        Number(measure="reading_expected", kind=LEDGER, half_term=SPRING_1, against="trust"),
        Number(
            measure="reading_expected",
            kind=LEDGER,
            half_term=SPRING_1,
            schools=(OAKFIELD,),
            by_class=True,
            class_name="6A",
        ),
    ],
    ids=written,
)
def test_what_the_ledger_could_not_show_is_no_number(asked: Number, published: Published) -> None:
    assert read(written(asked)) == asked
    with pytest.raises(TrustDataError):
        explained_of(published, CEO, asked)


def test_a_school_with_too_few_years_is_no_number(shared_by_workers: Path) -> None:
    two = bring_up_to_date(DataFolder(built_once(shared_by_workers / "foretold", build)))
    assert foretold(two, 3, 6)
    with pytest.raises(TrustDataError):
        explain_ledger(two, HEAD, number_of(OAKFIELD))


@pytest.mark.parametrize("table", ["how_right_reading", "ledger_half_terms"])
@pytest.mark.parametrize("role", [Role.CEO, Role.HEAD])
def test_every_number_of_the_page_is_what_its_explanation_says(
    role: Role, table: str, trust: DataFolder, published: Published, open_page: Callable[..., Any]
) -> None:
    app = open_page(trust, "ledger", role, school=OAKFIELD, state=[(f"{table}_behind", True)], **READING)
    assert not app.exception
    linked = tables_of(app)
    shares = {parse_qs(urlsplit(href).query)["explain"][0] for href in doors(app) if "ledger~" in href}
    assert (
        f"reading_expected~ledger~2024-25-spring-1~{'y6' if role is Role.CEO else f's{OAKFIELD}~y6'}"
        in shares
    )
    assert len(linked) >= 2
    scope = HEAD if role is Role.HEAD else CEO
    for asked, said in linked:
        asked_for = read(asked)
        assert asked_for is not None
        held = explain_ledger(published, scope, asked_for).place.accuracy
        assert said.split()[-1] == str(held.pupils), asked


@pytest.mark.parametrize("role", Role)
def test_by_its_address_each_role_is_told_what_is_theirs(
    role: Role, trust: DataFolder, open_page: Callable[..., Any]
) -> None:
    asked = written(number_of(OAKFIELD))
    app = open_page(trust, "trust", role, school=OAKFIELD, leads="reading", explain=asked)
    assert not app.exception
    told = role in {Role.CEO, Role.DTL, Role.DATA_MANAGER, Role.HEAD}
    said = said_of(app)
    assert ("came to the band predicted" in said) == told
    assert ("you cannot see how right predictions were" in said) != told
    assert SURNAME not in text_of(app)


def test_a_number_that_there_is_not_is_refused_in_a_sentence(
    trust: DataFolder, open_page: Callable[..., Any]
) -> None:
    app = open_page(trust, "ledger", "ceo", explain=written(number_of(999999)), **READING)
    assert not app.exception
    assert NOT_SHOWN in said_of(app)


def plain(markup: str) -> str:
    words = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u202f", " ")
    return re.sub(r"\s+", " ", words)
