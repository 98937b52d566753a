"""The lists that the sample trust's data manager keeps: schools, people, terms and targets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl.half_terms import HALF_TERM_NAMES, academic_year_label
from etl.roles import Role
from sample_data.calendar import FIRST_YEAR, LAST_YEAR, TERM_DATES
from sample_data.schools import (
    ASH_LANE,
    ELM_GROVE,
    KESTREL_WAY,
    LA_CODE,
    LA_NAME,
    MARLPIT_RISE,
    OAKFIELD,
    SALTMARSH_LANE,
    SCHOOLS,
    TRUST_NAME,
    WEAVERS_GREEN,
)

SCHOOL_HEADINGS = (
    *("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName"),
    *("TypeOfEstablishment (name)", "EstablishmentStatus (name)", "PhaseOfEducation (name)"),
    *("StatutoryLowAge", "StatutoryHighAge", "Trusts (name)"),
)
# The school that Saltmarsh Lane was before it joined the trust: closed, so it is not registered.
PREDECESSOR = (
    *("910107", LA_CODE, LA_NAME, "2107", "Saltmarsh Lane Community Primary School"),
    *("Community school", "Closed", "Primary", "4", "11", ""),
)

HEADS = {
    OAKFIELD: ("Rowena Penhallick", "r.penhallick"),
    ELM_GROVE: ("Gareth Stavelow", "g.stavelow"),
    ASH_LANE: ("Nadia Quarrendon", "n.quarrendon"),
    MARLPIT_RISE: ("Kwabena Lissett", "k.lissett"),
    KESTREL_WAY: ("Helen Orlebar", "h.orlebar"),
    WEAVERS_GREEN: ("Duncan Thurlbeck", "d.thurlbeck"),
    SALTMARSH_LANE: ("Sunita Averhoe", "s.averhoe"),
}
# (name, account, role, schools, subjects)
OTHERS = (
    ("Miriam Castledine", "m.castledine", Role.CEO, "", ""),
    ("Owain Fellgate", "o.fellgate", Role.DTL, "", ""),
    ("Tessa Winterborne", "t.winterborne", Role.SCHOOL_STAFF, str(OAKFIELD), ""),
    ("Anil Brockhurst", "a.brockhurst", Role.LEAD_TEACHER, "", "writing"),
    ("Lord Peregrine Maltravis", "p.maltravis", Role.BOARD, "", ""),
    ("Joanna Sedgebeer", "j.sedgebeer", Role.DATA_MANAGER, "", ""),
)

# Targets for Year 6 in 2023/24, percent at the expected standard: RWM, reading, writing, maths.
YEAR_6_TARGETS = {
    None: (62, 76, 74, 75),
    OAKFIELD: (60, 74, 72, 74),
    ELM_GROVE: (70, 82, 78, 79),
    ASH_LANE: (64, 77, 74, 76),
    MARLPIT_RISE: (61, 75, 74, 75),
    KESTREL_WAY: (60, 74, 72, 73),
    WEAVERS_GREEN: (65, 78, 75, 80),
    SALTMARSH_LANE: (55, 70, 70, 68),
}
TARGET_MEASURES = ("rwm_expected", "reading_expected", "writing_expected", "maths_expected")
# (year group, measure, percent in 2023/24), for the trust alone.
OTHER_TRUST_TARGETS = ((6, "rwm_higher", 8), (4, "rwm_expected", 60), (2, "rwm_expected", 60))


def write_schools(path: Path) -> Path:
    rows = [
        (
            *(str(school.urn), LA_CODE, LA_NAME, school.establishment, school.name),
            *("Academy converter", "Open", "Primary", "4", "11", TRUST_NAME),
        )
        for school in SCHOOLS
    ]
    return _write(path, SCHOOL_HEADINGS, [*rows, PREDECESSOR])


def write_people(path: Path) -> Path:
    rows = [
        (f"{account}@example.org", name, role.value, schools, subjects)
        for name, account, role, schools, subjects in OTHERS
    ]
    rows += [
        (f"{account}@example.org", name, Role.HEAD.value, str(urn), "")
        for urn, (name, account) in HEADS.items()
    ]
    return _write(path, ("email", "name", "role", "schools", "subjects"), rows)


def write_terms(path: Path) -> Path:
    rows = [
        (academic_year_label(year), name, first.isoformat(), last.isoformat())
        for year, dates in TERM_DATES.items()
        for name, (first, last) in zip(HALF_TERM_NAMES, dates, strict=True)
    ]
    return _write(path, ("academic_year", "half_term", "starts", "ends"), rows)


def write_targets(path: Path) -> Path:
    headings = (
        *("urn", "academic_year", "year_group", "measure"),
        *("target_percent", "set_by", "rule", "set_on"),
    )
    return _write(path, headings, list(_target_rows()))


def _target_rows() -> Iterable[tuple[object, ...]]:
    """A school's own targets rise by a point a year, from the year in which it joined."""
    joined = {school.urn: school.joined for school in SCHOOLS}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        when = (academic_year_label(year), f"{year}-09-30")
        more = year - FIRST_YEAR
        for urn, percents in YEAR_6_TARGETS.items():
            if urn is not None and joined[urn] > year:
                continue
            rule = "One point above last year's target" if more else "Agreed when targets were first set"
            for measure, percent in zip(TARGET_MEASURES, percents, strict=True):
                yield (urn or "", when[0], 6, measure, percent + more, "CEO and head", rule, when[1])
        for year_group, measure, percent in OTHER_TRUST_TARGETS:
            yield ("", when[0], year_group, measure, percent + more, "Board", "Board's plan", when[1])


def _write(path: Path, headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
    return path
