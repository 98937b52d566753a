"""The pupil groups that figures can be broken down by, declared once."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Group:
    """One way of dividing pupils.

    `expression` is SQL over one row of `roll`; it gives one of `values` or `unknown`, never NULL.
    `focus` and `other` are the two sides of the gap that is shown.
    """

    id: str
    label: str
    expression: str
    values: dict[str, str]  # value -> what people read
    focus: str
    other: str
    note: str = ""

    @property
    def gap_label(self) -> str:
        other = self.values[self.other]
        return f"{self.values[self.focus]} and {other[0].lower()}{other[1:]}"


def _flag(column: str) -> str:
    return f"CASE {column} WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' ELSE '{UNKNOWN}' END"


def _flag_group(column: str, label: str, yes: str, no: str, note: str = "") -> Group:
    return Group(
        id=column,
        label=label,
        expression=_flag(column),
        values={"yes": yes, "no": no, UNKNOWN: "Not known"},
        focus="yes",
        other="no",
        note=note,
    )


ALL = Group(
    id="all",
    label="All pupils",
    expression="'all'",
    values={"all": "All pupils"},
    focus="all",
    other="all",
)

GROUPS: dict[str, Group] = {
    group.id: group
    for group in (
        ALL,
        _flag_group(
            "disadvantaged",
            "Disadvantaged",
            "Disadvantaged",
            "Not disadvantaged",
            "FSM in the last six years, looked after, or left care, as the school marks it.",
        ),
        _flag_group("pupil_premium", "Pupil premium", "Pupil premium", "Not pupil premium"),
        _flag_group("fsm", "Free school meals", "Free school meals", "Not free school meals"),
        _flag_group("fsm6", "FSM in the last six years", "FSM6", "Not FSM6"),
        _flag_group("looked_after", "Looked after", "Looked after", "Not looked after"),
        Group(
            id="sex",
            label="Sex",
            expression=f"coalesce(sex, '{UNKNOWN}')",
            values={"F": "Girls", "M": "Boys", UNKNOWN: "Not known"},
            focus="M",
            other="F",
        ),
        Group(
            id="sen",
            label="SEN",
            expression=f"coalesce(sen, '{UNKNOWN}')",
            values={
                "N": "No SEN",
                "K": "SEN support",
                "E": "Education, health and care plan",
                UNKNOWN: "Not known",
            },
            focus="K",
            other="N",
        ),
        _flag_group("eal", "EAL", "EAL", "Not EAL", "English as an additional language."),
        _flag_group(
            "summer_born",
            "Summer-born",
            "Summer-born",
            "Autumn- and spring-born",
            "Born from 1 April to 31 August, worked out from the birth date.",
        ),
    )
}
