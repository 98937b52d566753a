"""The cohorts of one school in one half-term, counted from what stands: for previews and receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etl.half_terms import HalfTerm
from etl.returns.state import State
from etl.vocabulary import RWM, RWM_SUBJECTS, Kind, Standard, Subject, year_group_label

HEADLINES = (RWM, *RWM_SUBJECTS)


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


def meets(state: State, half_term: HalfTerm, upn: str, subject: str, kind: Kind) -> bool | None:
    """Whether a pupil meets the expected standard; None where they are not assessed."""
    subjects = RWM_SUBJECTS if subject == RWM else (Subject(subject),)
    bands = [state.judgement(half_term, upn, one, kind) for one in subjects]
    if any(band is None for band in bands):
        return None
    return all(band in Standard.EXPECTED.met_by for band in bands)


def cohort_counts(state: State, half_term: HalfTerm) -> list[CohortCount]:
    """Year groups × RWM, reading, writing, maths × current and predicted, where anyone is assessed."""
    by_year: dict[int, list[str]] = {}
    for upn, pupil in state.on_roll(half_term).items():
        if pupil.year_group is not None and pupil.year_group >= 0:
            by_year.setdefault(pupil.year_group, []).append(upn)
    found = []
    for year_group, upns in sorted(by_year.items()):
        for kind in (Kind.CURRENT, Kind.PREDICTED):
            for subject in HEADLINES:
                reached = [meets(state, half_term, upn, subject, kind) for upn in upns]
                if any(one is not None for one in reached):
                    found.append(
                        CohortCount(
                            year_group=year_group,
                            subject=subject,
                            kind=kind,
                            met=sum(one is True for one in reached),
                            assessed=sum(one is not None for one in reached),
                            on_roll=len(upns),
                        )
                    )
    return found


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
    counts = sorted(
        cohort_counts(after, half_term),
        key=lambda one: (-one.year_group, one.kind is not Kind.PREDICTED, HEADLINES.index(one.subject)),
    )
    for now in counts:
        was = former.get((now.year_group, now.subject, now.kind))
        same_year = since.starts == half_term.starts
        up, down = _moved(before, since, after, half_term, now) if was and same_year else (0, 0)
        named = now.subject.upper() if now.subject == RWM else now.subject
        kind = "predicted" if now.kind is Kind.PREDICTED else "current"
        opening = f"{year_group_label(now.year_group)} {named}, {kind}: "
        if was and same_year and (up or down or (was.met, was.on_roll) != (now.met, now.on_roll)):
            yield f"{opening}{was.words} → {now.words}; {_pupils(up)} up, {down} down since {since.name}."
        elif not (was and same_year):
            yield f"{opening}{now.words}."


def _moved(
    before: State, since: HalfTerm, after: State, half_term: HalfTerm, cohort: CohortCount
) -> tuple[int, int]:
    up = down = 0
    for upn, pupil in after.on_roll(half_term).items():
        if pupil.year_group != cohort.year_group:
            continue
        was = meets(before, since, upn, cohort.subject, cohort.kind)
        now = meets(after, half_term, upn, cohort.subject, cohort.kind)
        up += was is False and now is True
        down += was is True and now is False
    return up, down


def _pupils(number: int) -> str:
    return f"{number} pupil" if number == 1 else f"{number} pupils"
