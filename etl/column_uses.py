"""What each kind of column in a school's sheet is used for, said to those who send it."""

from __future__ import annotations

from dataclasses import dataclass

WHAT_FOR = (
    "Your return is for your own school and the trust: to see who needs help early and who can give it. "
    "Ofsted's inspectors do not look at a school's internal attainment data, and nothing here is collected "
    "for them."
)


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

NEVER_SEEN = "The Board, the Chair and other schools never see a pupil, and see no figure of a small group."
