"""The page on data drops: who may open it, closing with its consequences said, opening again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import text_of
from small_trust import AUTUMN_1, SUMMER_2

from etl.folder import DataFolder
from etl.record import drops
from etl.record.opening import open_record
from etl.returns.closing import close_drop

Open = Callable[..., Any]
CLOSE, OPEN_AGAIN = f"drop_close_{AUTUMN_1.slug}", f"drop_open_{AUTUMN_1.slug}"


def standing(folder: DataFolder) -> drops.Drop:
    with open_record(folder).reading() as connection:
        return drops.drop_of(connection, AUTUMN_1)


@pytest.mark.parametrize("role", ["head", "school_staff", "board", "lead_teacher"])
def test_who_closes_no_drop_is_refused(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", role)
    assert "This page is not for your role" in text_of(app)
    assert not [button for button in app.button if button.key.startswith("drop_")]


@pytest.mark.parametrize("role", ["ceo", "dtl", "data_manager"])
def test_who_has_sent_is_shown_and_who_has_not(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", role)
    assert not app.exception
    said = text_of(app)
    assert "2 of 3 returns in. Not sent: Ash Lane Primary School" in said
    assert "until it is opened again no return for it can be loaded" in said


def test_a_drop_is_closed_opened_and_closed_with_the_next_number(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "data_drops", "data_manager")
    app.button(key=CLOSE).click().run()
    assert "2026/27 Autumn 1 is closed as drop 1." in text_of(app)
    assert "closing again makes drop 1.1" in text_of(app)
    app.button(key=OPEN_AGAIN).click().run()
    assert not standing(small_folder).closed
    app.button(key=CLOSE).click().run()
    assert standing(small_folder).label == "1.1"
    assert standing(small_folder).closed_by == "this machine"


def test_a_drop_that_somebody_closed_meanwhile_is_not_closed_twice(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "data_drops", "dtl")
    close_drop(small_folder, AUTUMN_1, by="somebody else")
    app.button(key=CLOSE).click().run()
    assert "closed already, as drop 1" in text_of(app)
    assert standing(small_folder).closed_by == "somebody else"


def test_an_earlier_year_can_be_chosen(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", "ceo")
    app.selectbox(key="drops_year").set_value(SUMMER_2.starts).run()
    assert "3 of 3 returns in" in text_of(app)
    assert f"drop_close_{SUMMER_2.slug}" in {button.key for button in app.button}
