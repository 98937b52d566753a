"""The seven schools: how large, whom they serve, how they judge and predict, which tracker they keep.

Levels are in standard deviations of pupils' attainment: 0.1 moves a percentage near 60 by about four points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.vocabulary import Subject

TRUST_NAME = "Brambleside Learning Trust"
LA_CODE = "999"  # stands for no local authority
LA_NAME = "Bramblevale"  # nor is there one of this name
CLASS_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class SampleSchool:
    """One school. `forms_from`: entry year (the calendar year of Reception's September) -> forms of entry."""

    urn: int
    name: str
    establishment: str
    forms_from: Mapping[int, int]
    full: tuple[float, float]  # how full a new Reception is, lowest and highest
    disadvantaged: float
    sen_support: float
    sen_plan: float
    eal: float
    level: float
    optimism: float = 0.03  # of predictions, in Autumn 1; it shrinks as the year goes on
    strengths: Mapping[Subject, float] = field(default_factory=dict)  # on top of the level
    judges_reception: bool = False
    joined: int = 2023  # the calendar year of the September in which the trust took it in
    tracker: str

    @property
    def short_name(self) -> str:
        return self.name.split(" C of E")[0].split(" Primary")[0]

    @property
    def slug(self) -> str:
        return f"{self.urn}-{self.short_name.lower().replace(' ', '-')}"

    def forms(self, entered: int) -> int:
        return self.forms_from[max(year for year in self.forms_from if year <= entered)]


SCHOOLS: tuple[SampleSchool, ...] = (
    SampleSchool(
        urn=910001,
        name="Oakfield Primary School",
        establishment="2001",
        forms_from={2000: 2},
        full=(0.95, 1.0),
        disadvantaged=0.27,
        sen_support=0.13,
        sen_plan=0.03,
        eal=0.18,
        level=0.06,
        tracker="wide_csv",
    ),
    SampleSchool(
        urn=910002,
        name="Elm Grove C of E Primary School",
        establishment="3002",
        forms_from={2000: 2},
        full=(0.95, 1.0),
        disadvantaged=0.10,
        sen_support=0.11,
        sen_plan=0.025,
        eal=0.07,
        level=0.16,
        strengths={Subject.READING: 0.15},
        judges_reception=True,
        tracker="merged_headings",
    ),
    SampleSchool(
        urn=910003,
        name="Ash Lane Primary School",
        establishment="2003",
        forms_from={2000: 1},
        full=(0.80, 1.0),
        disadvantaged=0.20,
        sen_support=0.14,
        sen_plan=0.03,
        eal=0.05,
        level=0.0,
        tracker="year_sheets",
    ),
    SampleSchool(
        urn=910004,
        name="Marlpit Rise Primary Academy",
        establishment="2004",
        forms_from={2000: 2, 2021: 3},
        full=(0.94, 1.0),
        disadvantaged=0.31,
        sen_support=0.15,
        sen_plan=0.035,
        eal=0.34,
        level=0.02,
        judges_reception=True,
        tracker="long_text",
    ),
    SampleSchool(
        urn=910005,
        name="Kestrel Way Primary School",
        establishment="2005",
        forms_from={2000: 2},
        full=(0.88, 1.0),
        disadvantaged=0.37,
        sen_support=0.17,
        sen_plan=0.04,
        eal=0.22,
        level=-0.12,
        optimism=0.42,
        tracker="side_by_side",
    ),
    SampleSchool(
        urn=910006,
        name="Weavers Green C of E Primary School",
        establishment="3006",
        forms_from={2000: 2},
        full=(0.92, 1.0),
        disadvantaged=0.17,
        sen_support=0.12,
        sen_plan=0.03,
        eal=0.12,
        level=0.08,
        optimism=-0.34,
        strengths={Subject.MATHS: 0.25},
        tracker="class_sheets",
    ),
    SampleSchool(
        urn=910007,
        name="Saltmarsh Lane Primary School",
        establishment="2007",
        forms_from={2000: 2, 2024: 3},
        full=(0.90, 0.98),
        disadvantaged=0.42,
        sen_support=0.17,
        sen_plan=0.04,
        eal=0.15,
        level=-0.10,
        strengths={Subject.WRITING: 0.08},
        joined=2024,
        tracker="joined_headings",
    ),
)

BY_URN: dict[int, SampleSchool] = {school.urn: school for school in SCHOOLS}
OAKFIELD, ELM_GROVE, ASH_LANE, MARLPIT_RISE, KESTREL_WAY, WEAVERS_GREEN, SALTMARSH_LANE = BY_URN
