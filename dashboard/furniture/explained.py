"""“Explain this number”: its rule, who is counted, what it was made from. Opened by an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import streamlit as st

from dashboard import formats, wording
from dashboard.furniture import explained_sums
from dashboard.furniture.markup import safe, show
from dashboard.queries.explain import Behind, Explanation
from etl.measures import Measure

PARAMETER = "explain"
# A trust's figure rests on every school's file: named one by one only as long as they can be read.
FILES_NAMED = 12


def explained_html(explanation: Explanation, said: str = "", sums: Sequence[tuple[str, str]] = ()) -> str:
    """`said`: the number in a sentence, where the figure's own would not be whole; `sums`: more of them."""
    figure, measure = explanation.figure, explanation.measure
    return (
        f'<div class="explained"><p>{safe(said or wording.sentence(figure))}</p>'
        f"{_counts_html(explanation)}{sums_html([*explained_sums.of_figure(figure), *sums])}"
        f"<h3>The rule</h3>{rule_html(measure, explanation.group_rule)}"
        f"<h3>Made from</h3>{sources_html(explanation.behind)}</div>"
    )


def sums_html(sums: Sequence[tuple[str, str]]) -> str:
    """How what is not a count was worked out: (what, the sum in words)."""
    terms = "".join(f"<dt>{safe(term)}</dt><dd>{safe(words)}</dd>" for term, words in sums)
    return f"<h3>The sums</h3><dl>{terms}</dl>" if terms else ""


def rule_html(measure: Measure, who: str = "") -> str:
    terms = [
        *([("Who", who)] if who else []),
        ("Counts", measure.numerator),
        ("Out of", measure.denominator),
        ("Left out", measure.left_out),
        ("How to read it", measure.how_to_read),
    ]
    return f"<dl>{''.join(f'<dt>{safe(term)}</dt><dd>{safe(words)}</dd>' for term, words in terms)}</dl>"


def sum_html(lines: Iterable[tuple[int | None, str]]) -> str:
    """The counts that a figure is made of, as a little sum; what is not known or not shown has no line."""
    rows = "".join(
        f'<tr><td class="number">{formats.whole(number)}</td><td>{safe(words)}</td></tr>'
        for number, words in lines
        if number is not None
    )
    return (
        f'<table class="sum"><caption class="unseen">Who is counted</caption>{rows}</table>' if rows else ""
    )


def _counts_html(explanation: Explanation) -> str:
    why = f"<p>{safe(explanation.why_not_shown)}</p>" if explanation.why_not_shown else ""
    return why + sum_html(
        [
            (explanation.on_roll, "on roll"),
            (explanation.assessed, "of them assessed"),
            (explanation.not_assessed, "not assessed, counted as not meeting the standard"),
            (explanation.met, "met the standard"),
            (explanation.left, "marked as having left, not counted"),
        ]
    )


def loaded_html(files: Sequence[tuple[str, datetime, str | None, int | None]], *, none: str) -> str:
    """The files behind a figure: (school, loaded at, file's name, rows held back)."""
    if not files:
        return f"<p>{safe(none)}</p>"
    items = []
    for school, loaded_at, file_name, held_rows in files[:FILES_NAMED]:
        words = f"{school}, loaded {formats.moment(loaded_at)} UTC"
        if file_name:
            words += f", from {file_name}"
        if held_rows:
            words += f"; {held_rows} {'row' if held_rows == 1 else 'rows'} held back"
        items.append(f"<li>{safe(words)}</li>")
    more = len(files) - FILES_NAMED
    if more > 0:
        items.append(f"<li>and {more} more</li>")
    return f"<ul>{''.join(items)}</ul>"


def sources_html(behind: Behind) -> str:
    files = [(one.school, one.loaded_at, one.file_name, one.held_rows) for one in behind.returns]
    listed = loaded_html(files, none="No return has come in for this half-term.")
    if not files:
        return listed
    published = f"Published figures no. {behind.publication}."
    return f"{listed}<p class='quiet'>{safe(drop_words(behind))} {safe(published)}</p>"


def drop_words(behind: Behind) -> str:
    """“Data drop of Spring 1 2026/27: drop 3, closed.”"""
    drop = f"drop {behind.drop_number}, " if behind.drop_number else ""
    return f"Data drop of {behind.half_term}: {drop}{behind.drop_status}."


def refused_html(why: str) -> str:
    return f'<div class="explained"><p>{safe(why)}</p></div>'


def close() -> None:
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


@st.dialog("Explain this number", width="large", on_dismiss=close)
def dialog(inside: str) -> None:
    """`inside` is markup that one of the explanations made."""
    show(inside)
