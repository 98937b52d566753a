"""“Where to look” as each role meets it, in a trust that a teacher could check.

Oakfield teaches Year 5 (12 pupils) and Year 6 (8) in one class. In Autumn 2 seven of Year 5 are no longer
predicted to meet writing, and two of Year 6. Elm Grove joined the trust in Autumn 2, and half of its Year 6
of 12 lack a prediction in reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, Trust
from conftest import built_once, copied, text_of
from test_pages_trust import doors, read

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import by_chance, counted
from dashboard.furniture import behind
from dashboard.queries.alerts import alerts
from dashboard.queries.paired_predictions import changes
from dashboard.queries.predictions_held import predictions_to_ask
from dashboard.sections.changed import how_sure
from etl.folder import DataFolder
from etl.publish.current import bring_up_to_date
from etl.roles import Role
from etl.vocabulary import Subject

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
OF_A_SCHOOL = {Role.HEAD, Role.SCHOOL_STAFF}
SURNAME = "Quillfeather"
HEADINGS = "UPN,Surname,Forename,Year,Class,Reading Predicted,Writing Predicted,Maths Predicted"

FEWER = "Writing in Year 5 at Oakfield: 5 of 12 predicted to be at expected, 7 fewer than in Autumn 1."
MISSING = "Year 6 at Elm Grove: 6 of 12 have no prediction in reading."
TOO_FEW = "Oakfield, Year 6: 8 pupils there both times, too few to say (fewer than 11)."
JOINED = "Elm Grove: no predictions in Autumn 1 to compare with."


def on_the_page(sentence: str) -> str:
    """What follows the colon: what stands before it is set off."""
    return sentence.partition(": ")[2]


def build_cases(root: Path) -> None:
    root.mkdir(parents=True)
    trust = Trust(root)

    def mixed(falls: int, of_year_6: int) -> list[str]:
        return [
            f"{{{place}}},{SURNAME},Pat{place},{5 if place < 12 else 6},5/6M,{'EXS' if place % 3 else 'WTS'},"
            f"{'WTS' if place < falls or 12 <= place < 12 + of_year_6 else 'EXS'},"
            f"{'EXS' if place % 4 else 'GDS'}"
            for place in range(20)
        ]

    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, *mixed(0, 0))
    trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, *mixed(7, 2))
    half = [
        f"{{{place}}},{SURNAME},Sam{place},6,6A,{('EXS' if place % 2 else 'WTS') if place < 26 else ''},"
        f"{'EXS' if place % 3 else 'WTS'},EXS"
        for place in range(20, 32)
    ]
    trust.accepted(ELM_GROVE, AUTUMN_2, HEADINGS, *half)
    trust.publish()


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "cases_of_alerts", build_cases)
    return DataFolder(copied(root / "data", tmp_path / "cases"))


def test_the_cases_in_words(trust: DataFolder) -> None:
    held = alerts(bring_up_to_date(trust), scope_for(Role.DTL), AUTUMN_2)
    said = [one.sentence for one in held.alerts]
    # A doubt about the data stands before what pupils' predictions did.
    assert said.index(MISSING) < said.index(FEWER)
    # In a mixed-age class each year group is looked at by itself.
    assert not [one for one in said if one.startswith("Writing in Year 6 at Oakfield")]
    assert {TOO_FEW, JOINED} <= {one.sentence for one in held.not_looked_at}
    assert by_chance(held.comparisons)[0] < len(held.comparisons) * 0.05
    assert "comparisons were made. By chance alone" in held.summary


@pytest.mark.parametrize("scope", [scope_for(Role.DTL), scope_for(Role.HEAD, [OAKFIELD])])
def test_movement_counts_what_chance_gives_as_where_to_look_does(scope: Scope, trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    held = alerts(published, scope, AUTUMN_2)
    beside = changes(published, scope, AUTUMN_2, "writing_expected", 5)
    assert beside is not None
    assert beside.compared == tuple(one for one in held.comparisons if one.kind is kinds.MOVED)
    said = " ".join(how_sure(beside))
    about = counted(beside.compared)
    assert about[1:] in said


def test_movement_doubts_what_where_to_look_doubts(trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    for half_term in (AUTUMN_1, AUTUMN_2):
        asked = predictions_to_ask(published, scope_for(Role.DTL), half_term)
        found = alerts(published, scope_for(Role.DTL), half_term)
        assert {(one.cell.school_urn, kind) for one in asked for kind in one.doubts} == {
            (one.school_urn, one.kind) for one in found.alerts if one.kind.about_data
        }
    own = predictions_to_ask(published, scope_for(Role.HEAD, [ELM_GROVE]), AUTUMN_2)
    assert {one.cell.school_urn for one in own} == {ELM_GROVE}
    assert [one.cell.subject for one in own if kinds.MISSING in one.doubts] == [Subject.READING]
    with pytest.raises(AccessDenied):
        predictions_to_ask(published, scope_for(Role.BOARD), AUTUMN_2)


def test_a_scope_is_applied_to_all_of_it(trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    whole = alerts(published, scope_for(Role.CEO), AUTUMN_2)
    own = alerts(published, scope_for(Role.HEAD, [ELM_GROVE]), AUTUMN_2)
    assert {one.school_urn for one in whole.alerts} == {OAKFIELD, ELM_GROVE}
    for held in (own.alerts, own.comparisons, own.not_looked_at):
        assert {one.school_urn for one in held} <= {ELM_GROVE}
    assert own.alerts
    for scope in (
        scope_for(Role.BOARD),
        scope_for(Role.LEAD_TEACHER, [], ["reading"]),
        as_audience(scope_for(Role.CEO), "board"),
        as_audience(scope_for(Role.HEAD, [OAKFIELD]), "forum"),
    ):
        with pytest.raises(AccessDenied):
            alerts(published, scope, AUTUMN_2)


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.CEO, True), (Role.DTL, True), (Role.HEAD, False), (Role.SCHOOL_STAFF, False)],
)
def test_what_pupils_of_other_schools_did_is_for_leaders(role: Role, told: bool, trust: DataFolder) -> None:
    held = alerts(bring_up_to_date(trust), scope_for(role, [OAKFIELD]), AUTUMN_2)
    (one,) = [one for one in held.alerts if one.sentence == FEWER]
    whole = f"{one.why} {one.trust_why}"
    # Nobody else's Year 5 moved: there is no rest of the trust to set it beside.
    assert ("Judged by itself: in fewer than two other schools did pupils move" in whole) == told
    assert ("Judged by itself." in one.why) != told


@pytest.mark.parametrize("role", Role)
def test_each_role_meets_what_is_theirs(role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "alerts", role, school=OAKFIELD, leads="writing", half_term=AUTUMN_2.slug)
    assert not app.exception
    said = read(app)
    assert SURNAME not in text_of(app)
    assert (on_the_page(FEWER) in said) == (role in LEADERS | OF_A_SCHOOL)
    assert (TOO_FEW in said) == (role in LEADERS | OF_A_SCHOOL)
    for words in (on_the_page(MISSING), JOINED):
        assert (words in said) == (role in LEADERS), words
    if role not in LEADERS | OF_A_SCHOOL:
        assert "This page is not for your role" in said


@pytest.mark.parametrize("audience", ["board", "forum"])
@pytest.mark.parametrize("role", [Role.CEO, Role.HEAD])
def test_an_audience_is_told_nothing(audience: str, role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "alerts", role, school=OAKFIELD, audience=audience)
    assert "you cannot see forecasts" in read(app)
    assert on_the_page(FEWER) not in read(app)


def test_an_alert_is_a_door_to_what_it_is_about(open_page: Open, trust: DataFolder) -> None:
    ways = doors(open_page(trust, "alerts", "dtl", half_term=AUTUMN_2.slug))
    (moved,) = [way for way in ways if "writing_expected" in way and f"urn={OAKFIELD}" in way]
    assert moved.startswith("school?")
    assert moved.endswith("#moved")
    assert "year_group=5" in moved
    (missing,) = [way for way in ways if f"urn={ELM_GROVE}" in way and way.endswith("#lacking")]
    assert "lacking=" not in missing  # nobody's name is opened by it


def test_what_a_head_downloads_is_their_own(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, "alerts", "head", school=ELM_GROVE, half_term=AUTUMN_2.slug).exception
    written = json.dumps([table.rows for table in tables])
    assert "Elm Grove Primary School" in written
    assert "Oakfield" not in written
    assert SURNAME not in written


def test_what_was_looked_at_is_a_list_of_each_kind_with_its_counts(
    open_page: Open, trust: DataFolder
) -> None:
    said = read(open_page(trust, "alerts", "dtl", half_term=AUTUMN_2.slug))
    held = alerts(bring_up_to_date(trust), scope_for(Role.DTL), AUTUMN_2)
    compared = sum(one.kind is kinds.MOVED for one in held.comparisons)
    named = sum(one.kind is kinds.MOVED for one in held.alerts)
    assert (
        f"Predictions moved {named} named, of {compared} comparisons Looks at pupils who were there" in said
    )
    assert "Jumps Nothing named Looks at each pupil's prediction" in said


def test_a_half_term_with_nothing_before_it_says_so(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "alerts", "ceo", half_term=AUTUMN_1.slug))
    assert "No comparison could be made" in said
    assert "all 12 are predicted expected in writing" in said  # as built: the data are still looked at
    assert "Nothing stands out above the rest." in said
    assert "Reviewed" not in said  # nobody has
