"""The cohorts of one school in one half-term, counted from what stands: for previews and receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etl.half_terms import HalfTerm
from etl.returns.state import State
from etl.vocabulary import RWM, RWM_SUBJECTS, Kind, Standard, Subject, year_group_label

HEADLINES: tuple[str, ...] = (RWM, *RWM_SUBJECTS)
PAIRS = tuple((subject, kind) for kind in (Kind.PREDICTED, Kind.CURRENT) for subject in HEADLINES)


@dataclass(frozen=True)
class CohortCount:
    """How many of a year group meet the expected standard."""

    year_group: int
    subject: str  # a Subject, or rwm
    kind: Kind
    met: int
    assessed: int
    on_roll: int

    @property
    def words(self) -> str:
        percent = f" ({100 * self.met / self.on_roll:.0f} %)" if self.on_roll else ""
        return f"{self.met} of {self.on_roll}{percent}"


Reached = dict[str, bool]


def reached(state: State, half_term: HalfTerm, subject: str, kind: Kind) -> Reached:
    """Whether each assessed pupil meets the expected standard, by UPN; the others are left out."""
    subjects = RWM_SUBJECTS if subject == RWM else (Subject(subject),)
    first, *rest = (state.marks_of(half_term, one, kind) for one in subjects)
    met = Standard.EXPECTED.met_by
    found: Reached = {}
    for upn, held in first.items():
        bands = [held.judgement, *(marks[upn].judgement if upn in marks else None for marks in rest)]
        if all(band is not None for band in bands):
            found[upn] = all(band in met for band in bands)
    return found


def cohort_counts(state: State, half_term: HalfTerm) -> list[CohortCount]:
    """Year groups × RWM, reading, writing, maths × predicted and current, where anyone is assessed."""
    by_year: dict[int, list[str]] = {}
    for upn, pupil in state.on_roll(half_term).items():
        if pupil.year_group is not None and pupil.year_group >= 0:
            by_year.setdefault(pupil.year_group, []).append(upn)
    found = []
    for subject, kind in PAIRS:
        met = reached(state, half_term, subject, kind)
        for year_group, upns in by_year.items():
            assessed = [met[upn] for upn in upns if upn in met]
            if assessed:
                count = CohortCount(
                    year_group=year_group,
                    subject=subject,
                    kind=kind,
                    met=sum(assessed),
                    assessed=len(assessed),
                    on_roll=len(upns),
                )
                found.append(count)
    # The oldest year group first; within it predictions before current judgements, as they were found.
    return sorted(found, key=lambda one: -one.year_group)


def effect(before: State, after: State, half_term: HalfTerm) -> list[str]:
    """Sentences that say what a return would change, most important year group first."""
    sentences = list(_cohort_sentences(before, after, half_term))
    was, now = before.on_roll(half_term), after.on_roll(half_term)
    if was:
        new, gone = len(now.keys() - was.keys()), len(was.keys() - now.keys())
        if new or gone:
            sentences.append(f"{_pupils(new)} added to this half-term's roll, {gone} taken off.")
    else:
        sentences.append(f"{_pupils(len(now))} on roll, the first return for {half_term}.")
    return sentences


def _cohort_sentences(before: State, after: State, half_term: HalfTerm) -> Iterator[str]:
    # What stood: this half-term's own marks where there were any, else those of the half-term before.
    since = half_term if before.on_roll(half_term) else half_term.previous
    former = {(one.year_group, one.subject, one.kind): one for one in cohort_counts(before, since)}
    # Marks of another academic year are held against another year's curriculum.
    same_year = since.starts == half_term.starts
    pupils = after.on_roll(half_term)
    met_before = {pair: reached(before, since, *pair) for pair in PAIRS} if same_year else {}
    met_now = {pair: reached(after, half_term, *pair) for pair in PAIRS} if same_year else {}
    for now in cohort_counts(after, half_term):
        was = former.get((now.year_group, now.subject, now.kind))
        named = now.subject.upper() if now.subject == RWM else now.subject
        kind = "predicted" if now.kind is Kind.PREDICTED else "current"
        opening = f"{year_group_label(now.year_group)} {named}, {kind}: "
        if was is None or not same_year:
            yield f"{opening}{now.words}."
            continue
        earlier, later = met_before[now.subject, now.kind], met_now[now.subject, now.kind]
        both = [
            (earlier[upn], later[upn])
            for upn, pupil in pupils.items()
            if pupil.year_group == now.year_group and upn in earlier and upn in later
        ]
        up, down = both.count((False, True)), both.count((True, False))
        if up or down or (was.met, was.on_roll) != (now.met, now.on_roll):
            moved = f"; {_pupils(up)} up, {down} down since {since.name}" if up or down else ""
            yield f"{opening}{was.words} → {now.words}{moved}."


def _pupils(number: int) -> str:
    return f"{number} pupil" if number == 1 else f"{number} pupils"
