"""Rows without a UPN and UPNs issued anew: offered, confirmed by a person, kept, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.__main__ import main
from etl.errors import TrustDataError
from etl.record import audit, who_is_who
from etl.record.who_is_who import About
from etl.returns.confirming import decide, take_back
from etl.returns.load import undo
from etl.returns.offers import Strength
from etl.returns.outcome import Outcome, Status
from tests.builders_returns import upn
from tests.builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, Trust, found, words_of

HEADINGS = "UPN,Surname,Forename,DOB,Year,Reading Predicted"
ASH = "Ash,Anna,03/05/2015,6"
ELDER = "Elder,Emil,04/06/2015,6"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """Oakfield's Autumn 1 lists Anna Ash (1) and Emil Elder (2)."""
    made = Trust(tmp_path)
    made.accepted(OAKFIELD, AUTUMN_1, HEADINGS, f"{{1}},{ASH},WTS", f"{{2}},{ELDER},EXS")
    return made


def offered(outcome: Outcome) -> list[tuple[str, str, Strength]]:
    return [(one.about.value, one.known.upn, one.strength) for one in outcome.offers]


@pytest.mark.parametrize(
    ("row", "candidate", "strength"),
    [
        ("Ash,Anna,03/05/2015,6", 1, Strength.NAME_AND_BIRTH_DATE),
        ("ASH ,anna,2015-05-03,6", 1, Strength.NAME_AND_BIRTH_DATE),
        ("Àsh,Anna,3 May 2015,6", 1, Strength.NAME_AND_BIRTH_DATE),
        ("Ash,Anna,,6", 1, Strength.NAME_ALONE),
        ("Smith,Anna,03/05/2015,6", 1, Strength.FORENAME_AND_BIRTH_DATE),
        ("Ash,Anna,04/05/2015,6", None, None),  # born another day: somebody else
        ("Ash,Anna,,5", None, None),  # by name alone, and of another year group
        ("Elder,Emil,04/06/2015,6", None, None),  # stands in the file under his own UPN
        ("Ash,Bert,03/05/2015,6", None, None),
    ],
)
def test_a_row_without_upn_is_offered_a_pupil_who_is_not_listed(
    trust: Trust, row: str, candidate: int | None, strength: Strength | None
) -> None:
    outcome = trust.check(OAKFIELD, AUTUMN_2, HEADINGS, f"{{2}},{ELDER},EXS", f",{row},EXS")
    assert outcome.status is Status.REJECTED
    assert ("missing_upn", "A3") in found(outcome)
    assert offered(outcome) == ([("match", upn(candidate), strength)] if candidate else [])
    [stop] = [one for one in outcome.problems if one.code == "missing_upn"]
    assert ("confirm" in stop.suggestion) is (candidate is not None)


def test_where_two_pupils_could_be_meant_nobody_is_offered(trust: Trust) -> None:
    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{3},Ash,Anna,03/05/2015,6,WTS")
    outcome = trust.check(OAKFIELD, AUTUMN_2, HEADINGS, f"{{2}},{ELDER},EXS", f",{ASH},EXS")
    assert outcome.offers == ()


def test_where_two_rows_could_be_one_pupil_neither_is_offered_her(trust: Trust) -> None:
    outcome = trust.check(
        OAKFIELD, AUTUMN_2, HEADINGS, f"{{2}},{ELDER},EXS", f",{ASH},EXS", ",Birch,Anna,03/05/2015,6,EXS"
    )
    # The better match does not win by itself: a person has to look.
    assert offered(outcome) == []


def test_a_confirmed_match_is_kept_for_later_files(trust: Trust) -> None:
    lines = (HEADINGS, f"{{2}},{ELDER},EXS", f",{ASH},EXS")
    decide(trust.folder, trust.check(OAKFIELD, AUTUMN_2, *lines).offers, same=True, by="head")
    outcome = trust.accepted(OAKFIELD, AUTUMN_2, *lines)
    assert (outcome.pupils, outcome.held_rows) == (2, 0)
    assert trust.ask(
        "SELECT judgement FROM attainment WHERE half_term = 'Autumn 2' AND upn = " + f"'{upn(1)}'"
    ) == [("EXS",)]
    again = trust.check(OAKFIELD, AUTUMN_2, HEADINGS, f",{ASH},GDS")
    assert (again.status, found(again, "missing_upn")) == (Status.ACCEPTED, [])


def test_a_refused_match_is_not_offered_again(trust: Trust) -> None:
    lines = (HEADINGS, f"{{2}},{ELDER},EXS", f",{ASH},EXS")
    decide(trust.folder, trust.check(OAKFIELD, AUTUMN_2, *lines).offers, same=False, by="head")
    outcome = trust.check(OAKFIELD, AUTUMN_2, *lines)
    assert (outcome.status, outcome.offers) == (Status.REJECTED, ())


def test_a_tracker_without_any_upn_is_matched_row_by_row(trust: Trust) -> None:
    lines = (
        "Surname,Forename,DOB,Year,Reading Predicted",
        f"{ASH},EXS",
        f"{ELDER},GDS",
        "Fir,Finn,05/05/2015,6,WTS",
    )
    outcome = trust.check(OAKFIELD, AUTUMN_2, *lines)
    assert found(outcome, "no_upn_column") == [("no_upn_column", "A1")]
    assert [one.known.upn for one in outcome.offers] == [upn(1), upn(2)]
    loaded = trust.load(OAKFIELD, AUTUMN_2, *lines, confirm_matches=True, accept_good_rows=True)
    assert (loaded.status, loaded.pupils, loaded.held_rows) == (Status.ACCEPTED, 2, 1)


def test_a_pupil_of_another_school_of_ours_is_offered_by_name_and_birth_date(trust: Trust) -> None:
    outcome = trust.check(ELM_GROVE, AUTUMN_2, HEADINGS, f",{ASH},EXS", "{9},Fir,Finn,05/05/2015,6,WTS")
    [offer] = outcome.offers
    assert (offer.known.upn, offer.known.urn, offer.strength) == (
        upn(1),
        OAKFIELD,
        Strength.NAME_AND_BIRTH_DATE,
    )


def test_a_new_upn_is_a_check_and_joins_the_half_terms_once_confirmed(trust: Trust) -> None:
    lines = (HEADINGS, f"{{2}},{ELDER},EXS", f"{{5}},{ASH},EXS")
    outcome = trust.accepted(OAKFIELD, AUTUMN_2, *lines)
    assert found(outcome, "new_upn_for_known_pupil") == [("new_upn_for_known_pupil", "A3")]
    by_upn = "SELECT half_term, upn, judgement FROM attainment ORDER BY half_term_ordinal, upn"
    assert (("Autumn 1", upn(1), "WTS") in trust.ask(by_upn)) is True
    decide(trust.folder, outcome.offers, same=True, by="head")
    assert [row for row in trust.ask(by_upn) if row[1] != upn(2)] == [
        ("Autumn 1", upn(5), "WTS"),
        ("Autumn 2", upn(5), "EXS"),
    ]
    assert trust.ask("SELECT former_upn, upn FROM upn_history") == [(upn(1), upn(5))]
    # She is one of the two who stayed, and one prediction moved.
    moved = "SELECT stayers, moved_in FROM movement_count WHERE standard = 'expected' AND subject = 'reading'"
    assert trust.ask(moved) == [(2, 1)]
    # A file that still gives the former UPN is hers as well.
    assert trust.check(OAKFIELD, AUTUMN_2, HEADINGS, f"{{1}},{ASH},EXS").status is Status.UNCHANGED

    with trust.record.reading() as connection:
        [decision] = who_is_who.all_decisions(connection)
    take_back(trust.folder, decision.id, by="head")
    assert ("Autumn 1", upn(1), "WTS") in trust.ask(by_upn)


def test_a_new_upn_that_is_refused_is_no_check_any_more(trust: Trust) -> None:
    lines = (HEADINGS, f"{{2}},{ELDER},EXS", f"{{5}},{ASH},EXS")
    decide(trust.folder, trust.check(OAKFIELD, AUTUMN_2, *lines).offers, same=False, by="head")
    assert found(trust.check(OAKFIELD, AUTUMN_2, *lines), "new_upn_for_known_pupil") == []


def test_undoing_a_return_keeps_what_was_said_of_its_pupils(trust: Trust) -> None:
    outcome = trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, f"{{2}},{ELDER},EXS", f"{{5}},{ASH},EXS")
    decide(trust.folder, outcome.offers, same=True, by="head")
    assert outcome.return_id is not None
    undo(trust.folder, outcome.return_id)
    assert trust.ask("SELECT half_term, upn FROM attainment ORDER BY upn") == sorted(
        [("Autumn 1", upn(2)), ("Autumn 1", upn(5))], key=lambda row: row[1]
    )


def test_upns_issued_anew_twice_lead_to_the_present_one_and_never_in_a_circle(trust: Trust) -> None:
    def say(new: int, former: int) -> None:
        with trust.record.writing() as connection:
            who_is_who.decide(
                connection, OAKFIELD, About.REISSUED, upn(new), upn(former), same=True, by="head"
            )

    say(5, 1)
    say(6, 5)
    with trust.record.reading() as connection:
        decided = who_is_who.all_decisions(connection)
    assert who_is_who.reissued(decided) == {upn(1): upn(6), upn(5): upn(6)}
    for new, former in ((1, 6), (1, 5), (5, 5)):
        with pytest.raises(TrustDataError):
            say(new, former)


def test_no_message_and_no_line_of_the_log_holds_a_pupil(trust: Trust) -> None:
    outcome = trust.check(OAKFIELD, AUTUMN_2, HEADINGS, f",{ASH},EXS", f"{{6}},{ELDER},EXS")
    assert len(outcome.offers) == 2
    decide(trust.folder, outcome.offers, same=True, by="head")
    with trust.record.reading() as connection:
        logged = "".join(str(line) for line in audit.latest(connection))
    for private in ("Ash", "Anna", "2015", upn(1), upn(6)):
        assert private not in words_of(outcome)
        assert private not in logged


def test_the_command_line_confirms_what_is_sure(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    path = trust.file(HEADINGS, f"{{2}},{ELDER},EXS", f",{ASH},EXS")
    arguments = [str(path), "--school", str(OAKFIELD), "--half-term", "2025/26 Autumn 2"]
    data = ["--data", str(trust.folder.root)]
    assert main(["load", *arguments, *data]) == 1
    assert main(["load", *arguments, "--confirm-matches", *data]) == 0
    assert "2 pupils" in capsys.readouterr().out
