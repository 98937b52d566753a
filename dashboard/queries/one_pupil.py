"""One pupil over all half-terms in the trust's schools, for whoever may see the names where they are now.

A pupil is where the last half-term lists them. Their page is for those who may see that school's names, and
holds what our other schools judged before: records go with the child. While two schools list a pupil, the
one that did so first keeps the page, and the other sees what it returned itself: one row in a return, or a
slip in a UPN, opens nothing of another school's. Whoever is on no roll any more has a page for those alone
who may see names in every school: a head is not told whether a pupil who left went to another of our schools.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from dashboard.access import AccessDenied, Action, Scope, can
from dashboard.cached import kept
from dashboard.queries.pupil_places import Place, moment, places_of
from dashboard.queries.pupils import SIDES, PupilMark
from dashboard.queries.register import schools
from dashboard.store import Row, fetch_rows
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published
from etl.record.pupil_addresses import token_of
from etl.vocabulary import Judgement, Kind, Subject

HISTORY = f"""
SELECT
    academic_year,
    half_term_ordinal,
    school_urn,
    year_group,
    class,
    surname,
    forename,
    on_roll,
    {SIDES}
FROM pupil_half_term
WHERE upn = $upn
AND (on_roll OR elsewhere)
ORDER BY academic_year, half_term_ordinal, on_roll DESC
"""

MARKS = """
SELECT
    mark.academic_year,
    mark.half_term_ordinal,
    mark.school_urn,
    mark.subject,
    mark.kind,
    mark.judgement,
    mark.raw
FROM mark
JOIN pupil_half_term USING (academic_year, half_term_ordinal, school_urn, upn)
WHERE mark.upn = $upn
AND (pupil_half_term.on_roll OR pupil_half_term.elsewhere)
"""

RESULTS = """
SELECT
    academic_year,
    assessment,
    subject,
    outcome,
    score,
    school_urn,
    elsewhere
FROM pupil_result
WHERE upn = $upn
ORDER BY academic_year, assessment, subject, elsewhere
"""

FORMER = "SELECT former_upn, upn FROM upn_history"


@dataclass(frozen=True, kw_only=True)
class PupilStep:
    """A pupil in one half-term in which they were on roll."""

    half_term: HalfTerm
    school_urn: int
    school: str
    year_group: int
    class_name: str | None
    marks: dict[tuple[Subject, Kind], PupilMark]

    def judgement(self, subject: Subject, kind: Kind) -> Judgement | None:
        mark = self.marks.get((subject, kind))
        return mark.judgement if mark else None


@dataclass(frozen=True, kw_only=True)
class PupilResult:
    """One statutory result: of a subject of an assessment, as a code, a score or both."""

    academic_year: str
    assessment: str
    subject: str
    outcome: str | None
    score: float | None


@dataclass(frozen=True, kw_only=True)
class OnePupil:
    """`steps` in time order, at least one; the last says where the pupil is, or last was.

    `also_listed_by`: schools that list the pupil too, while another had them first; what they returned
    since is not among the steps. `only_own`: the steps are those of such a school, for whoever sees its names
    alone.
    """

    name: str
    on_roll_now: bool
    sides: dict[str, str]  # by pupil group, as of the last half-term
    steps: tuple[PupilStep, ...]
    results: tuple[PupilResult, ...]
    also_listed_by: tuple[str, ...] = ()
    only_own: bool = False

    @property
    def last(self) -> PupilStep:
        return self.steps[-1]


def whose_page_opens(published: Published, scope: Scope, upns: Iterable[str]) -> set[str]:
    """Those of some pupils whose page the scope may open."""
    names = schools(published)
    theirs = {urn for urn in names if can(scope, Action.SEE_PUPILS, urn)}
    everywhere = theirs == set(names)
    places = places_of(published)
    return {upn for upn in upns if (place := places.get(upn)) and _opens(place, theirs, everywhere)}


def _opens(place: Place, theirs: set[int], everywhere: bool) -> bool:
    return not theirs.isdisjoint(place.listed_by) if place.on_roll_now else everywhere


def pupil_at(published: Published, scope: Scope, key: bytes, token: str) -> str:
    """The UPN of the pupil for whom a token of an address stands.

    Raises AccessDenied, always in the same words, where there is none or it is not for the scope: what is
    refused must not say that it is there.
    """
    upn = _by_token(published, key).get(token)
    if upn is not None and whose_page_opens(published, scope, [upn]):
        return upn
    raise AccessDenied(
        "There is no such pupil for you to see: the address may be incomplete, or the pupil is not on a roll "
        "whose names you see."
    )


def one_pupil(published: Published, scope: Scope, upn: str) -> OnePupil:
    """Everything judged and achieved of a pupil, whichever of our schools they were in.

    Raises AccessDenied where their page is not for the scope.
    """
    if not whose_page_opens(published, scope, [upn]):
        raise AccessDenied("This pupil is not on a roll whose names you see.")
    names = schools(published)
    place = places_of(published)[upn]
    theirs = {urn for urn in names if can(scope, Action.SEE_PUPILS, urn)}
    only_own = place.on_roll_now and place.school_urn not in theirs
    marks: dict[tuple[HalfTerm, int], dict[tuple[Subject, Kind], PupilMark]] = {}
    for row in fetch_rows(published, MARKS, {"upn": upn}):
        of_one = marks.setdefault((_half_term(row), row["school_urn"]), {})
        of_one[Subject(row["subject"]), Kind(row["kind"])] = PupilMark(
            judgement=Judgement(row["judgement"]) if row["judgement"] else None, raw=row["raw"]
        )
    shown = theirs if only_own else None
    rows = _to_show(fetch_rows(published, HISTORY, {"upn": upn}), ("half_term_ordinal",), place, shown)
    results = _to_show(fetch_rows(published, RESULTS, {"upn": upn}), ("assessment", "subject"), place, shown)
    last = rows[-1]
    return OnePupil(
        name=", ".join(part for part in (last["surname"], last["forename"]) if part) or "Name not given",
        on_roll_now=place.on_roll_now,
        sides={group: last[f"group_{group}"] for group in GROUPS if group != ALL.id},
        steps=tuple(
            PupilStep(
                half_term=_half_term(row),
                school_urn=row["school_urn"],
                school=names[row["school_urn"]],
                year_group=row["year_group"],
                class_name=row["class"],
                marks=marks.get((_half_term(row), row["school_urn"]), {}),
            )
            for row in rows
        ),
        results=tuple(
            PupilResult(**{one.name: row[one.name] for one in fields(PupilResult)}) for row in results
        ),
        also_listed_by=tuple(names[urn] for urn in place.newcomers if urn in theirs and not only_own),
        only_own=only_own,
    )


def _to_show(
    rows: list[Row], within: tuple[str, ...], place: Place, schools_shown: set[int] | None
) -> list[Row]:
    """Rows without those of another's claim, one for each academic year and what stands within it: the one
    that counts, which comes first.

    `schools_shown`: these schools' rows alone; None: all but what newcomers returned since.
    """
    kept_rows: dict[tuple[object, ...], Row] = {}
    for row in rows:
        urn, year = row["school_urn"], row["academic_year"]
        # A result is of the end of its year.
        when = moment(HalfTerm(parse_academic_year(year), row.get("half_term_ordinal", 6)))
        if schools_shown is None:
            shown = urn not in place.newcomers or when < place.newcomers[urn]
        else:
            shown = urn in schools_shown
        if shown:
            kept_rows.setdefault((year, *(row[name] for name in within)), row)
    return list(kept_rows.values())


@kept(2)
def _by_token(published: Published, key: bytes) -> dict[str, str]:
    """Every pupil's present UPN by what stands for it in an address, under a former UPN as well."""
    held = {token_of(key, upn): upn for upn in places_of(published)}
    former = {token_of(key, row["former_upn"]): row["upn"] for row in fetch_rows(published, FORMER)}
    return {**former, **held}


def _half_term(row: Row) -> HalfTerm:
    return HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])
