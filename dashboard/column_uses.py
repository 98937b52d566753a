"""What each kind of column in a school's sheet is used for, said to those who send it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.furniture.markup import safe


@dataclass(frozen=True)
class Use:
    """One kind of column. `seen_by` is who outside the school can see it of a single pupil."""

    column: str
    used_for: str
    seen_by: str


LEADERS = "CEO, DTL and data manager; each look is logged"

USES = (
    Use("UPN", "To follow a pupil from one half-term to the next, also between our schools.", LEADERS),
    Use("Surname, forename", "So that your staff and the trust's leaders know who is meant.", LEADERS),
    Use("Date of birth", "To check the year group, and to tell summer-born pupils.", LEADERS),
    Use("Year group, class", "To count cohorts. Classes are counted for your school alone.", LEADERS),
    Use(
        "Sex, disadvantaged, pupil premium, FSM, looked after, SEN, EAL",
        "To compare groups of pupils. A blank is taken as “not known”, never as “no”.",
        LEADERS,
    ),
    Use(
        "Current judgement, predicted year-end",
        "To count how many meet the expected and the higher standard, and to see what changes.",
        LEADERS,
    ),
    Use("Anything else", "Not read into any figure. The file itself is kept as you sent it.", "Nobody"),
)


def uses_html() -> str:
    rows = "".join(
        f'<tr><th scope="row">{safe(use.column)}</th><td data-label="Used for">{safe(use.used_for)}</td>'
        f'<td data-label="Who sees it of one pupil">{safe(use.seen_by)}</td></tr>'
        for use in USES
    )
    return (
        '<table class="uses"><thead><tr><th scope="col">Column</th><th scope="col">Used for</th>'
        '<th scope="col">Who outside your school can see it of one pupil</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        "<p>The Board, the Chair and other schools never see a pupil, and see no figure of a small group.</p>"
    )
