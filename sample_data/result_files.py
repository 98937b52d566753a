"""The files that results come in: the Department's downloads, and what schools type themselves.

Each school keeps to one kind of file for an assessment, as WRITERS says; some of the Department's files
hold every school of the trust.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from etl.half_terms import academic_year_label
from etl.results.assessments import Assessment
from etl.results.codes import GOALS
from sample_data.results import YEARS, Key, Marked, ResultLine, gld
from sample_data.schools import (
    ASH_LANE,
    BY_URN,
    ELM_GROVE,
    KESTREL_WAY,
    LA_CODE,
    MARLPIT_RISE,
    OAKFIELD,
    SALTMARSH_LANE,
    SCHOOLS,
    WEAVERS_GREEN,
)
from sample_data.trackers.words import yes_no
from sample_data.trackers.workbooks import Book


class TrueResult(NamedTuple):
    """One row of `result`."""

    school_urn: int
    assessment: Assessment
    starts: int
    upn: str
    subject: str
    outcome: str | None
    score: int | None


@dataclass(frozen=True, kw_only=True)
class ResultFile:
    """One file of results. It says itself which assessment and year it is of; `school_urn` is given where
    it does not name its school."""

    path: Path
    assessment: Assessment
    starts: int
    school_urns: tuple[int, ...]
    school_urn: int | None
    truth: tuple[TrueResult, ...]


def _outcome(mark: Marked) -> str:
    return mark.outcome or ""


def _either(mark: Marked) -> str:
    """What stands in a cell that takes a score or, where there is none, a code."""
    return str(mark.score) if mark.score is not None else _outcome(mark)


def _csv(
    path: Path, headings: Sequence[str], rows: Iterator[Sequence[object]], encoding: str = "utf-8"
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def _details(line: ResultLine, starts: int) -> tuple[object, ...]:
    pupil, school = line.pupil, line.school
    return (
        *(f"{starts}/{starts + 1}", line.upn, pupil.surname.upper(), pupil.forename, pupil.dob.isoformat()),
        *(pupil.sex, f"{LA_CODE}{school.establishment}", school.urn),
    )


_DETAILS = ("ACADYR", "UPN", "SURNAME", "FORENAMES", "DOB", "SEX", "LAESTAB", "URN")
_KS2_TESTS = (("READ", "reading"), ("MAT", "maths"), ("GPS", "gps"))


def ks2_pupil(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """The Department's `ks2_pupil` download: outcome and score of each test, with its own words."""
    headings = [*_DETAILS, "FSM6CLA1A", "EALGRP", "SENPROVISION"]
    for name, _ in _KS2_TESTS:
        headings += [f"{name}OUTCOME", f"{name}SCORE", f"{name}EXP", f"{name}HIGH"]
    headings += ["WRITTAOUTCOME", "WRITTAEXP", "WRITTADEPTH", "SCITAOUTCOME", "READPROGSCORE"]

    def row(line: ResultLine) -> list[object]:
        pupil = line.pupil
        cells: list[object] = [
            *_details(line, starts),
            *(int(pupil.disadvantaged), 2 if pupil.eal else 1, pupil.sen),
        ]
        for _, subject in _KS2_TESTS:
            mark = line.results[subject]
            score = mark.score or 0
            cells += [mark.outcome, mark.score if mark.score else "", int(score >= 100), int(score >= 110)]
        written = line.results["writing"].outcome
        cells += [written, int(written in ("EXS", "GDS")), int(written == "GDS")]
        return [*cells, line.results["science"].outcome, ""]

    _csv(path, headings, (row(line) for line in lines))


def ks2_sheet(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """A school's own sheet: scaled scores where there are any, else codes; marks of the teachers beside."""
    headings = (
        *("UPN", "Last Name", "First Name", "Year", "Reading SS", "Maths SS", "GPS SS"),
        *("Writing TA", "Science TA"),
    )
    with Book(path, lines[0].school.name) as book:
        sheet = book.add_worksheet("SATs")
        sheet.write_string(0, 0, lines[0].school.name, book.title)
        sheet.write_string(1, 0, f"KS2 results {academic_year_label(starts)}", book.small)
        for column, heading in enumerate(headings):
            sheet.write_string(3, column, heading, book.heading)
        for number, line in enumerate(lines, start=4):
            pupil = line.pupil
            for column, text in enumerate((line.upn, pupil.surname, pupil.forename, "6")):
                sheet.write_string(number, column, text)
            for column, subject in enumerate(("reading", "maths", "gps"), start=4):
                mark = line.results[subject]
                if mark.score is not None:
                    sheet.write_number(number, column, mark.score)
                else:
                    sheet.write_string(number, column, _outcome(mark))
            for column, subject in enumerate(("writing", "science"), start=7):
                sheet.write_string(number, column, _outcome(line.results[subject]))
        foot = 5 + len(lines)
        scores = [score for line in lines if (score := line.results["reading"].score) is not None]
        sheet.write_string(foot, 0, "Average", book.total)
        sheet.write_number(foot, 4, round(sum(scores) / len(scores), 1), book.total)


_REASONS = {
    "A": "Absent during check window",
    "B": "Working below expectation",
    "L": "Left school",
}


def mtc_download(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """What the check's own service lets a school download."""
    headings = (
        *("ACADYR", "PupilMatchingRef", "UPN", "Surname", "Forename", "Sex", "DOB", "LA", "ESTAB", "LAESTAB"),
        *("URN", "FormMark", "PupilStatus", "ReasonNotTakingCheck"),
    )

    def row(number: int, line: ResultLine) -> tuple[object, ...]:
        pupil, school, mark = line.pupil, line.school, line.results["mtc"]
        return (
            *(f"{starts}/{starts + 1}", f"M{number:06d}", line.upn, pupil.surname.upper()),
            *(pupil.forename.upper(), pupil.sex, f"{pupil.dob:%d/%m/%Y}", LA_CODE, school.establishment),
            *(f"{LA_CODE}{school.establishment}", school.urn, "" if mark.score is None else mark.score),
            *(
                "Complete" if mark.outcome is None else "Not taking the check",
                _REASONS.get(_outcome(mark), ""),
            ),
        )

    _csv(path, headings, (row(number, line) for number, line in enumerate(lines, start=1)), "utf-8-sig")


def mtc_transfer_file(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """A Common Transfer File: its header names the year that begins, its results the one that ends."""
    school = lines[0].school
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<CTfile><Header><DocumentName>Common Transfer File</DocumentName>",
        f"<CTFversion>{starts % 100}.0</CTFversion><DocumentQualifier>partial</DocumentQualifier>",
        f"<SourceSchool><LEA>{LA_CODE}</LEA><Estab>{school.establishment}</Estab><URN>{school.urn}</URN>",
        f"<SchoolName>{escape(school.name)}</SchoolName><AcademicYear>{starts}</AcademicYear></SourceSchool>",
        "</Header><CTFpupilData>",
    ]
    for line in lines:
        pupil = line.pupil
        parts += [
            f"<Pupil><UPN>{line.upn}</UPN><Surname>{escape(pupil.surname.upper())}</Surname>",
            f"<Forename>{escape(pupil.forename.upper())}</Forename><DOB>{pupil.dob.isoformat()}</DOB>",
            f"<Sex>{pupil.sex}</Sex><StageAssessments><KeyStage><Stage>KS2</Stage><StageAssessment>",
            f"<Locale>ENG</Locale><Year>{starts + 1}</Year><Subject>MAT</Subject><Method>TT</Method>",
            "<Component>MTC</Component><ResultStatus>R</ResultStatus><ResultQualifier>MT</ResultQualifier>",
            f"<Result>{_either(line.results['mtc'])}</Result></StageAssessment></KeyStage></StageAssessments>",
            "</Pupil>",
        ]
    parts.append("</CTFpupilData></CTfile>")
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def phonics_book(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """A workbook with a sheet for Year 1 and one for those who took the check again in Year 2."""
    with Book(path, lines[0].school.name) as book:
        for year in (1, 2):
            sheet = book.add_worksheet(f"Year {year}")
            sheet.write_string(
                0, 0, f"Phonics screening check, Year {year}, {academic_year_label(starts)}", book.title
            )
            for column, heading in enumerate(("UPN", "Name", "Class", "Phonics Mark", "Outcome")):
                sheet.write_string(2, column, heading, book.heading)
            for number, line in enumerate((one for one in lines if one.year_group == year), start=3):
                pupil, mark = line.pupil, line.results["phonics"]
                sheet.write_string(number, 0, line.upn)
                sheet.write_string(number, 1, f"{pupil.surname}, {pupil.forename}")
                sheet.write_string(number, 2, f"{year}{line.form}")
                if mark.score is not None:
                    sheet.write_number(number, 3, mark.score)
                sheet.write_string(number, 4, _outcome(mark))


def phonics_pupil(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """The Department's `phonics_pupil` download."""
    headings = (*_DETAILS, "NCYEARACTUAL", "PHONICS_MARK", "PHONICS_OUTCOME")
    _csv(
        path,
        headings,
        (
            (
                *_details(line, starts),
                *(line.year_group, _score(line.results["phonics"]), _outcome(line.results["phonics"])),
            )
            for line in lines
        ),
    )


def _score(mark: Marked) -> object:
    return "" if mark.score is None else mark.score


_AREAS = (
    ("COM",) * 2 + ("PSE",) * 3 + ("PHY",) * 2 + ("LIT",) * 3 + ("MAT",) * 2 + ("UTW",) * 3 + ("EXP",) * 2
)


def eyfsp_pupil(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """The profile with a column for each goal, headed as the Department heads them."""
    goals = [f"FSP_{area}_{goal}" for area, goal in zip(_AREAS, GOALS, strict=True)]
    headings = ("FSP_ACADYR", "FSP_UPN", "FSP_SURNAME", "FSP_FORENAME", "FSP_SEX", "URN", *goals)
    _csv(
        path,
        headings,
        (
            (
                *(
                    f"{starts}/{starts + 1}",
                    line.upn,
                    line.pupil.surname,
                    line.pupil.forename,
                    line.pupil.sex,
                ),
                *(line.school.urn, *(line.results[goal].outcome for goal in GOALS)),
            )
            for line in lines
        ),
    )


def gld_list(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """A list of Reception that says no more than who reached a good level of development."""
    _csv(
        path,
        ("UPN", "Surname", "Forename", "Year Group", "PP", "GLD"),
        (
            (
                *(line.upn, line.pupil.surname, line.pupil.forename, "Reception"),
                *(yes_no(line.pupil.pupil_premium), gld(line)),
            )
            for line in lines
        ),
        "cp1252",
    )


def ks1_sheet(path: Path, lines: Sequence[ResultLine], starts: int) -> None:
    """A school's own key stage 1 judgements, which nobody collects any more."""
    with Book(path, lines[0].school.name) as book:
        sheet = book.add_worksheet("KS1")
        sheet.write_string(
            0, 0, f"End of Key Stage 1 teacher assessment {academic_year_label(starts)}", book.title
        )
        for column, heading in enumerate(
            ("UPN", "Surname", "Forename", "Reading TA", "Writing TA", "Maths TA")
        ):
            sheet.write_string(2, column, heading, book.heading)
        for number, line in enumerate(lines, start=3):
            marks = [_outcome(line.results[subject]) for subject in ("reading", "writing", "maths")]
            for column, text in enumerate((line.upn, line.pupil.surname, line.pupil.forename, *marks)):
                sheet.write_string(number, column, text)


Writer = Callable[[Path, Sequence[ResultLine], int], None]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kind of file: who sends it, and what of a result it says."""

    assessment: Assessment
    urns: tuple[int, ...]
    write: Writer
    suffix: str
    together: bool = False  # one file for all of these schools
    names_school: bool = True
    years: tuple[int, ...] = tuple(YEARS)
    scores_alone: bool = False  # a code stands only where there is no score
    gld_alone: bool = False


EVERYBODY = tuple(school.urn for school in SCHOOLS)
_OWN_SHEETS = (ASH_LANE, WEAVERS_GREEN)
_DOWNLOADS = tuple(urn for urn in EVERYBODY if urn not in _OWN_SHEETS)
WRITERS: tuple[Kept, ...] = (
    Kept(
        assessment=Assessment.KS2,
        urns=_DOWNLOADS,
        write=ks2_pupil,
        suffix=".csv",
        together=True,
        years=(2023,),
    ),
    Kept(assessment=Assessment.KS2, urns=_DOWNLOADS, write=ks2_pupil, suffix=".csv", years=(2024, 2025)),
    Kept(assessment=Assessment.KS2, urns=_OWN_SHEETS, write=ks2_sheet, suffix=".xlsx", scores_alone=True),
    Kept(
        assessment=Assessment.MTC,
        urns=tuple(urn for urn in EVERYBODY if urn != MARLPIT_RISE),
        write=mtc_download,
        suffix=".csv",
        together=True,
    ),
    Kept(assessment=Assessment.MTC, urns=(MARLPIT_RISE,), write=mtc_transfer_file, suffix=".xml"),
    Kept(
        assessment=Assessment.PHONICS,
        urns=(OAKFIELD, KESTREL_WAY, SALTMARSH_LANE),
        write=phonics_pupil,
        suffix=".csv",
    ),
    Kept(
        assessment=Assessment.PHONICS,
        urns=(ELM_GROVE, ASH_LANE, MARLPIT_RISE, WEAVERS_GREEN),
        write=phonics_book,
        suffix=".xlsx",
        names_school=False,
    ),
    Kept(
        assessment=Assessment.EYFSP,
        urns=tuple(urn for urn in EVERYBODY if urn != KESTREL_WAY),
        write=eyfsp_pupil,
        suffix=".csv",
        together=True,
    ),
    Kept(
        assessment=Assessment.EYFSP,
        urns=(KESTREL_WAY,),
        write=gld_list,
        suffix=".csv",
        names_school=False,
        gld_alone=True,
    ),
    Kept(assessment=Assessment.KS1, urns=(ELM_GROVE,), write=ks1_sheet, suffix=".xlsx", names_school=False),
)


def write_results(folder: Path, made: dict[Key, list[ResultLine]]) -> Iterator[ResultFile]:
    """Every file of results below a folder, oldest year first."""
    for starts in YEARS:
        for kept in WRITERS:
            if starts not in kept.years:
                continue
            urns = [urn for urn in kept.urns if (urn, kept.assessment, starts) in made]
            for some in [tuple(urns)] if kept.together else [(urn,) for urn in urns]:
                yield _write(folder, kept, some, starts, made)


def _write(
    folder: Path, kept: Kept, urns: tuple[int, ...], starts: int, made: dict[Key, list[ResultLine]]
) -> ResultFile:
    lines = [line for urn in urns for line in made[urn, kept.assessment, starts]]
    year = academic_year_label(starts).replace("/", "-")
    whose = "trust" if kept.together else BY_URN[urns[0]].slug
    path = folder / year / f"{whose}-{kept.assessment}-{year}{kept.suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept.write(path, lines, starts)
    return ResultFile(
        path=path,
        assessment=kept.assessment,
        starts=starts,
        school_urns=urns,
        school_urn=None if kept.names_school else urns[0],
        truth=tuple(_truth(kept, lines, starts)),
    )


def _truth(kept: Kept, lines: Sequence[ResultLine], starts: int) -> Iterator[TrueResult]:
    for line in lines:
        results = {"gld": Marked(gld(line), None)} if kept.gld_alone else dict(line.results)
        for subject, mark in results.items():
            outcome = None if kept.scores_alone and mark.score is not None else mark.outcome
            yield TrueResult(line.school.urn, kept.assessment, starts, line.upn, subject, outcome, mark.score)
