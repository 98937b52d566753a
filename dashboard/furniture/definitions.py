"""What every measure counts and who sees what, made from the lists that the figures are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.access import SEES, Reach, Sight
from dashboard.furniture.markup import safe, show
from dashboard.furniture.range_bar import mark_html
from etl.measures import Measure
from etl.roles import Role

SIGHT_WORDS = {
    Sight.FULL: "all of it",
    Sight.SUPPRESSED: "with small numbers hidden",
    Sight.NOTHING: "–",
}
REACH_WORDS = {
    Reach.ANY: "yes, every look is logged",
    Reach.OWN_SCHOOL: "own school's, every look is logged",
    Reach.OWN_WORK: "those they work with",
    Reach.NONE: "never",
}

MARKS = (
    ("filled", "What is now: a teacher's present judgement."),
    ("open", "What is predicted for the end of the year."),
    (
        "interval",
        "Where a school just like this one could plausibly have landed. The smaller the cohort, the longer.",
    ),
    ("target", "The target."),
    ("national", "England, in the last year published."),
    ("authority", "The local authority, in the last year published."),
)


def definition_html(measure: Measure) -> str:
    """One measure's rule, as a list of terms."""
    terms = (
        ("Counts", measure.numerator),
        ("Out of", measure.denominator),
        ("Left out", measure.left_out),
        ("Source", measure.source),
        ("How to read it", measure.how_to_read),
    )
    inside = "".join(f"<dt>{safe(term)}</dt><dd>{safe(words)}</dd>" for term, words in terms)
    return f"<dl>{inside}</dl>"


def definitions_html(measures: Iterable[Measure]) -> str:
    """Each measure folded under its name; those who search the page find it all the same."""
    return "".join(
        f'<details class="definition"><summary>{safe(measure.label)}</summary>'
        f"{definition_html(measure)}</details>"
        for measure in measures
    )


def definitions(measures: Iterable[Measure]) -> None:
    show(definitions_html(measures))


def marks_html() -> str:
    """The marks that figures are drawn with, each beside what it means."""
    items = "".join(f"<li>{mark_html(which)}<span>{safe(words)}</span></li>" for which, words in MARKS)
    return f'<ul class="marks">{items}</ul>'


def marks() -> None:
    show(marks_html())


def who_sees_what_html(roles: Sequence[Role] = tuple(Role)) -> str:
    rows = []
    for role in roles:
        sees = SEES[role]
        own = SIGHT_WORDS[sees.own_school] if sees.own_school is not sees.other_schools else "–"
        cells = (SIGHT_WORDS[sees.trust], own, SIGHT_WORDS[sees.other_schools], REACH_WORDS[sees.pupils])
        name = role.label + (" (own subjects)" if sees.own_subjects_only else "")
        rows.append(
            f'<tr><th scope="row">{safe(name)}</th>{"".join(f"<td>{safe(one)}</td>" for one in cells)}</tr>'
        )
    heads = ("Who", "Trust's figures", "Own school's", "Schools' figures", "Pupils' names")
    head = "".join(f'<th scope="col">{safe(one)}</th>' for one in heads)
    return (
        '<div class="plain-table wraps" tabindex="0" role="region" aria-label="Who sees what"><table>'
        f'<caption class="unseen">Who sees what</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def who_sees_what() -> None:
    show(who_sees_what_html())


def reading_html(paragraphs: Sequence[tuple[str, str]]) -> str:
    """Plain words under small headings: (heading, words)."""
    inside = "".join(f"<h3>{safe(heading)}</h3><p>{safe(words)}</p>" for heading, words in paragraphs)
    return f'<div class="reading">{inside}</div>'


def reading(paragraphs: Sequence[tuple[str, str]]) -> None:
    show(reading_html(paragraphs))
