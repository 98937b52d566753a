"""What if some pupils reached the standard: tick them, and count, target and forecast move.

Names are opened on purpose, and every opening is written down. A tick is a wish, no forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from dashboard import formats, openings, signed_in, theme, wording
from dashboard.charts import forecasts as charts
from dashboard.forecast.pupil_lists import Mask
from dashboard.furniture import forecast_table, notes
from dashboard.furniture.forecast_table import Explained
from dashboard.furniture.markup import safe, show
from dashboard.queries.chances import CohortChances, chance_word, cohort_chances
from dashboard.queries.forecasts import PlaceForecast, scale_of
from dashboard.queries.pupils import PupilLine, pupil_list
from dashboard.sections import explanations, kept_lists, opened, talk_lists
from dashboard.sections.pupils import log
from dashboard.view import View
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Subject

OPENED = "what_if_opened"  # which cohort's names this visit has opened last
TICKED = "what_if_ticked"  # the places of those ticked, by cohort
A_WISH = (
    "A tick is a wish, no forecast: it takes the pupil as certain to reach the standard, and leaves all "
    "others "
    "as they stand."
)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """What the page is about."""

    urn: int
    name: str
    measure: str
    year_group: int

    def which(self, view: View) -> tuple[object, ...]:
        """In plain values: ticks and openings belong to this and nothing else."""
        return (self.urn, view.half_term.slug, self.year_group, self.measure, view.viewer.role.value)


def of_the_school(view: View, cohort: Cohort) -> None:
    notes.section(
        f"{wording.short_school(cohort.name)}, {wording.cohort(cohort.year_group)}: "
        f"{wording.in_a_sentence(wording.measure_label(cohort.measure))}",
        _what_a_tick_does(cohort.measure),
        place="what-if",
    )
    held = _chances(view, cohort)
    if held is None:
        notes.note(talk_lists.why_none(view))
        return
    for sentence in talk_lists.cautions(held, cohort.year_group):
        notes.note(sentence)
    if not opened.may_open(view, cohort.urn):
        _result(held, np.zeros(held.pupils, dtype=np.bool_), _explained(view, cohort))
        return
    kept_lists.open_asked(view, cohort.urn, held, cohort.measure, ticks_of(cohort.which(view)))
    if not openings.is_open(OPENED, cohort.which(view)) and not ticks_of(cohort.which(view)):
        _result(held, np.zeros(held.pupils, dtype=np.bool_), _explained(view, cohort))
        notes.note("Names are opened on purpose: each opening is written down, with who and when.")
        st.button(
            f"Show the pupils of {wording.cohort(cohort.year_group)} to tick",
            key="open_what_if",
            on_click=_open_once,
            args=(view, cohort),
        )
    else:
        _open_once(view, cohort)
        _ticking(view, cohort)
        kept_lists.keep_form(
            view, cohort.urn, cohort.measure, cohort.year_group, lambda: ticked_upns(view, cohort)
        )
    kept_lists.all_of_them(view, cohort.urn)


def _what_a_tick_does(measure: str) -> str:
    if scale_of(measure)[0] != RWM:
        return A_WISH
    return f"{A_WISH} In reading, writing and maths together it takes the pupil to meet all three."


def _chances(view: View, cohort: Cohort) -> CohortChances | None:
    return cohort_chances(
        view.published, view.scope, cohort.urn, view.half_term, cohort.measure, cohort.year_group
    )


def _open_once(view: View, cohort: Cohort) -> None:
    """Write the opening down, if this is one: the same cohort drawn again is not."""
    if openings.opens(OPENED, cohort.which(view)):
        log(view, cohort.urn, "open a list of pupils", f"{wording.cohort(cohort.year_group)}, what if")


def ticks_of(which: tuple[object, ...]) -> set[str]:
    """The UPNs ticked of a cohort: kept in this visit's memory alone."""
    held: dict[tuple[object, ...], set[str]] = st.session_state.setdefault(TICKED, {})
    return held.setdefault(which, set())


def ticked_upns(view: View, cohort: Cohort) -> tuple[str, ...]:
    """Those ticked who are of the cohort as it stands."""
    held = _chances(view, cohort)
    return tuple(upn for upn in held.upns if upn in ticks_of(cohort.which(view))) if held else ()


@st.fragment
def _ticking(view: View, cohort: Cohort) -> None:
    """The result and the pupils to tick. A tick draws this part again, and nothing else of the page."""
    signed_in.draw_anew_for_another()
    held = _chances(view, cohort)
    if held is None:
        return
    ticked = ticks_of(cohort.which(view))
    shown = dict(zip(held.upns, held.to_think_about.tolist(), strict=True))
    lines = [
        line
        for line in pupil_list(view.published, view.scope, cohort.urn, view.half_term, cohort.year_group)
        if shown.get(line.upn)
    ]
    chances = dict(zip(held.upns, held.forecast.chances.tolist(), strict=True))
    places = {line.upn: place for place, line in enumerate(lines)}
    near, far = in_order_of_nearness(lines, chances, ticked)
    result, pupils = st.columns([5, 6], gap="large")
    with pupils, st.container(key="what_if_pupils"):
        for line in near:
            _tick(cohort.which(view), places[line.upn], line, chances[line.upn], cohort.measure)
        if far:
            # Folded: few wish to be seen beside so small a chance, least of all on a projector.
            with st.expander(f"{formats.pupils(len(far))} more, less near to it", key="what_if_far"):
                for line in far:
                    _tick(cohort.which(view), places[line.upn], line, chances[line.upn], cohort.measure)
        others = held.pupils - len(lines)
        if others:
            notes.show_quietly(
                f"Not listed: {formats.pupils(others)} predicted to meet it and likely to, or not yet known."
            )
    with result, st.container(key="what_if_result"):
        secured = np.array([upn in ticked for upn in held.upns], dtype=np.bool_)
        _result(held, secured, _explained(view, cohort))


def in_order_of_nearness(
    lines: Sequence[PupilLine], chances: Mapping[str, float], ticked: Collection[str]
) -> tuple[list[PupilLine], list[PupilLine]]:
    """Who could go either way, then who likely makes it, and apart from them who is further off; each the
    likeliest first, in tenths, for chances are no finer, and within a tenth by name as given. Who is ticked
    stands with the first, so that no tick is out of sight."""
    by_chance = sorted(lines, key=lambda line: -formats.rounded(10 * chances[line.upn]))
    words = {line.upn: chance_word(chances[line.upn]) for line in lines}
    either = [line for line in by_chance if words[line.upn] == "could go either way"]
    likely = [line for line in by_chance if words[line.upn] == "likely"]
    less = [line for line in by_chance if words[line.upn] == "unlikely"]
    return (
        [*either, *likely, *(line for line in less if line.upn in ticked)],
        [line for line in less if line.upn not in ticked],
    )


def _tick(which: tuple[object, ...], place: int, line: PupilLine, chance: float, measure: str) -> None:
    ticked = ticks_of(which)
    # Keys reach the browser: a place in the list, never a UPN.
    key = f"tick_{abs(hash(which)) % 10**8}_{place}"
    st.session_state[key] = line.upn in ticked

    def put() -> None:
        (ticked.add if st.session_state[key] else ticked.discard)(line.upn)

    st.checkbox(_label(line, chance, measure), key=key, on_change=put)


def _label(line: PupilLine, chance: float, measure: str) -> str:
    """“Name — predicted WTS, now EXS · about 4 in 10 of pupils like this”: a chance, and no verdict."""
    subject = scale_of(measure)[0]
    subjects = RWM_SUBJECTS if subject == RWM else (Subject(subject),)
    said = []
    for one in subjects:
        predicted, now = (_short(line.judgement(one, kind)) for kind in (Kind.PREDICTED, Kind.CURRENT))
        lead = f"{one.label.lower()} " if subject == RWM else "predicted "
        said.append(f"{lead}{predicted}" + ("" if subject == RWM else f", now {now}"))
    name = line.name.translate(_PLAIN)
    return f"**{name}**  \n{', '.join(said)} · {talk_lists.like_this(chance)}"


# Signs that Streamlit's labels would read as markup.
_PLAIN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>()#+!|~$:"})


def _short(judgement: Judgement | None) -> str:
    return judgement.value if judgement else "none"


def _explained(view: View, cohort: Cohort) -> Explained:
    """Where what stands is explained; what would be if those ticked reached it is a wish."""
    return explanations.of_forecast(cohort.measure, view.half_term, cohort.year_group, cohort.urn)


def _result(held: CohortChances, secured: Mask, explained: Explained) -> None:
    """Where the school stands, and where it would if those ticked reached it."""
    before = held.place
    after = held.if_secured(secured)
    number = int(secured.sum())
    show(result_html(before, after, number, explained))
    rows = [("As things stand", before)]
    if number:
        rows.append((f"With {number} ticked", after))
    st.plotly_chart(
        charts.forecasts_chart(rows, theme.current_look()),
        key="what_if_chart",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.forecasts_alt(rows),
    )
    notes.footnotes(
        [
            "Ring: predictions at face value. Diamond and soft bar: the forecast, and where eight results in "
            "ten fall. Tall tick: the target."
        ]
    )


def result_html(
    before: PlaceForecast, after: PlaceForecast, number: int, explained: Explained | None = None
) -> str:
    """A line a figure: “as things stand”, and beside it, once anybody is ticked, what would be then."""
    heads = ["", "As things stand", *([f"With {number} ticked"] if number else [])]
    head = "".join(f'<th scope="col">{safe(one) if one else ""}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{safe(label)}</th><td>{was}</td>{f"<td>{would}</td>" if number else ""}</tr>'
        for label, was, would in _lines(before, after, explained)
    )
    return (
        '<div class="plain-table what-if" tabindex="0" role="region" aria-label="What if"><table>'
        f'<caption class="unseen">What if</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )


def _lines(
    before: PlaceForecast, after: PlaceForecast, explained: Explained | None
) -> Sequence[tuple[str, str, str]]:
    told: tuple[tuple[str, Callable[[PlaceForecast], str], str | None], ...] = (
        ("Predicted to meet it", _face_value, explained.predicted if explained else None),
        ("Target", _short_of, None),
        ("Forecast", forecast_table.forecast_words, explained.forecast if explained else None),
    )
    lines = [
        (label, forecast_table.number_html(words(before), href, label), safe(words(after)))
        for label, words, href in told
    ]
    status = [forecast_table.status_html(one.against) for one in (before, after)]
    lines.append(("Against the target", status[0], status[1]))
    return lines if before.target else [lines[0], lines[2]]


def _face_value(place: PlaceForecast) -> str:
    found = place.forecast
    said = formats.count_of(found.predicted, found.pupils)
    if found.pupils < 6 or 10 * found.missing > found.pupils:
        return said
    return f"{said}, {formats.percent(100 * found.predicted / found.pupils)}"


def _short_of(place: PlaceForecast) -> str:
    return formats.against_target(place.target.pupils_short) if place.target else "no target set"
