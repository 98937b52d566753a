"""Parts of a page are drawn once for all who see the same, and never shown to whoever sees another thing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from conftest import text_of

from dashboard.sections import changes
from dashboard.view import View
from etl.folder import DataFolder
from etl.record import settings
from etl.record.opening import open_record


@pytest.fixture
def own_figures(small_folder: DataFolder) -> DataFolder:
    """Figures of this test alone, of which nothing is kept yet."""
    named(small_folder, uuid.uuid4().hex)
    return small_folder


def named(folder: DataFolder, name: str) -> None:
    with open_record(folder).writing() as connection:
        settings.put(connection, "trust_name", name)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Each time that “What changed” was really drawn: for which role and audience."""
    times: list[tuple[str, str]] = []
    really = changes._show

    def counted(view: View, *given: Any) -> None:
        times.append((view.scope.role.value, str(view.scope.audience or "")))
        really(view, *given)

    monkeypatch.setattr(changes, "_show", counted)
    return times


def test_a_page_drawn_again_says_the_same_and_is_not_drawn_anew(
    open_page: Callable[..., Any], own_figures: DataFolder, drawn: list[tuple[str, str]]
) -> None:
    first = open_page(own_figures, "trust", "ceo")
    said = text_of(first)
    assert "What changed" in said
    again = first.run()
    assert text_of(again) == said
    other_tab = open_page(own_figures, "trust", "ceo")
    assert text_of(other_tab) == said
    assert [chart.proto.spec for chart in other_tab.get("plotly_chart")] == [
        chart.proto.spec for chart in again.get("plotly_chart")
    ]
    assert drawn == [("ceo", "")]


def test_other_eyes_another_address_and_other_figures_are_drawn_anew(
    open_page: Callable[..., Any], own_figures: DataFolder, drawn: list[tuple[str, str]]
) -> None:
    for role, address in (
        ("ceo", {}),
        ("ceo", {"audience": "board"}),
        ("board", {}),
        ("dtl", {}),
        ("ceo", {"kind": "current"}),
    ):
        assert not open_page(own_figures, "trust", role, **address).exception
    assert drawn == [("ceo", ""), ("ceo", "board"), ("board", ""), ("dtl", ""), ("ceo", "")]
    named(own_figures, "Another Name")
    assert not open_page(own_figures, "trust", "ceo").exception
    assert len(drawn) == 6
