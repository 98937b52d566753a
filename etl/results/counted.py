"""Which result each statutory measure counts: one row a measure of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etl.measures import MEASURES, Basis, Unit
from etl.results.assessments import Assessment


class What(StrEnum):
    EXPECTED = "expected"  # the share of pupils who meet the expected standard
    HIGHER = "higher"  # the share who meet the higher standard; of the MTC: full marks
    AVERAGE = "average"  # the mean score of those who have one


@dataclass(frozen=True)
class Counted:
    measure: str
    assessment: Assessment
    subject: str  # a subject of the assessment; rwm and phonics_by_y2 are worked out from several
    what: What
    year_group: int


RWM = "rwm"
BY_Y2 = "phonics_by_y2"

# The measures whose id does not say all.
_OTHERWISE: dict[str, tuple[str, What]] = {
    "mtc_mean": ("mtc", What.AVERAGE),
    "mtc_full_marks": ("mtc", What.HIGHER),
    "phonics_y1_met": ("phonics", What.EXPECTED),
    "phonics_y2_met": (BY_Y2, What.EXPECTED),
    "gld": ("gld", What.EXPECTED),
}


def _counted(measure: str, assessment: Assessment, year_group: int) -> Counted:
    if measure in _OTHERWISE:
        return Counted(measure, assessment, *_OTHERWISE[measure], year_group)
    _, subject, what = measure.split("_")
    return Counted(measure, assessment, subject, What(what), year_group)


COUNTED: dict[str, Counted] = {
    one.id: _counted(one.id, Assessment(one.subject), one.year_groups[0])
    for one in MEASURES.values()
    # Progress rests on results of four years before and on all of England: published only, never counted.
    if one.basis is Basis.STATUTORY and one.unit is not Unit.PROGRESS
}
