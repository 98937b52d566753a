"""Which predictions are worth a question before anything is read from them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats, this_trust, wording
from dashboard.early_warning import kinds
from dashboard.early_warning.kinds import AlertKind
from dashboard.early_warning.of_data import Looked
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.predictions_held import predictions_to_ask
from dashboard.view import View
from etl.checks.thresholds import JUMP
from etl.half_terms import HalfTerm

SHOWN = 24  # rows on the page: a large trust's others are in the table behind
OF_DATA = (kinds.MISSING, kinds.UNCHANGED, kinds.ALIKE, kinds.JUMPS)  # what is missing first, jumps last


def worth_asking(view: View) -> None:
    """Missing, carried forward, all alike, jumps: the doubts of “Where to look”, each cell by itself. One
    quiet line where there is nothing to ask."""
    held = predictions_to_ask(view.published, view.scope, view.half_term)
    if not held:
        return
    asked = by_weight(held)
    if not asked:
        notes.show_quietly(summary(held, asked, view.half_term))
        return
    notes.section(
        "Predictions to ask about",
        "Each has an innocent answer; none is a fault. A prediction that nobody made afresh tells nothing.",
        place="quality",
    )
    notes.note(summary(held, asked, view.half_term))
    names = this_trust.schools()
    behind.table(quality_table(asked[:SHOWN], names, view.half_term), wraps=True)
    if len(asked) > SHOWN:
        notes.footnotes([f"{len(asked) - SHOWN} more are in the table below."])
    behind.behind(
        lambda: all_of_it(held, names, view.half_term),
        key="quality",
        file_name=f"predictions-to-ask-about-{view.half_term.slug}",
    )


def by_weight(held: Sequence[Looked]) -> list[Looked]:
    """Those with something to ask: what is missing before what was carried forward, that before all alike,
    jumps last; schools keep their order."""
    return sorted(
        (one for one in held if one.doubts),
        key=lambda one: ([kind not in one.doubts for kind in OF_DATA], -one.cell.jumps),
    )


def summary(held: Sequence[Looked], asked: Sequence[Looked], half_term: HalfTerm) -> str:
    """“Among 126 sets of predictions (…): 3 with more than one in ten missing.”"""
    many = "set" if len(held) == 1 else "sets"
    sets = f"{len(held)} {many} of predictions (a school's year group in a subject)"
    since = (
        " Whether any was carried forward or jumped is not asked in Autumn 1: then another year's end was "
        "predicted."
        if half_term.ordinal == 1
        else ""
    )
    if not asked:
        return f"Nothing to ask about among {sets}.{since}"
    words = {
        kinds.MISSING: "with more than one in ten missing",
        kinds.UNCHANGED: f"in which nothing changed since {half_term.previous.previous.name}",
        kinds.ALIKE: "all alike",
        kinds.JUMPS: "in which somebody jumped two bands",
    }
    counts = [(sum(kind in one.doubts for one in asked), words[kind]) for kind in OF_DATA]
    found = formats.listed([f"{count} {said}" for count, said in counts if count])
    return f"Among {sets}: {found}.{since}"


def what_to_ask(one: Looked, half_term: HalfTerm) -> str:
    """In words, all that is worth a question."""
    cell = one.cell
    most, band = cell.most_alike
    words: dict[AlertKind, str] = {
        kinds.MISSING: f"{cell.missing} of {cell.on_roll} have no prediction",
        kinds.UNCHANGED: f"nothing changed since {half_term.previous.previous.name} for any of {cell.thrice}"
        ": looked at anew, or carried forward?",
        kinds.ALIKE: f"{most} of {cell.predicted} are predicted the same "
        f"({wording.in_a_sentence(band.label)})",
        kinds.JUMPS: f"{formats.pupils(cell.jumps)} jumped {JUMP} bands or more: meant, or a slip?",
    }
    together = "; ".join(words[kind] for kind in OF_DATA if kind in one.doubts)
    return f"{together[:1].upper()}{together[1:]}" if together else "Nothing"


def quality_table(asked: Sequence[Looked], names: dict[int, str], half_term: HalfTerm) -> Table:
    return Table(
        title=f"Predictions to ask about, {half_term}",
        columns=("School", "Year group", "Subject", "What to ask"),
        rows=tuple(
            (
                names[one.cell.school_urn],
                wording.cohort(one.cell.year_group),
                one.cell.subject.label,
                what_to_ask(one, half_term),
            )
            for one in asked
        ),
    )


def all_of_it(held: Sequence[Looked], names: dict[int, str], half_term: HalfTerm) -> Table:
    """One row a school, year group and subject, with or without anything to ask."""
    return Table(
        title=f"Quality of predictions, {half_term}",
        columns=(
            *("School", "Year group", "Subject", "On roll", "Predicted", "In the commonest band"),
            *("Predicted three times running", "Unchanged throughout", "Jumped two bands", "What to ask"),
        ),
        rows=tuple(
            (
                names[one.cell.school_urn],
                wording.cohort(one.cell.year_group),
                one.cell.subject.label,
                one.cell.on_roll,
                one.cell.predicted,
                one.cell.most_alike[0],
                one.cell.thrice,
                one.cell.unchanged,
                one.cell.jumps,
                what_to_ask(one, half_term),
            )
            for one in held
        ),
    )
