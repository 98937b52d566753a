"""What a template says to whoever fills it in: plain words, none of which a reader takes for data.

What stands on the sheet with the pupils names no second half-term and no second school: its title is
read as the return's own.
"""

from __future__ import annotations

from etl.template.content import Template

GUIDE = "How to fill this in"
TITLE_LABELS = ("School", "URN", "Half-term")
KEEP_SAFE = "Holds pupils' data: keep it safe"


def sheet_name(template: Template) -> str:
    return str(template.half_term).replace("/", "-")


def title_note(template: Template) -> str:
    """One line above the table: what is left to do."""
    if not template.lines:
        return f"One row a pupil. The sheet “{GUIDE}” says what each mark means."
    if template.moved_up:
        return f"A new school year: everyone has moved up, and marks start afresh. See “{GUIDE}”."
    return f"Only changes need typing, and a blank erases nothing. See “{GUIDE}”."


def steps(template: Template) -> list[str]:
    """What to do, one sentence or two a step."""
    left = (
        "A pupil has left? Choose Left for every mark in their row: the row turns grey. Removing the row is "
        "not enough where the pupil was returned for this half-term already."
        if template.corrects
        else "A pupil has left? Choose Left for every mark in their row, and the row turns grey. Or remove "
        "the row."
    )
    return [
        _origin(template),
        *_marks_to_give(template),
        "A new pupil? Type them into the blank rows at the foot, with their UPN.",
        left,
        "Wrong or out of date? Type over it. A cell that you leave blank erases nothing.",
        "Save, and drop the file on the dashboard's page Returns. You see how it was read, and what it would "
        "change, before anything is loaded.",
        "You would rather send your own tracker? Any layout will do; this sheet is an offer.",
    ]


def _origin(template: Template) -> str:
    number = len(template.lines)
    if not template.made_from:
        return "The trust holds no return of your school up to this half-term, so the rows are blank."
    latest, *others = template.made_from
    pupils = "1 pupil is" if number == 1 else f"{number} pupils are"
    said = f"{pupils} listed, as your school returned them for {latest}"
    if others:
        said += f"; the year groups that it lacks are those of {others[0]}"
    if template.moved_up:
        said += ". Everyone has moved up since, last year's Year 6 has left, and classes are blank"
    return said + "."


def _marks_to_give(template: Template) -> list[str]:
    if template.corrects:
        return ["The marks are those that stand. Change what is wrong, and fill in what is missing."]
    current = "Current: choose where each pupil stands now."
    if template.moved_up or template.half_term.ordinal == 1 or not template.lines:
        return [
            current,
            "Predicted: choose where each pupil will be at the end of the year. It is blank because a new "
            "year expects something else: last year's prediction says nothing about it.",
        ]
    return [
        current,
        "Predicted: the end of the year, as last returned this year. Change it where you think differently "
        "now.",
    ]


COLOURS = (
    ("to_fill", "A current judgement that is still blank."),
    ("look_again", "The prediction is below where the pupil stands now, or only some marks say Left."),
    ("gone", "Every mark says Left: the pupil is taken off the roll."),
)

OWN_WORDS = (
    "The lists are a help, not a rule. Excel asks whether you are sure when you type something else; the "
    "page Returns reads the usual spellings, and asks you once what your school means by others."
)
