"""Predictions against what they came to, as a grid of pupils."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.forecast.accuracy import Accuracy
from dashboard.forecast.scales import BANDS, Scale
from dashboard.furniture.markup import door, safe, show
from etl.vocabulary import Judgement

# The rows, lowest first; and the columns: (what stands there, what it means).
OF_BANDS = [one.label for one in Judgement]
BANDS_REACHED = [(one.value, one.label) for one in Judgement]
OF_SUBJECTS = ["No subject", "One subject", "Two subjects", "All three"]
MET_OR_NOT = [("Not met", "Not all three were met"), ("Met", "All three were met")]


def matrix_html(held: Accuracy, scale: Scale = BANDS, explain: str = "") -> str:
    """What was predicted by what it came to; marked is what came as predicted.

    `explain`: where the number of all pupils explains itself.
    """
    rows, columns = (OF_BANDS, BANDS_REACHED) if scale is BANDS else (OF_SUBJECTS, MET_OR_NOT)
    said = scale.says(range(len(rows)))
    body = [
        _row(label, [(_way(at, int(said[place])), int(held.matrix[place, at])) for at in range(len(columns))])
        for place, label in enumerate(rows)
    ]
    body.append(_row("All", [("total", int(many)) for many in held.matrix.sum(axis=0)], explain))
    return (
        '<div class="plain-table matrix" tabindex="0" role="region" aria-label="Predicted and achieved">'
        "<table>"
        '<caption class="unseen">Pupils by what was predicted and what they came to</caption>'
        f'<thead><tr><th scope="col">Predicted, and came to</th>{_heads(columns)}'
        '<th scope="col" class="number">All</th></tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _way(came: int, said: int) -> str:
    return "same" if came == said else "down" if came < said else "up"


def _heads(columns: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<th scope="col" class="number"><abbr title="{safe(meaning)}">{safe(word)}</abbr></th>'
        for word, meaning in columns
    )


def _row(label: str, cells: Sequence[tuple[str, int]], explain: str = "") -> str:
    made = "".join(
        f'<td class="number {css}">{formats.whole(many) if many or css == "total" else "–"}</td>'
        for css, many in cells
    )
    total = formats.whole(sum(many for _, many in cells))
    if explain:
        total = door(explain, total, label=f"{total}: explain this number")
    return f'<tr><th scope="row">{safe(label)}</th>{made}<td class="number total">{total}</td></tr>'


def show_matrix(held: Accuracy, scale: Scale, explain: str) -> None:
    show(matrix_html(held, scale, explain))
