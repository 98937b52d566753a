"""The parts people play. What each may see and do is declared in `dashboard/access.py`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    CEO = "ceo"
    DTL = "dtl"
    HEAD = "head"
    SCHOOL_STAFF = "school_staff"
    LEAD_TEACHER = "lead_teacher"
    BOARD = "board"
    DATA_MANAGER = "data_manager"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.CEO: "CEO",
    Role.DTL: "DTL",
    Role.HEAD: "Headteacher",
    Role.SCHOOL_STAFF: "School staff",
    Role.LEAD_TEACHER: "Lead teacher",
    Role.BOARD: "Board, Chair",
    Role.DATA_MANAGER: "Data manager",
}

# Roles that belong to named schools; a person with one of these has at least one school.
SCHOOL_ROLES = frozenset({Role.HEAD, Role.SCHOOL_STAFF})
