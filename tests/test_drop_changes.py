"""What late corrections changed between drop 1 and drop 1.1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import text_of

from etl.publish.drop_changes import SchoolChanges, drop_changes
from etl.returns.closing import close_drop, reopen_drop
from etl.returns.outcome import Status
from tests.builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, Trust

HEADINGS = "UPN,Year,Reading Current"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    made = Trust(tmp_path)
    made.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},6,WTS", "{2},6,EXS")
    made.accepted(ELM_GROVE, AUTUMN_1, HEADINGS, "{3},6,WTS")
    close_drop(made.folder, AUTUMN_1, by="dtl")
    return made


def test_a_closed_drop_refuses_and_a_correction_gets_a_later_number(trust: Trust) -> None:
    correction = (HEADINGS, "{1},6,EXS", "{2},6,EXS", "{4},6,GDS")
    assert trust.load(OAKFIELD, AUTUMN_1, *correction).status is Status.REJECTED
    assert drop_changes(trust.folder, AUTUMN_1) == []
    reopen_drop(trust.folder, AUTUMN_1, by="dtl")
    trust.accepted(OAKFIELD, AUTUMN_1, *correction)
    # A later half-term's return meanwhile is none of the drop's.
    trust.accepted(ELM_GROVE, AUTUMN_2, HEADINGS, "{3},6,EXS")
    assert close_drop(trust.folder, AUTUMN_1, by="dtl").label == "1.1"
    [changed] = drop_changes(trust.folder, AUTUMN_1)
    assert (changed.former, changed.latter) == ("1", "1.1")
    assert changed.schools == (SchoolChanges(OAKFIELD, 1, 1, 0, 1, 0),)


def test_what_a_whole_return_took_out_is_in_it(trust: Trust) -> None:
    reopen_drop(trust.folder, AUTUMN_1, by="dtl")
    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{2},6,EXS", replace_whole=True)
    close_drop(trust.folder, AUTUMN_1, by="dtl")
    reopen_drop(trust.folder, AUTUMN_1, by="dtl")
    close_drop(trust.folder, AUTUMN_1, by="dtl")
    latest, first = drop_changes(trust.folder, AUTUMN_1)
    assert (latest.latter, latest.schools) == ("1.2", ())
    assert first.schools == (SchoolChanges(OAKFIELD, 0, 0, 1, 0, 1),)


def test_the_page_of_drops_shows_it(trust: Trust, open_page: Callable[..., Any]) -> None:
    reopen_drop(trust.folder, AUTUMN_1, by="dtl")
    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},6,EXS", "{2},6,EXS")
    close_drop(trust.folder, AUTUMN_1, by="dtl")
    app = open_page(trust.folder, "data_drops", "dtl")
    app.selectbox(key="drops_year").set_value(2025).run()
    assert not app.exception
    assert "What changed from drop 1 to drop 1.1" in [one.label for one in app.expander]
    assert "Oakfield Primary School" in text_of(app)
