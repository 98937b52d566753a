"""“Explain this number”: its rule, who is counted, what it was made from. Opened by an address."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, wording
from dashboard.furniture.markup import safe, show
from dashboard.queries.explain import Explanation

PARAMETER = "explain"
# A trust's figure rests on every school's return: named one by one only as long as they can be read.
RETURNS_NAMED = 12


def explained_html(explanation: Explanation) -> str:
    figure, measure = explanation.figure, explanation.measure
    terms = [
        ("Counts", measure.numerator),
        ("Out of", measure.denominator),
        ("Left out", measure.left_out),
        ("How to read it", measure.how_to_read),
    ]
    if explanation.group_rule:
        terms.insert(0, ("Who", explanation.group_rule))
    rule = "".join(f"<dt>{safe(term)}</dt><dd>{safe(words)}</dd>" for term, words in terms)
    return (
        f'<div class="explained"><p>{safe(wording.sentence(figure))}</p>'
        f"{_sum_html(explanation)}<h3>The rule</h3><dl>{rule}</dl>"
        f"<h3>Made from</h3>{_sources_html(explanation)}</div>"
    )


def _sum_html(explanation: Explanation) -> str:
    """The counts that the figure is made of, as a little sum."""
    if explanation.why_not_shown:
        why = f"<p>{safe(explanation.why_not_shown)}</p>"
        if explanation.on_roll is None:
            return why
    else:
        why = ""
    lines = [
        (explanation.on_roll, "on roll"),
        (explanation.assessed, "of them assessed"),
        (explanation.not_assessed, "not assessed, counted as not meeting the standard"),
        (explanation.met, "met the standard"),
        (explanation.left, "marked as having left, not counted"),
    ]
    rows = "".join(
        f'<tr><td class="number">{formats.whole(number)}</td><td>{safe(words)}</td></tr>'
        for number, words in lines
        if number is not None
    )
    return f'{why}<table class="sum"><caption class="unseen">Who is counted</caption>{rows}</table>'


def _sources_html(explanation: Explanation) -> str:
    held = explanation.returns
    if not held:
        return "<p>No return has come in for this half-term.</p>"
    items = []
    for one in held[:RETURNS_NAMED]:
        words = f"{one.school}, loaded {formats.moment(one.loaded_at)} UTC"
        if one.file_name:
            words += f", from {one.file_name}"
        if one.held_rows:
            words += f"; {one.held_rows} {'row' if one.held_rows == 1 else 'rows'} held back"
        items.append(f"<li>{safe(words)}</li>")
    more = len(held) - RETURNS_NAMED
    if more > 0:
        items.append(f"<li>and {more} more returns</li>")
    drop = f"drop {explanation.drop_number}, " if explanation.drop_number else ""
    standing = f"Data drop of {explanation.figure.half_term}: {drop}{explanation.drop_status}."
    published = f"Published figures no. {explanation.publication}."
    return f"<ul>{''.join(items)}</ul><p class='quiet'>{safe(standing)} {safe(published)}</p>"


def close() -> None:
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


@st.dialog("Explain this number", width="large", on_dismiss=close)
def dialog(explanation: Explanation) -> None:
    show(explained_html(explanation))
