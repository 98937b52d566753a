"""What changed since the half-term before: what it is made of, and whose prediction it was."""

from __future__ import annotations

import streamlit as st

from dashboard import address, explainable, exports, formats, theme, wording
from dashboard.charts import changes as charts
from dashboard.early_warning.alerts import counted
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.count_grid import Counted, CountRow, count_grid
from dashboard.queries.chances import Talk
from dashboard.queries.paired_predictions import Changes, PlaceChange, changes
from dashboard.sections import explanations, opened
from dashboard.view import View
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_YEAR_GROUP

LISTS_PLACE = "lists"
MOST_LEADING = 3  # schools that are more than chance, told before the trust


def chosen_year_group(view: View) -> int:
    return view.year_group or HEADLINE_YEAR_GROUP


def since_last_half_term(view: View, measure: str, urn: int) -> None:
    """The change taken apart, place by place, the chosen school first, and whose predictions changed."""
    year_group = chosen_year_group(view)
    held = changes(view.published, view.scope, view.half_term, measure, year_group)
    notes.section(
        f"{wording.measure_label(measure)}, {wording.cohort(year_group)}: since {view.half_term.previous}",
        "How many are predicted to meet the standard by the year's end, everyone on roll counted. Some of a "
        "change comes from pupils who stayed, some from those who left or joined.",
        place="changed",
    )
    if held is None or not held.places:
        notes.note(
            f"There is nothing to compare: predictions of this year group are needed in {view.half_term} and "
            f"in {view.half_term.previous}."
        )
        return
    if held.since.starts != held.until.starts:
        notes.note(
            "A new year began in between: then it was the end of the year before that was predicted, of the "
            "same children a year younger."
        )
    for sentence in sentences(held, urn):
        notes.note(sentence)
    rows = drawn(held, urn)
    if rows:
        st.plotly_chart(
            charts.changes_chart(rows, theme.current_look()),
            key="changes",
            theme=None,
            config=theme.PLOTLY_CONFIG,
            alt=charts.changes_alt(rows),
        )
        notes.footnotes(how_sure(held))
        behind.behind(lambda: changes_table(held), key="changes", file_name=f"movement-{view.half_term.slug}")
    _whose(view, held)


def sentences(held: Changes, urn: int) -> list[str]:
    """The chosen school, what is more than chance and the trust, a sentence each; then what cannot be
    compared and why."""
    leading = [place for place in in_order(held, urn) if place.change is not None]
    firm = [place for place in leading if place.school_urn not in (urn, None) and _is_firm(place)]
    told = [
        *(place for place in leading if place.school_urn == urn),
        *firm[:MOST_LEADING],
        *(place for place in leading if place.school_urn is None),
    ]
    said = [f"{place.school}: {in_words(place)}" for place in told]
    for place in held.places:
        if place.change is None and place.school_urn is not None:
            said.append(_why_not(held, place))
        elif place not in told and place.change is not None and not place.told:
            said.append(f"{place.school}: {in_words(place)}")
    return said


def in_order(held: Changes, urn: int) -> list[PlaceChange]:
    """The chosen school, then by how sure it is, then by name; the trust last."""

    def place_in_line(place: PlaceChange) -> tuple[bool, bool, int]:
        sure = list(charts.Strength).index(_strength(place)) if place.told else 9
        return place.school_urn is None, place.school_urn != urn, min(sure, 2)

    return sorted(held.places, key=place_in_line)


def _is_firm(place: PlaceChange) -> bool:
    return _strength(place) is charts.Strength.FIRM


def _why_not(held: Changes, place: PlaceChange) -> str:
    if place.is_in:
        return (
            f"{place.school} has no predictions of {held.since}: it is new here or sent none, so that "
            "there is "
            "nothing to compare. It is left out of the trust's change."
        )
    return f"{place.school} has no predictions of {held.until} yet, and is left out of the trust's change."


def in_words(place: PlaceChange) -> str:
    change = place.change
    assert change is not None
    if place.too_few:
        return (
            f"{formats.count_of(change.met_before, change.pupils_before)} then, "
            f"{formats.count_of(change.met_now, change.pupils_now)} now; too few pupils to say more."
        )
    if change.thin:
        return (
            f"only {change.predicted_now} of {change.pupils_now} have a prediction now, and "
            f"{change.predicted_before} of {change.pupils_before} had one then: a change would say more "
            "about "
            "who was predicted than about pupils, so that none is given."
        )
    return f"{charts.sentence(change)} {signal(place)}"


def signal(place: PlaceChange) -> str:
    """“Of those who stayed, 4 came to meet the standard and 1 no longer does: could be chance.”"""
    change = place.change
    assert change is not None
    no_longer = f"{change.moved_out or 'none'} no longer {'does' if change.moved_out == 1 else 'do'}"
    crossed = f"Of those who stayed, {change.moved_in or 'none'} came to meet the standard and {no_longer}"
    if not change.moved_in + change.moved_out:
        return "Of those who stayed nobody crossed the standard."
    strength = _strength(place)
    among = ", and may still be chance among so many" if strength is charts.Strength.LOOK else ""
    return f"{crossed}: {strength.value}{among}."


def _strength(place: PlaceChange) -> charts.Strength:
    judged = place.movement
    if judged is None or judged.p_value is None:
        return charts.Strength.UNJUDGED
    if judged.stands_out:
        return charts.Strength.FIRM
    return charts.Strength.LOOK if judged.worth_a_look else charts.Strength.CHANCE


def drawn(held: Changes, urn: int) -> list[charts.Row]:
    """The places with enough pupils and predictions at both ends, the chosen school first."""
    return [
        charts.Row(
            label=wording.short_school(place.school),
            change=place.change,
            strength=_strength(place),
            verdict=signal(place),
        )
        for place in in_order(held, urn)
        if place.change is not None and place.told
    ]


def how_sure(held: Changes) -> list[str]:
    """How to read the chart, and how many comparisons stand behind what is called more than chance."""
    return [
        "Ring: then. Dot: now. Points of percentage; the parts are rounded, so that they may differ from "
        "their sum by one.",
        f"Every year group and subject, compared with the half-term before: {_counted(held)} What is more "
        "than chance allows for how many there are. With fewer than 5 pupils crossing the standard nothing "
        "can be told from chance.",
    ]


def _counted(held: Changes) -> str:
    said = counted(held.compared)
    return f"{said[:1].lower()}{said[1:]}"


def changes_table(held: Changes) -> Table:
    """One row a place: both counts, the three parts in points, who moved, and how sure that is."""
    everyone = all(place.was_in and place.is_in for place in held.places)

    def explained(place: PlaceChange, met: int, half_term: HalfTerm) -> exports.Explained | int:
        # Of schools that are not all of the trust's, no number of the trust's tells.
        if place.school_urn is None and not everyone:
            return met
        year_group = held.year_group - (held.until.starts - half_term.starts)
        number = explainable.of_prediction(held.measure, half_term, year_group, place.school_urn)
        return exports.Explained(met, explanations.href(number))

    return Table(
        title=f"{wording.measure_label(held.measure)}, {wording.cohort(held.year_group)}: {held.since} to "
        f"{held.until}",
        columns=(
            *("School", "Met then", "Pupils then", "Met now", "Pupils now", "Change, points"),
            *("By those who stayed", "By those who left", "By those who joined", "Stayed", "Left", "Joined"),
            *("Came to meet it", "No longer do", "Is it chance?"),
        ),
        rows=tuple(
            (
                place.school,
                *(explained(place, change.met_before, held.since), change.pupils_before),
                *(explained(place, change.met_now, held.until), change.pupils_now),
                *(
                    formats.rounded(10 * points) / 10 if place.told else None
                    for points in (
                        change.points,
                        change.stayers_points,
                        change.leavers_points,
                        change.joiners_points,
                    )
                ),
                *(change.stayers, change.left, change.joined, change.moved_in, change.moved_out),
                _strength(place).value,
            )
            for place in held.places
            if (change := place.change) is not None
        ),
    )


def _whose(view: View, held: Changes) -> None:
    """Up and down, school by school; each is a door to names for those who may see them."""
    places = [place for place in held.places if place.change is not None]
    if not places:
        return
    notes.subsection(
        "Whose prediction changed",
        "Of pupils who were here and predicted both times"
        + (": by how many subjects they meet." if held.measure.startswith("rwm") else ": by band."),
        place="whose",
    )
    rows = [
        CountRow(
            label=wording.short_school(place.school),
            cells=_cells(view, place),
            total=place.school_urn is None,
        )
        for place in places
    ]
    columns = [("Up", ""), ("Down", ""), ("Same", "as before"), ("Not both", "joined or unpredicted")]
    count_grid(rows, columns, caption="Whose prediction changed", first=("School", ""))


def _cells(view: View, place: PlaceChange) -> tuple[Counted, ...]:
    change, urn = place.change, place.school_urn
    assert change is not None
    up, down = len(change.up), len(change.down)

    def way(talk: Talk) -> str | None:
        if urn is None or not opened.may_open(view, urn):
            return None
        where = opened.place_of_list(LISTS_PLACE)
        return opened.door_on("movement", urn, where, **{address.LIKELY: talk.value})

    name = place.school
    return (
        Counted(
            pupils=up,
            said=f"{name}: {formats.pupils(up)} up",
            tone="up",
            shape="▲",
            word="up",
            href=way(Talk.UP),
        ),
        Counted(
            pupils=down,
            said=f"{name}: {formats.pupils(down)} down",
            tone="down",
            shape="▼",
            word="down",
            href=way(Talk.DOWN),
        ),
        Counted(
            pupils=change.predicted_both - up - down, said=f"{name}: as before", tone="still", word="same"
        ),
        Counted(
            pupils=change.pupils_now - change.predicted_both, said=f"{name}: not both times", tone="aside"
        ),
    )
