"""From a pupil's page to the next of the list that it was opened from: its order, its filters, each opening
written down, and nothing for whoever may not see the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import built_once, copied, text_of
from test_pages_trust import doors, read
from test_pages_way_down import build_in, openings, token
from way_trust import AUTUMN_1, MIXED, MOVED, OWN_YEAR, SURNAME

from etl.folder import DataFolder
from tests.builders_trust import ELM_GROVE, OAKFIELD

Open = Callable[..., Any]


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "way", build_in)
    return DataFolder(copied(root / "data", tmp_path / "way"))


def of(app: Any, *, beginning: str = "pupil?") -> list[dict[str, str]]:
    """What the addresses of a page's doors to pupils hold."""
    return [dict(parse_qsl(urlsplit(href).query)) for href in doors(app) if href.startswith(beginning)]


def follow(app: Any, open_page: Open, trust: DataFolder, words: str) -> Any:
    """The page that “Next pupil” or “Previous pupil” opens; None where it is no door."""
    nav = text_of(app).partition('<nav class="next-pupil"')[2].partition("</nav>")[0]
    for part in nav.split("<li")[1:]:
        if words in part and "href" in part:
            query = part.partition('href="')[2].partition('"')[0].replace("&amp;", "&").partition("?")[2]
            held = dict(parse_qsl(query))
            return open_page(trust, "pupil", held.pop("as"), **held)
    return None


@pytest.mark.parametrize(
    ("page", "where", "numbers"),
    [
        ("pupils", {"class": MIXED}, [21, 22, 23, 24, 31, 32, 33]),
        ("pupils", {"year_group": 4, "stands": "met", "measure": "reading_expected"}, [21, 23, 24, 27]),
        ("pupils", {"class": MIXED, "group": "sen", "value": "K"}, [22]),
        ("school", {"year_group": 4, "part": "all", "kind": "predicted"}, [21, 23, 27]),
        ("school", {"year_group": 4, "cell": "EXS-EXS", "subject": "maths"}, [22, 23, 24, 27]),
        ("school", {"year_group": 3, "lacking": "writing"}, [33]),
    ],
    ids=str,
)
def test_the_next_is_the_next_of_the_list(
    page: str, where: dict[str, Any], numbers: list[int], open_page: Open, trust: DataFolder
) -> None:
    listed = open_page(trust, page, "dtl", urn=OAKFIELD, **where)
    ways = of(listed)
    assert [one["pupil"] for one in ways] == [token(trust, number) for number in numbers]
    held = ways[0]
    app = open_page(trust, "pupil", held.pop("as"), **held)
    before = len(openings(trust))
    for place, number in enumerate(numbers, start=1):
        said = read(app)
        assert f"{SURNAME}{number}, Pat" in said
        assert f"{place} of {len(numbers)}" in said
        # On the way stands nobody else's name.
        assert {other for other in range(40) if f"{SURNAME}{other}," in said} == {number}
        last, app = app, follow(app, open_page, trust, "Next pupil")
    assert app is None
    assert len(openings(trust)) == before + len(numbers) - 1
    if len(numbers) > 1:
        assert f"{SURNAME}{numbers[-2]}, Pat" in read(follow(last, open_page, trust, "Previous pupil"))
    assert of(last, beginning=f"{page}?")


def test_a_list_that_is_not_theirs_leads_nowhere(open_page: Open, trust: DataFolder) -> None:
    own = {"pupil": token(trust, 21), "list": "pupils", "year_group": 4}
    for where in (
        {"urn": ELM_GROVE, **own},  # another school's
        {"urn": OAKFIELD, **own, "list": "everybody"},
        {"urn": OAKFIELD, **own, "year_group": 3},  # the pupil is not on it
        {"urn": OAKFIELD, **own, "class": "None such"},
        {"urn": OAKFIELD, "pupil": own["pupil"]},
    ):
        app = open_page(trust, "pupil", "head", school=OAKFIELD, **where)
        assert not app.exception
        assert '<nav class="next-pupil"' not in text_of(app)
        assert f"{SURNAME}21, Pat" in read(app)


def test_whose_page_is_not_theirs_is_passed_over(open_page: Open, trust: DataFolder) -> None:
    """In Autumn 1 the pupil who has since moved, and the one who left, stood on 4B's list as well."""
    where = {"urn": OAKFIELD, "class": OWN_YEAR, "list": "pupils", "year_group": 4}
    where["half_term"] = AUTUMN_1.slug
    head = open_page(trust, "pupil", "head", school=OAKFIELD, pupil=token(trust, 27), **where)
    assert "1 of 1" in read(head)
    ceo = open_page(trust, "pupil", "ceo", pupil=token(trust, 27), **where)
    assert "3 of 3" in read(ceo)
    assert token(trust, MOVED) in {one["pupil"] for one in of(open_page(trust, "pupils", "ceo", **where))}
