"""“Explain this number” of past chances: its sums are the page's, and so is who is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import built_once, copied, text_of
from foretold_trust import ELM_GROVE, NAMES, OAKFIELD, SURNAME
from foretold_trust import build_three_years as built
from test_explain_ledger import BOARD, CEO, HEAD, LEADER, READING, STAFF, plain
from test_explained_tables import tables_of
from test_pages_trust import doors
from test_pages_trust import read as said_of

from dashboard.access import AccessDenied, Scope
from dashboard.explainable import CHANCES, Number, of_chances, read, written
from dashboard.queries.explain_chances import explain_chances
from dashboard.queries.past_forecasts import calibration
from dashboard.sections.explanations import explained_of
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published, bring_up_to_date
from etl.roles import Role

ASKED = of_chances("reading_expected", HalfTerm(2024, 3), 6)


@pytest.fixture(scope="module")
def root(shared_by_workers: Path) -> Path:
    return built_once(shared_by_workers / "three_years", built)


@pytest.fixture(scope="module")
def published(root: Path) -> Published:
    return bring_up_to_date(DataFolder(root))


def test_everybody_on_roll_is_in_one_line(published: Published) -> None:
    """Three years of 20 in each of two schools; the first year has none before it to be forecast from."""
    held = explain_chances(published, CEO, ASKED)
    found = held.found
    assert (held.on_roll, held.schools, found.years) == (80, 2, ("2023/24", "2024/25"))
    assert sum(one.forecasts for one in found.points) + found.left_out == found.pupils == 80
    assert [one.year for one in held.made_from] == list(found.years)
    said = plain(explained_of(published, CEO, ASKED))
    for line in (
        "Year 6 of 2 schools, reading: chances as they would have been given in Spring 1",
        "80 on roll in Spring 1 of those years, and forecast",
        "80 with an outcome",
        "2024/25: predicted in Spring 1",
        "from results.csv",
    ):
        assert line in said
    assert "without an outcome: left out" not in said
    assert SURNAME not in said


def test_a_head_is_told_of_their_own_school_alone(published: Published) -> None:
    held = explain_chances(published, HEAD, ASKED)
    assert (held.on_roll, held.schools) == (40, 1)
    assert held.found == calibration(published, HEAD, 3, "reading_expected")
    said = plain(explained_of(published, HEAD, ASKED))
    assert NAMES[OAKFIELD] in said
    assert NAMES[ELM_GROVE] not in said
    # Of one school with two years, what its predictions were worth would be of a teacher.
    assert "predicted to meet the standard" not in said.partition("The rule")[0]


@pytest.mark.parametrize("scope", [STAFF, BOARD, LEADER], ids=str)
def test_who_does_not_see_the_ledger_is_refused(scope: Scope, published: Published) -> None:
    with pytest.raises(AccessDenied):
        explained_of(published, scope, ASKED)


@pytest.mark.parametrize(
    "asked",
    [
        Number(measure="reading_expected", kind=CHANCES, half_term=HalfTerm(2024, 3), schools=(OAKFIELD,)),
        of_chances("reading_expected", HalfTerm(2024, 6), 6),
        of_chances("reading_expected", HalfTerm(2024, 1), 6),
        of_chances("gps_expected", HalfTerm(2024, 3), 6),
    ],
    ids=written,
)
def test_what_the_page_could_not_show_is_no_number(asked: Number, published: Published) -> None:
    assert read(written(asked)) == asked
    with pytest.raises(TrustDataError):
        explained_of(published, CEO, asked)


@pytest.mark.parametrize("role", [Role.CEO, Role.HEAD])
def test_the_page_leads_to_it(
    role: Role, root: Path, tmp_path: Path, published: Published, open_page: Callable[..., Any]
) -> None:
    trust = DataFolder(copied(root, tmp_path / "three_years"))
    opened = [("ledger_chances_behind", True)]
    app = open_page(trust, "ledger", role, school=OAKFIELD, state=opened, **READING)
    assert not app.exception
    asked = {
        one for href in doors(app) if "chances~" in href for one in parse_qs(urlsplit(href).query)["explain"]
    }
    assert asked == {written(ASKED)}
    in_table = [said.split()[-1] for one, said in tables_of(app) if "chances~" in one]
    held = explain_chances(published, HEAD if role is Role.HEAD else CEO, ASKED).found
    assert len(in_table) == len(held.points) + sum(
        one is not None for one in (held.predicted_to_meet, held.predicted_below)
    )
    told = open_page(trust, "ledger", role, school=OAKFIELD, explain=written(ASKED), **READING)
    assert not told.exception
    assert f"{held.pupils} with an outcome" in plain(said_of(told))
    assert SURNAME not in text_of(told)


def test_what_ran_one_way_year_after_year_leads_to_its_ledger(
    root: Path, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    trust = DataFolder(copied(root, tmp_path / "three_years"))
    app = open_page(trust, "ledger", Role.CEO, **READING)
    named = [one.proto.body for one in app.get("html") if "have run high in each" in one.proto.body]
    assert named
    assert all("~ledger~" in one and "Explain this number" in one for one in named)
