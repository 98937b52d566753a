"""What DfE published, to hold teachers' judgements of Year 6 against: England's and the authority's."""

from __future__ import annotations

from dashboard import whole_pupils
from dashboard.access import Scope
from dashboard.figures import National
from dashboard.queries.open_figures import Held, OpenFigure
from dashboard.queries.register import national_for
from etl.measures import Measure
from etl.publish.current import Published
from etl.reference.national import NationalRow


class PublishedBeside:
    """The latest published figures that a year may be held against. Made anew for every question."""

    def __init__(self, published: Published, scope: Scope, academic_year: str) -> None:
        self.published, self.scope, self.academic_year = published, scope, academic_year
        # What many figures of one question need is found once.
        self._england: dict[str, NationalRow | None] = {}
        self._authorities: dict[tuple[int | None, str], OpenFigure | None] = {}
        self._held: Held | None = None

    def england(self, measure: Measure, met: int, pupils: int) -> National | None:
        """England's figure, and how many whole pupils `met` of `pupils` are from it; None without one."""
        if measure.id not in self._england:
            self._england[measure.id] = national_for(self.published, measure.id, self.academic_year)
        found = self._england[measure.id]
        if found is None or found.value is None:
            return None
        return National(
            value=found.value,
            academic_year=found.academic_year,
            coverage=found.coverage,
            release=found.release,
            pupils_from=_apart(met, pupils, found.value),
            source=found.source,
        )

    def authority(
        self, measure: Measure, met: int, pupils: int, school_urn: int | None = None
    ) -> National | None:
        """The same of a school's authority; without a school, of that which all of ours are in."""
        if measure.national is None:
            return None
        where = (school_urn, measure.national)
        if where not in self._authorities:
            if self._held is None:
                self._held = Held(self.published, self.scope)
            found = self._held.comparators(measure.national, self.academic_year, school_urn)
            self._authorities[where] = found.authority
        held = self._authorities[where]
        if held is None or held.value is None:
            return None
        return National(
            value=held.value,
            academic_year=held.academic_year,
            coverage=held.coverage,
            release=held.release,
            pupils_from=_apart(met, pupils, held.value),
            source=held.source,
            name=held.name,
        )


def _apart(met: int, pupils: int, published: float) -> int:
    return whole_pupils.pupils_from_national(met, pupils, whole_pupils.basis_points(published))
