"""A trust whose results a teacher could check by hand: four schools, one of whose Year 6 is of four.

In 2024/25 Oakfield has 30 pupils in key stage 2, Elm Grove 40, Ash Lane 4 and Marlpit Rise 50; all met
writing and maths, and in reading two in three did (Ash Lane: 3 of 4). In the multiplication tables check
every second pupil of Oakfield has full marks. No return has come in.
"""

from __future__ import annotations

from pathlib import Path

from etl.folder import DataFolder
from etl.publish.current import bring_up_to_date
from etl.record import schools, settings
from etl.record.opening import make_record
from etl.results.assessments import Assessment
from etl.results.load import Asked, load_results
from etl.returns.outcome import Status
from tests.builders_returns import upn

OAKFIELD, ELM_GROVE, ASH_LANE, MARLPIT_RISE = 910001, 910002, 910003, 910004
NAMES = {
    OAKFIELD: "Oakfield Primary School",
    ELM_GROVE: "Elm Grove Primary School",
    ASH_LANE: "Ash Lane Primary School",
    MARLPIT_RISE: "Marlpit Rise Primary School",
}
PUPILS = {OAKFIELD: 30, ELM_GROVE: 40, ASH_LANE: 4, MARLPIT_RISE: 50}
MET_READING = {OAKFIELD: 20, ELM_GROVE: 27, ASH_LANE: 3, MARLPIT_RISE: 33}
SURNAME = "Quillfeather"


def build(place: Path) -> None:
    folder = DataFolder(place)
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(
            connection, [schools.School(urn=urn, name=name, la_code="999") for urn, name in NAMES.items()]
        )
        settings.put(connection, "trust_name", "The Trust of Results")
    first = 0
    for urn, pupils in PUPILS.items():
        lines = ["UPN,Surname,Forename,Reading SS,Maths SS,Writing TA,PP"]
        for one in range(pupils):
            score = 104 if one < MET_READING[urn] else 95
            lines.append(f"{upn(first + one)},{SURNAME},Pat{one},{score},105,EXS,{'Y' if one % 2 else 'N'}")
        _load(folder, lines, urn, Assessment.KS2)
        first += pupils
    lines = ["UPN,MTC score"] + [f"{upn(900 + one)},{25 if one % 2 else 20}" for one in range(30)]
    _load(folder, lines, OAKFIELD, Assessment.MTC)
    bring_up_to_date(folder, record)


def _load(folder: DataFolder, lines: list[str], urn: int, assessment: Assessment) -> None:
    path = folder.root / "sent.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = Asked(school_urn=urn, assessment=assessment, starts=2024)
    [outcome] = load_results(folder, path, asked, publish=False)
    path.unlink()
    assert outcome.status is Status.ACCEPTED, outcome.problems
