"""What the trust sees of a school once its return counts: the counts of each year group."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.furniture.markup import safe, show
from etl.returns.cohorts import HEADLINES, CohortCount
from etl.vocabulary import RWM, Kind, year_group_label


def counts_html(counts: Sequence[CohortCount], kind: Kind) -> str:
    """Year groups × RWM, reading, writing, maths: how many meet the expected standard. Oldest first."""
    held = {(one.year_group, one.subject): one for one in counts if one.kind is kind}
    if not held:
        return ""
    years = sorted({year_group for year_group, _ in held}, reverse=True)
    head = "".join(f'<th scope="col">{_label(subject)}</th>' for subject in HEADLINES)
    rows = "".join(
        f'<tr><th scope="row">{safe(year_group_label(year))}</th>'
        + "".join(_cell_html(held.get((year, subject)), _label(subject)) for subject in HEADLINES)
        + "</tr>"
        for year in years
    )
    what = f"{kind.label}: pupils at the expected standard or above, of all on roll"
    return (
        f'<table class="receipt"><caption>{safe(what)}</caption><thead>'
        f'<tr><th scope="col">Year group</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _label(subject: str) -> str:
    return "RWM" if subject == RWM else subject.capitalize()


def _cell_html(one: CohortCount | None, label: str) -> str:
    if one is None:
        return f'<td data-label="{label}"><span class="why">no judgements</span></td>'
    percent = formats.percent(100 * one.met / one.on_roll) if one.on_roll else formats.NOTHING
    missing = one.on_roll - one.assessed
    below = f'<span class="why">{missing} without a judgement</span>' if missing else ""
    return (
        f'<td data-label="{label}"><b>{formats.count_of(one.met, one.on_roll)}</b> '
        f'<span class="percent">{percent}</span>{below}</td>'
    )


def show_counts(counts: Sequence[CohortCount]) -> None:
    for kind in (Kind.PREDICTED, Kind.CURRENT):
        show(counts_html(counts, kind))
