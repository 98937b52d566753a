"""Ofsted's outcomes: its management information as published, or a typed list.

Three frameworks stand beside each other. A grade says something within its own framework alone: grades of two
are never compared, averaged or ordered together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from etl.open_data.places import Places
from etl.open_data.rows import Inspection, Reading, Release, refuse
from etl.open_data.table import Line, OpenTable
from etl.open_data.told import Told

MANAGEMENT_INFORMATION = "ofsted"
TYPED = "ofsted list"

OVERALL = "Overall effectiveness"
UNGRADED = "Ungraded inspection"
SAFEGUARDING = "Safeguarding"

_FOUR_GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
_OLD_AREAS = (
    "Quality of education",
    "Behaviour and attitudes",
    "Personal development",
    "Leadership and management",
    "Early years provision",
    "Sixth form provision",
)


@dataclass(frozen=True)
class Framework:
    """One way of grading: from when until when, what is graded, and the grades from best to worst."""

    id: str
    label: str
    first: date
    last: date
    areas: tuple[str, ...]
    grades: tuple[str, ...]


FRAMEWORKS: dict[str, Framework] = {
    one.id: one
    for one in (
        Framework(
            "overall_grade",
            "Graded overall, to August 2024",
            date(2005, 9, 1),
            date(2024, 8, 31),
            (OVERALL, *_OLD_AREAS),
            _FOUR_GRADES,
        ),
        Framework(
            "area_grades",
            "Graded by area, September 2024 to November 2025",
            date(2024, 9, 1),
            date(2025, 11, 9),
            _OLD_AREAS,
            _FOUR_GRADES,
        ),
        Framework(
            "report_card",
            "Report card, from 10 November 2025",
            date(2025, 11, 10),
            date(2100, 1, 1),
            (
                "Inclusion",
                "Curriculum and teaching",
                "Achievement",
                "Attendance and behaviour",
                "Personal development and well-being",
                "Leadership and governance",
                "Early years",
                "Post-16 provision",
            ),
            ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement"),
        ),
    )
}
SAFEGUARDING_GRADES = ("Met", "Not met")
FROM_NUMBERS = {str(number): grade for number, grade in enumerate(_FOUR_GRADES, start=1)}
NOT_GRADED = {"", "null", "9", "not judged", "not applicable", "n/a", "0"}

AREA_SPELLINGS = {
    "effectiveness of leadership and management": "Leadership and management",
    "personal development and wellbeing": "Personal development and well-being",
    "early years provision (where applicable)": "Early years provision",
    "sixth form provision (where applicable)": "Sixth form provision",
    "sixth form": "Post-16 provision",
    "safeguarding standards": SAFEGUARDING,
}


@dataclass(frozen=True)
class Layout:
    """One inspection in a row of the management information. The first date column there is counts."""

    areas: dict[str, str]  # heading -> area
    inspected: tuple[str, ...]
    published: tuple[str, ...]
    urn_then: tuple[str, ...]
    card: bool = False  # a report card; else its date says the framework


def _graded(before: str) -> dict[str, str]:
    names = {
        "overall effectiveness": OVERALL,
        "quality of education": "Quality of education",
        "behaviour and attitudes": "Behaviour and attitudes",
        "personal development": "Personal development",
        "effectiveness of leadership and management": "Leadership and management",
        "early years provision (where applicable)": "Early years provision",
        "sixth form provision (where applicable)": "Sixth form provision",
    }
    return {f"{before}{heading}": area for heading, area in names.items()}


LAYOUTS: tuple[Layout, ...] = (
    # Since report cards came, the last graded inspection before them stands apart.
    Layout(
        _graded("Latest OEIF "),
        ("Inspection start date of latest OEIF graded inspection",),
        ("Publication date of latest OEIF graded inspection",),
        ("URN at time of latest OEIF graded inspection",),
    ),
    Layout(
        _graded(""),
        ("Inspection start date",),
        ("Publication date",),
        ("URN at time of latest full inspection", "URN at time of latest graded inspection"),
    ),
    Layout(
        {
            "Inclusion": "Inclusion",
            "Curriculum and teaching": "Curriculum and teaching",
            "Achievement": "Achievement",
            "Attendance and behaviour": "Attendance and behaviour",
            "Personal development and wellbeing": "Personal development and well-being",
            "Leadership and governance": "Leadership and governance",
            "Early years (where applicable)": "Early years",
            "Post-16 provision (where applicable)": "Post-16 provision",
            "Safeguarding standards": SAFEGUARDING,
        },
        ("Inspection start date",),
        ("Publication date",),
        ("URN at time of inspection",),
        card=True,
    ),
    Layout(
        {"Ungraded inspection overall outcome": UNGRADED},
        ("Date of latest ungraded inspection",),
        ("Ungraded inspection publication date",),
        ("URN at time of the ungraded inspection",),
    ),
)


def is_management_information(table: OpenTable) -> bool:
    graded = any(heading in table for layout in LAYOUTS[:3] for heading in layout.areas)
    return "URN" in table and graded and any(one in table for layout in LAYOUTS for one in layout.inspected)


def is_typed_list(table: OpenTable) -> bool:
    return all(one in table for one in ("urn", "framework", "inspection_date", "area", "grade"))


def read_management_information(table: OpenTable, places: Places, told: Told) -> Reading:
    """The latest inspections of our schools. Raises OpenFileError with every fault."""
    reading = Reading(
        kind=MANAGEMENT_INFORMATION,
        title="Ofsted management information: latest inspections",
        release=Release.NOT_STATED,
    )
    faults: list[str] = []
    for line in table:
        found = places.school_of(line.text("URN"))
        if found is not None:
            for layout in LAYOUTS:
                reading.inspections += _of_layout(line, layout, found[0], faults)
    if faults:
        raise refuse(table.name, faults)
    return reading


def read_typed_list(table: OpenTable, places: Places, told: Told) -> Reading:
    """A list of grades of our schools, one a line. Raises OpenFileError with every fault."""
    reading = Reading(kind=TYPED, title="A typed list of inspections", release=Release.NOT_STATED)
    faults: list[str] = []
    for line in table:
        found = places.school_of(line.text("urn"))
        if found is None:
            faults.append(f"{line.place('urn')}: no school with URN {line.text('urn')[:10]} is registered.")
            continue
        framework = FRAMEWORKS.get(line.text("framework"))
        if framework is None:
            faults.append(f"{line.place('framework')}: write one of {', '.join(FRAMEWORKS)}.")
            continue
        area = _area(framework, line.text("area"))
        if area is None:
            said = ", ".join((*framework.areas, UNGRADED, SAFEGUARDING))
            faults.append(f"{line.place('area')}: {framework.label} has {said}.")
            continue
        grade = _grade(framework, area, line.text("grade"))
        if grade is None:
            allowed = SAFEGUARDING_GRADES if area == SAFEGUARDING else framework.grades
            faults.append(
                f"{line.place('grade')}: “{line.text('grade')[:30]}” is none of {', '.join(allowed)}."
            )
            continue
        inspected, published = _day(line, "inspection_date", faults), _day(line, "publication_date", faults)
        if inspected is None:
            if not line.text("inspection_date"):
                faults.append(f"{line.place('inspection_date')}: the date is missing.")
            continue
        if not framework.first <= inspected <= framework.last:
            faults.append(
                f"{line.place('inspection_date')}: on that day Ofsted did not inspect by {framework.id}."
            )
            continue
        reading.inspections.append(
            Inspection(
                school_urn=found[0],
                urn_then=int(line.text("urn")),
                framework=framework.id,
                inspection_date=inspected,
                publication_date=published,
                area=area,
                grade=grade,
                source="Ofsted, as typed",
            )
        )
    if faults:
        raise refuse(table.name, faults)
    return reading


def framework_on(day: date) -> Framework:
    return next(one for one in FRAMEWORKS.values() if one.first <= day <= one.last)


def _of_layout(line: Line, layout: Layout, urn: int, faults: list[str]) -> list[Inspection]:
    graded = {
        heading: line.text(heading)
        for heading in layout.areas
        if heading in line.table and line.text(heading).casefold() not in NOT_GRADED
    }
    when = next((one for one in layout.inspected if line.text(one)), "")
    if not graded or not when or line.text(when).casefold() in NOT_GRADED:
        return []
    inspected = _day(line, when, faults)
    if inspected is None:
        return []
    framework = _framework(layout, inspected)
    if framework is None:
        return []
    published = next((one for one in layout.published if line.text(one)), "")
    then = next((line.text(one) for one in layout.urn_then if re.fullmatch(r"\d{6}", line.text(one))), None)
    made = []
    for heading, text in graded.items():
        area = layout.areas[heading]
        if area not in (*framework.areas, UNGRADED, SAFEGUARDING):
            continue  # an overall grade that was carried on from before there was none
        grade = _grade(framework, area, text)
        if grade is None:
            faults.append(f"{line.place(heading)}: “{text[:30]}” is no grade of {framework.label}.")
            continue
        made.append(
            Inspection(
                school_urn=urn,
                urn_then=int(then or line.text("URN")),
                framework=framework.id,
                inspection_date=inspected,
                publication_date=_day(line, published, faults) if published else None,
                area=area,
                grade=grade,
                source="Ofsted management information",
            )
        )
    return made


def _framework(layout: Layout, inspected: date) -> Framework | None:
    """By which an inspection was graded; None where a report card is dated before there were any."""
    on_the_day = framework_on(inspected)
    if layout.card:
        return on_the_day if on_the_day.id == "report_card" else None
    if UNGRADED in layout.areas.values() or on_the_day.id != "report_card":
        return on_the_day
    return FRAMEWORKS["area_grades"]  # begun by the old framework, when the new had come in elsewhere


def _area(framework: Framework, text: str) -> str | None:
    tidy = " ".join(text.split()).casefold()
    tidy = AREA_SPELLINGS.get(tidy, tidy).casefold()
    return next((one for one in (*framework.areas, UNGRADED, SAFEGUARDING) if one.casefold() == tidy), None)


def _grade(framework: Framework, area: str, text: str) -> str | None:
    """A grade in the framework's own words. What an ungraded inspection found is kept as Ofsted put it."""
    if area == UNGRADED:
        return text or None
    allowed = SAFEGUARDING_GRADES if area == SAFEGUARDING else framework.grades
    if framework.grades == _FOUR_GRADES:
        text = FROM_NUMBERS.get(text, text)
    return next((one for one in allowed if one.casefold() == text.casefold()), None)


def _day(line: Line, heading: str, faults: list[str]) -> date | None:
    text = line.text(heading)
    if text.casefold() in NOT_GRADED:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    faults.append(f"{line.place(heading)}: “{text[:20]}” is not a date; write it as 31/12/2026.")
    return None
