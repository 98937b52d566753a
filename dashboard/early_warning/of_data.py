"""Doubts about a half-term's predictions themselves: one alert a school and kind, the clearest case first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import Alert, Firmness
from dashboard.early_warning.kinds import AlertKind
from dashboard.forecast.status import MISSING_IN
from dashboard.formats import listed, pupils
from etl.checks.thresholds import UNCHANGED_FROM
from etl.half_terms import HalfTerm
from etl.vocabulary import Judgement, Standard, Subject, year_group_label


@dataclass(frozen=True, kw_only=True)
class PredictionCell:
    """One school's year group in one subject: its predictions now beside those of the two half-terms before.

    Pupils who lack one at either end are in none of the last four.
    """

    school_urn: int
    year_group: int
    subject: Subject
    on_roll: int
    said_why: int  # absent, disapplied: not missing
    bands: Mapping[Judgement, int]
    twice: int  # with a prediction in the half-term before, too
    jumps: int  # of them: two bands or more
    thrice: int  # in both half-terms before
    unchanged: int  # of them: the same each time

    @property
    def predicted(self) -> int:
        return sum(self.bands.values())

    @property
    def missing(self) -> int:
        return self.on_roll - self.predicted - self.said_why

    @property
    def most_alike(self) -> tuple[int, Judgement]:
        """The commonest band, and how many are predicted it."""
        band = max(self.bands, key=lambda one: self.bands[one])
        return self.bands[band], band

    @property
    def many_missing(self) -> bool:
        return self.missing >= kinds.FEWEST_MISSING and self.missing * MISSING_IN > self.on_roll

    def all_alike(self, caution_below: int) -> bool:
        """Of fewer pupils than the trust's threshold all may well be alike."""
        enough = self.predicted >= caution_below
        return enough and self.most_alike[0] > kinds.MOST_ALIKE * self.predicted

    @property
    def carried_forward(self) -> bool:
        """Nothing changed for anyone."""
        return self.thrice >= UNCHANGED_FROM and self.unchanged == self.thrice


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A cell of a school that has predictions, and what is to be asked about it: nothing, or some kinds."""

    cell: PredictionCell
    doubts: tuple[AlertKind, ...]


def looked_at(cells: Sequence[PredictionCell], caution_below: int) -> list[Looked]:
    """Every cell of the schools that have any predictions, in their order: give the whole trust's.

    A subject in which nobody of the trust's year group is predicted is left out: it is not asked for.
    """
    asked = {(one.year_group, one.subject) for one in cells if one.predicted}
    sent = {one.school_urn for one in cells if one.predicted}
    jumps: dict[int, int] = {}
    for one in cells:
        jumps[one.school_urn] = jumps.get(one.school_urn, 0) + one.jumps
    return [
        Looked(
            cell=one,
            doubts=tuple(
                kind
                for kind, there in (
                    (kinds.MISSING, one.many_missing),
                    (kinds.ALIKE, one.all_alike(caution_below)),
                    (kinds.UNCHANGED, one.carried_forward),
                    (kinds.JUMPS, bool(one.jumps) and jumps[one.school_urn] >= kinds.FEWEST_JUMPS),
                )
                if there
            ),
        )
        for one in cells
        if one.school_urn in sent and (one.year_group, one.subject) in asked
    ]


def data_alerts(
    cells: Sequence[PredictionCell], names: Mapping[int, str], half_term: HalfTerm, caution_below: int
) -> list[Alert]:
    """`names` by URN. Of a school without predictions nothing: how far the drop has come says so."""
    doubted: dict[tuple[int, AlertKind], list[PredictionCell]] = {}
    for one in looked_at(cells, caution_below):
        for kind in one.doubts:
            doubted.setdefault((one.cell.school_urn, kind), []).append(one.cell)
    before = half_term.previous.name
    since = half_term.previous.previous.name
    made: list[Alert] = []
    for urn in names:
        place = names[urn]
        made += _alert(
            kinds.MISSING,
            place,
            doubted.get((urn, kinds.MISSING), []),
            lambda one: one.missing / one.on_roll,
            lambda about, same: (
                f"{about}: {same[0].missing} of {same[0].on_roll} have no prediction in {_subjects(same)}."
            ),
            "Until they are in, no forecast of this year group is held against its target.",
        )
        made += _alert(
            kinds.ALIKE,
            place,
            doubted.get((urn, kinds.ALIKE), []),
            lambda one: float(one.predicted),
            lambda about, same: f"{about}: {_in_one_band(same[0])} in {_subjects(same)}.",
            "It may be meant; a column filled down by mistake looks like this.",
        )
        made += _alert(
            kinds.UNCHANGED,
            place,
            doubted.get((urn, kinds.UNCHANGED), []),
            lambda one: float(one.thrice),
            lambda about, same: (
                f"{about}: not one of {same[0].thrice} predictions in {_subjects(same)} has "
                f"changed since {since}."
            ),
            "They may have been looked at again; predictions carried forward look like this.",
        )
        made += _alert(
            kinds.JUMPS,
            place,
            doubted.get((urn, kinds.JUMPS), []),
            lambda one: float(one.jumps),
            lambda about, same: (
                f"{about}: the predictions of {pupils(same[0].jumps)} in {_subjects(same)} "
                f"moved two bands or more since {before}."
            ),
            "Children seldom move so far in a half-term; a slip of the keyboard looks like this.",
        )
    return made


def _in_one_band(one: PredictionCell) -> str:
    most, band = one.most_alike
    who = f"all {most}" if most == one.predicted else f"{most} of {one.predicted}"
    return f"{who} are predicted {band.label.lower()}"


def _alert(
    kind: AlertKind,
    place: str,
    cells: Sequence[PredictionCell],
    size: Callable[[PredictionCell], float],
    sentence: Callable[[str, list[PredictionCell]], str],
    why: str,
) -> Iterable[Alert]:
    """The largest case as the sentence, with the subjects that share its numbers; the others in brief."""
    if not cells:
        return
    first = max(cells, key=lambda one: (size(one), one.year_group))

    def numbers(one: PredictionCell) -> tuple[object, ...]:
        each = {kinds.MISSING.id: (one.missing, one.on_roll), kinds.JUMPS.id: (one.jumps,)}
        usual = (one.thrice,) if kind is kinds.UNCHANGED else (tuple(one.bands.values()),)
        return (one.year_group, *each.get(kind.id, usual))

    same = [one for one in cells if numbers(one) == numbers(first)]
    others: dict[int, list[PredictionCell]] = {}
    for one in cells:
        if one not in same:
            others.setdefault(one.year_group, []).append(one)
    also = [f"{year_group_label(year)} ({_subjects(held)})" for year, held in sorted(others.items())]
    yield Alert(
        kind=kind,
        firmness=Firmness.CHECK,
        school_urn=first.school_urn,
        year_group=first.year_group,
        measure=f"{first.subject.value}_{Standard.EXPECTED.value}",
        sentence=sentence(f"{year_group_label(first.year_group)} at {place}", same),
        why=f"Likewise in {listed(also)}. {why}" if also else why,
        size=size(first) + len(cells),
    )


def _subjects(cells: Sequence[PredictionCell]) -> str:
    return listed([one.subject.label.lower() for one in cells])
