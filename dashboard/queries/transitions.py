"""How a cohort's judgements in one subject moved from one half-term to another, band by band.

The cohort is the school's year group; where the earlier half-term is in the academic year before, the year
group is a year younger. For a school's own staff and the trust's leaders.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.chance import mcnemar_mid_p
from dashboard.queries.pupils import PupilLine, pupil_list
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Judgement, Kind, Subject

# Where a pupil stands who has no judgement, or was not there at one end.
NOT_ASSESSED, JOINED, LEFT = "none", "joined", "left"
BANDS = tuple(one.value for one in Judgement)
STOOD = (*BANDS, NOT_ASSESSED, JOINED)  # the rows of the table
STANDS = (*BANDS, NOT_ASSESSED, LEFT)  # its columns

Cell = tuple[str, str]  # one of STOOD, one of STANDS

HELD = """
SELECT DISTINCT
    academic_year,
    half_term_ordinal,
    subject
FROM attainment_count
WHERE pupil_group = 'all'
AND school_urn = $school_urn
AND kind = $kind
AND assessed > 0
AND subject IN $subjects
AND (
    (academic_year = $academic_year AND year_group = $year_group)
    OR (academic_year = $year_before AND year_group = $year_group - 1)
)
"""

TRANSITIONS = """
WITH standing AS (
    SELECT
        pupil.upn,
        pupil.academic_year,
        pupil.half_term_ordinal,
        coalesce(mark.judgement, 'none') AS judgement
    FROM pupil_half_term AS pupil
    LEFT JOIN mark
        ON mark.academic_year = pupil.academic_year
        AND mark.half_term_ordinal = pupil.half_term_ordinal
        AND mark.school_urn = pupil.school_urn
        AND mark.upn = pupil.upn
        AND mark.subject = $subject
        AND mark.kind = $kind
    WHERE pupil.school_urn = $school_urn
    AND pupil.on_roll
    AND (
        (
            pupil.academic_year = $then_year
            AND pupil.half_term_ordinal = $then_ordinal
            AND pupil.year_group = $then_year_group
        )
        OR (
            pupil.academic_year = $now_year
            AND pupil.half_term_ordinal = $now_ordinal
            AND pupil.year_group = $year_group
        )
    )
),
earlier AS (
    SELECT upn, judgement FROM standing
    WHERE academic_year = $then_year AND half_term_ordinal = $then_ordinal
),
later AS (
    SELECT upn, judgement FROM standing
    WHERE academic_year = $now_year AND half_term_ordinal = $now_ordinal
)
SELECT
    coalesce(earlier.judgement, 'joined') AS stood,
    coalesce(later.judgement, 'left') AS stands,
    count(*) AS pupils
FROM earlier
FULL JOIN later USING (upn)
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class Span:
    """What is followed: one subject and kind of one year group, from an earlier half-term to a later."""

    school_urn: int
    year_group: int  # in the later half-term
    subject: Subject
    kind: Kind
    since: HalfTerm
    until: HalfTerm

    @property
    def year_group_then(self) -> int:
        return self.year_group - (self.until.starts - self.since.starts)

    @property
    def new_expectations(self) -> bool:
        """Whether the two are judgements of what different years expect."""
        return self.since.starts != self.until.starts


@dataclass(frozen=True, kw_only=True)
class Transitions:
    """Pupils by where they stood and where they stand; a cell that nobody is in is not there."""

    span: Span
    pupils: dict[Cell, int]

    def _sum(self, *, up: bool | None) -> int:
        """Those judged both times who moved up (True), down (False) or neither (None)."""
        return sum(pupils for cell, pupils in self.pupils.items() if judged_twice(cell) and rose(cell) is up)

    @property
    def stayed(self) -> int:
        return self._sum(up=None)

    @property
    def up(self) -> int:
        return self._sum(up=True)

    @property
    def down(self) -> int:
        return self._sum(up=False)

    @property
    def there_both_times(self) -> int:
        return sum(
            pupils for (stood, stands), pupils in self.pupils.items() if stood != JOINED and stands != LEFT
        )

    @property
    def judged_both_times(self) -> int:
        return self.stayed + self.up + self.down

    @property
    def on_roll_then(self) -> int:
        return sum(self.pupils.values()) - self.joined

    @property
    def on_roll_now(self) -> int:
        return sum(self.pupils.values()) - self.left

    @property
    def joined(self) -> int:
        return self.stood(JOINED)

    @property
    def left(self) -> int:
        return self.stands(LEFT)

    def stood(self, place: str) -> int:
        return sum(pupils for (stood, _), pupils in self.pupils.items() if stood == place)

    def stands(self, place: str) -> int:
        return sum(pupils for (_, stands), pupils in self.pupils.items() if stands == place)

    @property
    def p_value(self) -> float:
        """How likely so uneven a split of ups and downs is by chance alone."""
        return float(mcnemar_mid_p(self.up, self.down)) if self.up + self.down else 1.0


def judged_twice(cell: Cell) -> bool:
    return cell[0] in BANDS and cell[1] in BANDS


def rose(cell: Cell) -> bool | None:
    """Up (True), down (False); None where the band is the same or there is none at one end."""
    if not judged_twice(cell) or cell[0] == cell[1]:
        return None
    return Judgement(cell[1]).rank > Judgement(cell[0]).rank


@kept(48)
def spans_held(
    published: Published, scope: Scope, school_urn: int, year_group: int, kind: Kind, until: HalfTerm
) -> dict[Subject, list[HalfTerm]]:
    """By subject that the cohort is judged in, the earlier half-terms in which it was too, in time order.

    They go back to the academic year before, when the cohort was a year younger; Reception is not followed.
    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    rows = fetch_rows(
        published,
        HELD,
        {
            "school_urn": school_urn,
            "year_group": year_group,
            "kind": kind.value,
            "subjects": [one.value for one in Subject],
            "academic_year": until.academic_year,
            "year_before": until.a_year_before.academic_year,
        },
    )
    held: dict[str, list[HalfTerm]] = {}
    for row in rows:
        half_term = HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])
        if half_term <= until and year_group - (until.starts - half_term.starts) > RECEPTION:
            held.setdefault(row["subject"], []).append(half_term)
    return {
        subject: sorted(half_term for half_term in held[subject.value] if half_term < until)
        for subject in Subject
        if until in held.get(subject.value, [])
    }


@kept(48)
def transitions(published: Published, scope: Scope, span: Span) -> Transitions:
    """Everyone who was on the cohort's roll at either end. Raises AccessDenied as `spans_held` does."""
    check_can(scope, Action.SEE_DETAIL, span.school_urn)
    rows = fetch_rows(
        published,
        TRANSITIONS,
        {
            "school_urn": span.school_urn,
            "subject": span.subject.value,
            "kind": span.kind.value,
            "then_year": span.since.academic_year,
            "then_ordinal": span.since.ordinal,
            "then_year_group": span.year_group_then,
            "now_year": span.until.academic_year,
            "now_ordinal": span.until.ordinal,
            "year_group": span.year_group,
        },
    )
    return Transitions(span=span, pupils={(row["stood"], row["stands"]): int(row["pupils"]) for row in rows})


def pupils_behind(published: Published, scope: Scope, span: Span, cell: Cell) -> list[PupilLine]:
    """The pupils of one cell by name, as they are in the later half-term; those who left, as they were.

    Raises AccessDenied where the scope may see no names there.
    """
    urn = span.school_urn
    then = {one.upn: one for one in pupil_list(published, scope, urn, span.since, span.year_group_then)}
    now = {one.upn: one for one in pupil_list(published, scope, urn, span.until, span.year_group)}
    return [
        line
        for upn, line in ({**then, **now}).items()
        if (_place(then.get(upn), span, JOINED), _place(now.get(upn), span, LEFT)) == cell
    ]


def _place(line: PupilLine | None, span: Span, absent: str) -> str:
    if line is None:
        return absent
    judgement = line.judgement(span.subject, span.kind)
    return NOT_ASSESSED if judgement is None else judgement.value
