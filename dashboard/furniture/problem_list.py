"""What the checks found in a file: how much of each weight, and each finding with its cell and cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.furniture.markup import safe, show
from etl.problems import WEIGHTS, Problem, Severity

# A page shows so many of each weight; the download holds all of them.
SHOWN = 40
WHOLE = "The whole file"
CELLS = "how-read"  # the place on the page where the sheets are shown


def place(problem: Problem) -> str:
    """“Year 4, B3”; “the whole file” where no cell is meant."""
    parts = [part for part in (problem.sheet, problem.cell) if part]
    return ", ".join(parts) or "the whole file"


def counters_html(problems: Sequence[Problem]) -> str:
    items = []
    for severity, (shape, word, meaning) in WEIGHTS.items():
        number = sum(problem.severity is severity for problem in problems)
        items.append(
            f'<li class="{severity.value}{"" if number else " none"}"><span class="shape" aria-hidden="true">'
            f"{shape}</span><b>{number}</b> <span>{safe(word)}</span><small>{safe(meaning)}</small></li>"
        )
    return f'<ul class="counters" aria-label="What the checks found">{"".join(items)}</ul>'


def problems_html(
    problems: Sequence[Problem], severity: Severity, schools: Mapping[Problem, str] | None = None
) -> str:
    """All findings of one weight as a table; empty where there are none.

    `schools`: of a file for several schools, the one that a finding about no cell is about.
    """
    found = [problem for problem in problems if problem.severity is severity]
    if not found:
        return ""
    shape, word, meaning = WEIGHTS[severity]
    rows = "".join(_row_html(problem, (schools or {}).get(problem, WHOLE)) for problem in found[:SHOWN])
    more = len(found) - SHOWN
    below = f"<p>and {more} more, all of them in the download</p>" if more > 0 else ""
    drawn = f'<span class="shape" aria-hidden="true">{shape}</span>'
    return (
        f'<section class="problems {severity.value}">'
        f"<h3>{drawn} {safe(word)}: {safe(meaning)}</h3>"
        '<table><thead><tr><th scope="col">Where</th><th scope="col">What was found</th>'
        f'<th scope="col">What to do</th></tr></thead><tbody>{rows}</tbody></table>{below}</section>'
    )


def _row_html(problem: Problem, whole: str) -> str:
    sheet = f'<span class="sheet-name">{safe(problem.sheet)}</span> ' if problem.sheet else ""
    cell = "" if problem.sheet else safe(whole)
    if problem.cell:
        # doors.js goes to the cell in the preview of its sheet further down.
        to = f'href="#{CELLS}" data-sheet="{safe(problem.sheet or "")}" data-cell="{safe(problem.cell)}"'
        cell = f'<a class="to-cell" {to}><b>{safe(problem.cell)}</b></a>'
    return (
        f'<tr><th scope="row">{sheet}{cell}</th><td data-label="Found">{safe(problem.message)}</td>'
        f'<td data-label="To do">{safe(problem.suggestion) if problem.suggestion else ""}</td></tr>'
    )


def show_counters(problems: Sequence[Problem]) -> None:
    show(counters_html(problems))


def show_problems(
    problems: Sequence[Problem], severity: Severity, schools: Mapping[Problem, str] | None = None
) -> None:
    show(problems_html(problems, severity, schools))
