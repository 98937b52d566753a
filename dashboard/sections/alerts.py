"""A half-term's alerts: what to look at first, what goes well, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import navigation, wording
from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import MOST_GOING_WELL, MOST_SHOWN, Alert, Alerts, few
from dashboard.early_warning.kinds import AlertKind
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.alert_list import Listed, LookedAt, show_alerts, show_kinds
from dashboard.furniture.forecast_table import row_place
from dashboard.queries.alerts import alerts
from dashboard.queries.register import schools, thresholds
from dashboard.view import View
from etl.vocabulary import Kind, year_group_label

# What is told elsewhere is not counted here.
KINDS = tuple(kind for kind in kinds.KINDS if not kind.on_the_ledger)
PREDICTIONS_ONLY = (
    "All of it is about predictions for the year's end, school by school, of pupils predicted both times; "
    "the Trust dashboard counts what moved in all schools together as well, and leaves out year groups of "
    "which fewer than nine in ten are predicted. Doubts about the data stand first: where figures are not "
    "right, what they seem to say is worth nothing yet. A flag is a place to ask, not an answer."
)
# Where on the School page the thing can be seen: without opening anybody's list of names.
PLACES = {kinds.MISSING.id: "lacking", kinds.ALIKE.id: "year-group"}


def of_the_half_term(view: View) -> None:
    held = alerts(view.published, view.scope, view.half_term)
    notes.section("Worth a conversation", held.summary, place="alerts")
    notes.show_quietly(PREDICTIONS_ONLY)
    _side(view, held.concerns, MOST_SHOWN, "concerns", "Nothing stands out beyond chance.")
    notes.section(
        "Going well",
        "What rose by more than chance would often bring, or further than forecasts ordinarily move.",
        place="going-well",
    )
    _side(view, held.going_well, MOST_GOING_WELL, "strengths", "Nothing stands out above the rest.")
    _what_was_looked_at(view, held)


def _side(view: View, found: Sequence[Alert], most: int, key: str, otherwise: str) -> None:
    if not found:
        notes.note(otherwise)
        return
    show_alerts([Listed(alert=one, href=href_of(one)) for one in few(found, most)], key)
    if len(found) > most:
        notes.show_quietly(f"The first {most} of {len(found)}: all of them stand below.")
    names = schools(view.published)
    behind.behind(
        lambda: alerts_table(found, names, str(view.half_term)),
        key=f"alerts_{key}",
        file_name=f"{key}-{view.half_term.slug}",
        label=f"All of them ({len(found)}), and download",
    )


def href_of(one: Alert) -> str:
    """The school's page, at the year group, measure and place that it is about; of a forecast its row."""
    if one.kind is kinds.FORECAST_MOVED:
        way = navigation.href("predictions", year_group=one.year_group, measure=one.measure)
        return f"{way}#{row_place(one.school_urn)}"
    way = navigation.href(
        "school",
        urn=one.school_urn,
        year_group=one.year_group,
        measure=one.measure,
        kind=Kind.PREDICTED.value,
    )
    return f"{way}#{PLACES.get(one.kind.id, 'moved')}"


def alerts_table(found: Sequence[Alert], names: dict[int, str], half_term: str) -> Table:
    """One row an alert, in the order of the page."""
    return Table(
        title=f"{half_term}: where to look",
        columns=("School", "Year group", "What", "How firm", "In words", "Why"),
        rows=tuple(
            (
                names[one.school_urn],
                year_group_label(one.year_group),
                one.kind.title,
                one.firmness.value,
                one.sentence,
                one.why,
            )
            for one in found
        ),
    )


def _what_was_looked_at(view: View, held: Alerts) -> None:
    notes.section(
        "What was looked at",
        "Chance alone is worked out for the pupils who did cross the standard, as if every cohort moved like "
        "the rest of the trust, or at even odds where it is judged by itself. Where the status of a target "
        "changed and its forecast hardly moved, it is told on Predictions and Movement alone.",
        place="looked-at",
    )
    fewest = thresholds(view.published).caution_below
    show_kinds([_looked_at(kind, held, fewest) for kind in KINDS], "What was looked at")
    if held.not_looked_at:
        notes.subsection("What could not be compared")
        notes.footnotes([one.sentence for one in held.not_looked_at])
    behind.behind(
        lambda: kinds_table(held, fewest), key="alert_kinds", file_name=f"alerts-{view.half_term.slug}"
    )


def _looked_at(kind: AlertKind, held: Alerts, caution_below: int) -> LookedAt:
    made = _comparisons(kind, held)
    return LookedAt(
        title=kind.title,
        looks_at=kind.looks_at,
        told_from=kind.told_from(caution_below),
        compared=made,
        named=_named(kind, held),
    )


def _comparisons(kind: AlertKind, held: Alerts) -> int | None:
    """None where nothing is compared: a doubt about the data, or nothing to compare with."""
    return sum(one.kind == kind for one in held.comparisons) or None


def _named(kind: AlertKind, held: Alerts) -> int:
    return sum(one.kind == kind for one in held.alerts)


def kinds_table(held: Alerts, caution_below: int) -> Table:
    """One row a kind: what it looks at, from where on, and how many there are."""
    return Table(
        title=f"{held.half_term}: what was looked at",
        columns=("What", "Comparisons", "Named", "Looks at", "Told from"),
        rows=tuple(
            (
                kind.title,
                _comparisons(kind, held),
                _named(kind, held),
                wording.opening(kind.looks_at),
                wording.opening(kind.told_from(caution_below)),
            )
            for kind in KINDS
        ),
    )
