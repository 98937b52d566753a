"""The page on data drops: who may open it, closing with its consequences said, opening again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from conftest import text_of
from small_trust import ASH_LANE, AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, SUMMER_2, SURNAME, sheet

from etl.folder import DataFolder
from etl.record import drops, people, terms
from etl.record.opening import open_record
from etl.record.people import Person
from etl.returns.closing import close_drop
from etl.returns.load import load
from etl.roles import Role
from etl.vocabulary import Kind

Open = Callable[..., Any]
CLOSE, OPEN_AGAIN = f"drop_close_{AUTUMN_1.slug}", f"drop_open_{AUTUMN_1.slug}"


def standing(folder: DataFolder) -> drops.Drop:
    with open_record(folder).reading() as connection:
        return drops.drop_of(connection, AUTUMN_1)


@pytest.mark.parametrize("role", ["head", "school_staff", "board", "lead_teacher"])
def test_who_closes_no_drop_is_refused(role: str, open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", role)
    assert "This page is not for your role" in text_of(app)
    assert "Open the Trust dashboard" in text_of(app)
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


def test_closing_says_whose_rows_would_be_left_out(
    open_page: Open, small_folder: DataFolder, tmp_path: Any
) -> None:
    waits = "Rows that were held and would be left out: "
    app = open_page(small_folder, "data_drops", "dtl")
    assert waits not in text_of(app)
    path = tmp_path / "faulty.csv"
    path.write_text(sheet(ASH_LANE, AUTUMN_1).replace(",EXS,WTS,", ",Exppected,WTS,", 1), encoding="utf-8")
    load(small_folder, path, school_urn=ASH_LANE, half_term=AUTUMN_1, accept_good_rows=True)
    app.run()
    assert f"{waits}1 of Ash Lane Primary School." in text_of(app)


def test_an_earlier_year_can_be_chosen(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", "ceo")
    app.selectbox(key="drops_year").set_value(SUMMER_2.starts).run()
    assert "3 of 3 returns in" in text_of(app)
    assert f"drop_close_{SUMMER_2.slug}" in {button.key for button in app.button}


# What is still missing


def with_people(folder: DataFolder) -> None:
    with open_record(folder).writing() as connection:
        people.put_people(
            connection,
            [
                Person(
                    email="pat@example.org", name="Pat Hale", role=Role.HEAD, schools=frozenset({ASH_LANE})
                ),
                Person(
                    email="kim@example.org", name="Kim Moss", role=Role.HEAD, schools=frozenset({ELM_GROVE})
                ),
            ],
        )
        terms.put_terms(
            connection,
            [terms.Term(half_term=AUTUMN_1, starts=date(2026, 9, 1), ends=date(2026, 10, 23))],
        )


def chasing(app: Any, half_term: Any = AUTUMN_1) -> Any:
    app.selectbox(key="drops_year").set_value(half_term.starts).run()
    return app.selectbox(key=f"chasing_half_term_{half_term.starts}").set_value(half_term).run()


@pytest.mark.parametrize("role", ["ceo", "dtl", "data_manager"])
def test_a_missing_school_has_a_letter_to_its_head(
    role: str, open_page: Open, small_folder: DataFolder
) -> None:
    with_people(small_folder)
    app = chasing(open_page(small_folder, "data_drops", role))
    assert not app.exception
    said = text_of(app)
    assert "Not sent: 1 of 3 schools" in said
    assert 'href="mailto:pat@example.org?subject=Ash%20Lane%20Primary%20School' in said
    assert "kim@example.org" not in said
    (to, subject, letter) = [code.value for code in app.code]
    assert to == "pat@example.org"
    assert subject == "Ash Lane Primary School: return for 2026/27 Autumn 1"
    assert letter.startswith("Hello Pat Hale,")
    assert "23 October 2026" in letter
    assert "The Small Trust" in letter
    assert SURNAME not in said + letter


def test_several_missing_schools_have_one_letter_together_that_names_none(
    open_page: Open, small_folder: DataFolder, tmp_path: Any
) -> None:
    with_people(small_folder)
    sent = tmp_path / "sent.csv"
    sent.write_text(sheet(OAKFIELD, AUTUMN_2), encoding="utf-8")
    load(small_folder, sent, school_urn=OAKFIELD, half_term=AUTUMN_2)
    app = chasing(open_page(small_folder, "data_drops", "dtl"), AUTUMN_2)
    said = text_of(app)
    assert "Not sent: 2 of 3 schools" in said
    assert "mailto:?bcc=pat@example.org,kim@example.org&amp;" in said
    assert "No head is registered" not in said
    (to, subject, letter) = [code.value for code in app.code]
    assert to == "pat@example.org; kim@example.org"
    assert "Ash Lane" not in subject + letter
    app.selectbox(key=f"chasing_letter_{AUTUMN_2.slug}").set_value(ELM_GROVE).run()
    assert "Hello Kim Moss," in app.code[2].value


def test_a_school_without_a_head_has_a_letter_to_copy(open_page: Open, small_folder: DataFolder) -> None:
    app = chasing(open_page(small_folder, "data_drops", "dtl"))
    said = text_of(app)
    assert "No head is registered" in said
    assert "mailto:" not in said
    (_, letter) = [code.value for code in app.code]
    assert letter.startswith("Hello,\n\n")


def test_what_is_blank_in_what_was_sent_is_shown_by_year_group(
    open_page: Open, small_folder: DataFolder, tmp_path: Any
) -> None:
    sent = tmp_path / "sent.csv"
    lines = sheet(ASH_LANE, AUTUMN_1).splitlines()
    # Two of the five have no prediction in writing.
    for row in (1, 2):
        cells = lines[row].split(",")
        cells[9] = ""
        lines[row] = ",".join(cells)
    sent.write_text("\n".join(lines), encoding="utf-8")
    load(small_folder, sent, school_urn=ASH_LANE, half_term=AUTUMN_1)
    app = chasing(open_page(small_folder, "data_drops", "data_manager"))
    said = text_of(app)
    assert "Every school has sent its return for 2026/27 Autumn 1." in said
    assert "3 of 4 year groups that were sent are complete." in said
    assert "Writing: 2 of 5 blank" in said
    app.segmented_control(key="chasing_kind").set_value(Kind.CURRENT).run()
    assert "Every year group that was sent is complete." in text_of(app)


def test_a_closed_drop_is_not_chased(open_page: Open, small_folder: DataFolder) -> None:
    with_people(small_folder)
    close_drop(small_folder, AUTUMN_1, by="the trust")
    said = text_of(chasing(open_page(small_folder, "data_drops", "ceo")))
    assert "Ash Lane Primary School sent no return for 2026/27 Autumn 1. Its data drop is closed" in said
    assert "mailto:" not in said


@pytest.mark.parametrize("role", ["board", "head", "school_staff", "lead_teacher"])
def test_nobody_else_reaches_letters_or_blanks(role: str, open_page: Open, small_folder: DataFolder) -> None:
    with_people(small_folder)
    app = open_page(small_folder, "data_drops", role)
    said = text_of(app)
    assert "This page is not for your role" in said
    assert "mailto:" not in said
    assert "still missing" not in said
    assert not app.code


def test_nor_does_a_ceo_who_looks_as_the_board(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "data_drops", "ceo", audience="board")
    assert "This page is not for your role" in text_of(app)
    assert not app.code
