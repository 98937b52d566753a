"""Every page as every role, with the sample's own names and UPNs as the words that must not appear.

Looks at all that a page sends to the browser: text, tables, charts' data, buttons' files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from dashboard.navigation import PAGES
from etl.publish.current import current_file
from etl.record.opening import open_record
from etl.record.pupil_addresses import address_key, token_of
from etl.roles import SCHOOL_ROLES, Role

OWN, OTHER = 910001, 910002
PAGE_IDS = [page.id for page in PAGES]

# Addresses that a person might type: nothing, another school's, a year group and class, a group, another
# half-term, somebody else's audience, nonsense. `school` is a head's own, `urn` the one a page is about.
ADDRESSES: tuple[dict[str, object], ...] = (
    {},
    {"urn": OTHER},
    {"urn": OTHER, "year_group": 6, "class": "6A", "stands": "not"},
    {"urn": OTHER, "class": "Alder 4", "part": "all", "half_term": "2025-26-summer-2"},
    {"pupil": "a pupil of another school"},
    {"urn": OWN, "year_group": 4},
    {"urn": OTHER, "cell": "EXS-EXS", "part": "all", "lacking": "reading", "beside": f"{OWN},910003"},
    {"urn": OWN, "cell": "EXS-EXS", "subject": "maths", "since": "2025-26-spring-2", "audience": "forum"},
    {"urn": OTHER, "likely": "cusp", "saved": "1"},
    {"urn": OWN, "group": "disadvantaged", "year_group": 6, "audience": "trust"},
    {"half_term": "2025-26-summer-2", "kind": "current", "audience": "board"},
    {"schools": f"{OWN},{OTHER}", "rows": "class", "columns": "sen", "view": "1", "against": "trust"},
    {"urn": 999999, "half_term": "x", "measure": "nothing", "audience": "everyone"},
)


@pytest.fixture(scope="session")
def pupils(sample_folder: Any) -> dict[str, set[int]]:
    """Every UPN and surname of the sample, and the schools that ever listed it."""
    with duckdb.connect(current_file(sample_folder), read_only=True) as connection:
        rows = connection.execute("SELECT DISTINCT upn, surname, school_urn FROM pupil_half_term").fetchall()
    found: dict[str, set[int]] = {}
    for upn, surname, urn in rows:
        found.setdefault(upn, set()).add(urn)
        if surname:
            found.setdefault(surname, set()).add(urn)
    assert len(found) > 3000
    return found


def pupil_of(pupils: dict[str, set[int]], urn: int) -> str:
    """The UPN of a pupil whom only one school ever listed."""
    return next(word for word, schools in pupils.items() if schools == {urn} and word[1:12].isdigit())


def test_a_pupils_page_is_found_by_the_search(
    sample_folder: Any, open_page: Callable[..., Any], pupils: dict[str, set[int]]
) -> None:
    token = token_of(address_key(open_record(sample_folder)), pupil_of(pupils, OTHER))
    app = open_page(sample_folder, "pupil", "dtl", pupil=token)
    assert found_in(everything_sent(app), pupils)


def everything_sent(app: Any) -> str:
    """All that the page sends, as text: each element's message, with the bytes of its tables."""
    return "\n".join(_messages(app._tree))


def _messages(node: Any) -> Iterator[str]:
    children = getattr(node, "children", None)
    if children:
        for child in children.values():
            yield from _messages(child)
    proto = getattr(node, "proto", None)
    if proto is not None and hasattr(proto, "SerializeToString"):
        yield proto.SerializeToString().decode("utf-8", errors="ignore")


def found_in(text: str, pupils: dict[str, set[int]]) -> set[str]:
    """The UPNs and surnames that stand in a text."""
    words = set(re.findall(r"[A-Z]\d{11}[0-9A-Z]", text)) | set(re.findall(r"[A-Z][\w'’-]+", text))
    return words & pupils.keys()


# The tables behind charts, which are made when they are unfolded; downloads are made from the same.
TABLES = (
    "schools",
    "one_by_one",
    "over_time",
    "gaps",
    "year_groups",
    "bands",
    "classes",
    "moved",
    "taken_apart",
    "followed",
    "lacking",
    "beside",
    "changes",
    "quality",
    "talk_lists",
    "school_on_a_page",
    "explorer_rows",
    "forecasts",
    "alerts_concerns",
    "alerts_strengths",
    "alert_kinds",
    "how_right_reading",
    "how_right_writing",
    "how_right_maths",
    "ledger_half_terms",
    "ledger_chances",
)


UNFOLDED = tuple((f"{table}_behind", True) for table in TABLES)


@pytest.fixture
def opened_wide(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a page with every table unfolded and its list of pupils opened, where it offers one."""

    def opened(*page: Any, **address: object) -> Any:
        app = open_page(*page, state=UNFOLDED, **address)
        for button in app.button:
            if button.key == "open_what_if":
                return button.click().run()
        return app

    return opened


def test_the_search_would_find_a_pupil(
    sample_folder: Any, opened_wide: Callable[..., Any], pupils: dict[str, set[int]]
) -> None:
    app = opened_wide(sample_folder, "pupils", "dtl", urn=OWN, year_group=6)
    assert not app.exception
    seen = found_in(everything_sent(app), pupils)
    assert len(seen) >= 15, "the DTL's list of a whole year group was not found"


ROLES = [role.value for role in Role if role not in (Role.CEO, Role.DTL, Role.DATA_MANAGER)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGE_IDS)
def test_nobody_meets_a_pupil_who_is_not_theirs(
    sample_folder: Any,
    opened_wide: Callable[..., Any],
    pupils: dict[str, set[int]],
    page: str,
    role: str,
) -> None:
    of_a_school = Role(role) in SCHOOL_ROLES
    own = {OWN} if of_a_school else set()
    theirs = token_of(address_key(open_record(sample_folder)), pupil_of(pupils, OTHER))
    for address in ADDRESSES:
        asked = {**address, **({"school": OWN} if of_a_school else {})}
        if "pupil" in asked:
            asked["pupil"] = theirs
        try:
            app = opened_wide(sample_folder, page, role, **asked)
        except ValueError:
            return  # the page is not offered to this role at all
        assert not app.exception, (page, role, asked, app.exception)
        met = found_in(everything_sent(app), pupils)
        assert not {word for word in met if not pupils[word] & own}, (page, role, asked)


def test_a_head_meets_their_own_pupils(
    sample_folder: Any, opened_wide: Callable[..., Any], pupils: dict[str, set[int]]
) -> None:
    app = opened_wide(sample_folder, "pupils", "head", school=OWN, urn=OWN, year_group=6)
    met = found_in(everything_sent(app), pupils)
    assert len(met) >= 15
    assert all(OWN in pupils[word] for word in met)


SCHOOLS = range(910001, 910008)


@pytest.mark.parametrize("half_term", ["2026-27-autumn-1", "2024-25-summer-2"])
def test_the_board_meets_no_small_number(
    sample_folder: Any, opened_wide: Callable[..., Any], half_term: str
) -> None:
    counts = 0
    for urn in SCHOOLS:
        for year_group in (6, 3):
            asked = {"urn": urn, "year_group": year_group, "half_term": half_term, "kind": "predicted"}
            for page in ("trust", "school", "school_on_a_page"):
                app = opened_wide(sample_folder, page, "board", **asked)
                assert not app.exception
                text = everything_sent(app)
                counts += len(re.findall(r"\b\d+ of \d+\b", text))
                assert not re.findall(r"\b\d+ of [1-5]\b(?! returns)", text), (page, asked)
    assert counts > 500  # there were counts to look at


def test_the_tables_behind_charts_are_looked_at(
    sample_folder: Any, open_page: Callable[..., Any], opened_wide: Callable[..., Any]
) -> None:
    folded = len(everything_sent(open_page(sample_folder, "trust", "board")))
    assert len(everything_sent(opened_wide(sample_folder, "trust", "board"))) > 1.2 * folded
