"""“Explain this number” of a statutory result, opened by an address as that of a judgement is."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats, result_wording
from dashboard.furniture import explained_sums
from dashboard.furniture.explained import loaded_html, rule_html, sum_html, sums_html
from dashboard.furniture.markup import safe
from dashboard.queries.explain_results import ResultExplanation


def result_explained_html(explanation: ResultExplanation, sums: Sequence[tuple[str, str]] = ()) -> str:
    """`sums`: more of them than the figure's own."""
    figure = explanation.figure
    why = f"<p>{safe(explanation.why_not_shown)}</p>" if explanation.why_not_shown else ""
    lines = [
        (figure.denominator, "eligible" if figure.is_share else "eligible, with a score or without"),
        (figure.assessed, "of them with a result of their own"),
        (figure.scored, "with a score: the mean is of these"),
        (figure.numerator, "met it"),
        *((one.pupils, f"{one.label}: {_place(one.counts)}") for one in explanation.codes),
    ]
    files = [(one.school, one.loaded_at, one.file_name, one.held_rows) for one in explanation.files]
    beside = [
        f"{held.name} {held.academic_year}: {held.source}, {held.coverage}, {held.release}."
        for held in (figure.england, figure.authority)
        if held is not None
    ]
    published = f"Published figures no. {formats.whole(explanation.publication)}."
    return (
        f'<div class="explained"><p>{safe(result_wording.sentence(figure))}</p>{why}{sum_html(lines)}'
        f"{sums_html([*explained_sums.of_result(figure), *sums])}"
        f"<h3>The rule</h3>{rule_html(explanation.rule)}"
        f"<h3>Made from</h3>{loaded_html(files, none='No file of results has come in for this year.')}"
        f"<p class='quiet'>{safe(' '.join([*beside, published]))}</p></div>"
    )


def _place(counts: bool) -> str:
    return "counted, as not meeting it" if counts else "not eligible, left out"
