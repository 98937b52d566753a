"""The template on the page where returns are sent: who is offered it, and that making it is written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_trust
from conftest import text_of
from small_trust import ASH_LANE, AUTUMN_1, OAKFIELD

from dashboard.access import AccessDenied, Audience, as_audience, scope_for
from dashboard.returns import template_offer
from dashboard.signed_in import Viewer
from etl.folder import DataFolder
from etl.record import audit
from etl.record.opening import open_record
from etl.returns.closing import close_drop
from etl.returns.load import check
from etl.returns.outcome import Status

Open = Callable[..., Any]


def offered(app: Any) -> list[str]:
    buttons = [one.proto for one in app.get("download_button")]
    return [one.label for one in buttons if re.search(r"-returns_template$", one.id)]


def choose(app: Any, half_term: Any) -> Any:
    return app.selectbox(key="returns_half_term").set_value(half_term).run()


@pytest.mark.parametrize("role", ["head", "school_staff"])
def test_a_school_is_offered_its_own_before_a_file_is_dropped(
    role: str, open_page: Open, small_folder: DataFolder
) -> None:
    app = choose(open_page(small_folder, "returns", role, school=ASH_LANE), AUTUMN_1)
    assert not app.exception
    assert offered(app) == ["Download a template with your pupils and last predictions"]
    app.file_uploader[0].set_value(
        [("a.csv", small_trust.sheet(ASH_LANE, AUTUMN_1).encode(), "text/csv")]
    ).run()
    assert offered(app) == []


@pytest.mark.parametrize("role", ["board", "ceo", "lead_teacher"])
def test_who_loads_no_returns_is_offered_none(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", role)
    assert "This page is not for your role" in text_of(app)
    assert not app.get("download_button")


def test_the_trust_chooses_a_school_first(open_page: Open, small_folder: DataFolder) -> None:
    app = choose(open_page(small_folder, "returns", "dtl"), AUTUMN_1)
    assert offered(app) == []
    assert template_offer.CHOOSE in text_of(app)
    app.selectbox(key="returns_school").set_value(OAKFIELD).run()
    assert len(offered(app)) == 1
    assert template_offer.CHOOSE not in text_of(app)


def test_a_closed_drop_has_none(open_page: Open, small_folder: DataFolder) -> None:
    close_drop(small_folder, AUTUMN_1, by="the trust")
    app = choose(open_page(small_folder, "returns", "head", school=OAKFIELD), AUTUMN_1)
    assert offered(app) == []


def test_before_the_first_return_it_is_called_empty(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "returns", "head", school=OAKFIELD)
    early = min(app.selectbox(key="returns_half_term").options)
    app.selectbox(key="returns_half_term").select(early).run()
    assert offered(app) == ["Download an empty template"]


def viewer(role: str, **of_scope: Any) -> Viewer:
    scope = scope_for(role, **of_scope)
    return Viewer(name="somebody", role=scope.role, own_schools=scope.own_schools, scope=scope)


def test_it_is_made_when_it_is_asked_for_and_then_logged(small_folder: DataFolder, tmp_path: Path) -> None:
    head = viewer("head", own_schools=[OAKFIELD])
    maker = template_offer.maker(small_folder, head, OAKFIELD, AUTUMN_1)
    with open_record(small_folder).reading() as connection:
        assert audit.latest(connection, 1)[0]["action"] != "make template"
    path = tmp_path / "return.xlsx"
    path.write_bytes(maker())
    assert check(small_folder, path)[0].status is Status.UNCHANGED
    with open_record(small_folder).reading() as connection:
        (line,) = audit.latest(connection, 1)
    assert (line["action"], line["who"], line["role"], line["urn"]) == (
        "make template",
        "somebody",
        "head",
        OAKFIELD,
    )


def test_whoever_may_not_load_a_schools_return_gets_nothing_made(small_folder: DataFolder) -> None:
    dtl = viewer("dtl")
    as_board = Viewer(
        name=dtl.name, role=dtl.role, own_schools=(), scope=as_audience(dtl.scope, Audience.BOARD)
    )
    for who in (viewer("board"), viewer("ceo"), viewer("head", own_schools=[ASH_LANE]), as_board):
        with pytest.raises(AccessDenied):
            template_offer.maker(small_folder, who, OAKFIELD, AUTUMN_1)()
    with open_record(small_folder).reading() as connection:
        assert "make template" not in {line["action"] for line in audit.latest(connection)}


@pytest.mark.browser
def test_a_head_downloads_it_and_drops_it_again(
    small_folder: DataFolder,
    start_server: Callable[[Path], Any],
    page: Any,
    settled: Callable[[Any], None],
    tmp_path: Path,
) -> None:
    server = start_server(small_folder.root)
    page.goto(server.url("returns", **{"as": "head", "school": OAKFIELD}))
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=template_offer.WITH_PUPILS).click()
    assert re.fullmatch(rf"return-{OAKFIELD}-\d{{4}}-\d\d-\w+-\d\.xlsx", download.value.suggested_filename)
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    (outcome,) = check(small_folder, saved)
    assert (outcome.school_urn, outcome.pupils) == (OAKFIELD, 20)
    page.locator("input[type=file]").set_input_files(str(saved))
    page.get_by_text("20 pupils").first.wait_for()
