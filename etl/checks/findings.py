"""Every problem that holding a return against the record can find, declared once. None of them stops it."""

from __future__ import annotations

from etl.problems import Severity, declare

JUMP = declare("jump", Severity.CHECK, "a mark two bands or more from what stood")
EARLIER_MARK_DIFFERS = declare(
    "earlier_mark_differs", Severity.CHECK, "a mark for an earlier half-term is not the one returned then"
)
MARKS_FOR_CLOSED_DROP = declare(
    "marks_for_closed_drop", Severity.CHECK, "marks of an earlier half-term whose drop is closed"
)
EVERYONE_ALIKE = declare("everyone_alike", Severity.CHECK, "a whole class with one and the same mark")
NOTHING_CHANGED = declare(
    "nothing_changed", Severity.CHECK, "not one prediction of a subject moved since the half-term before"
)
MANY_LEAVERS = declare("many_leavers", Severity.CHECK, "many pupils are no longer listed")
LEAVERS = declare("leavers", Severity.INFO, "pupils who are no longer listed")
STARTERS = declare("starters", Severity.INFO, "pupils who were not listed before")
RETURNED = declare("returned", Severity.INFO, "pupils who were gone and are listed again")
FROM_OUR_SCHOOLS = declare(
    "from_our_schools", Severity.INFO, "starters who come from another of the trust's schools"
)
TO_OUR_SCHOOLS = declare("to_our_schools", Severity.INFO, "leavers whom another of the trust's schools lists")
IN_TWO_SCHOOLS = declare(
    "in_two_schools", Severity.CHECK, "another of the trust's schools lists the pupil in the same half-term"
)
BORN_OUTSIDE_YEAR = declare(
    "born_outside_year", Severity.CHECK, "a birth date outside the year group, for the first time"
)
OUT_OF_YEAR = declare(
    "out_of_year", Severity.INFO, "a pupil who is known to be taught outside the year group of their age"
)
BIRTH_DATE_DIFFERS = declare(
    "birth_date_differs", Severity.CHECK, "the birth date is not the one known for the UPN"
)
OTHER_PUPIL = declare(
    "upn_of_another_pupil", Severity.CHECK, "both names differ from those known for the UPN"
)
NAME_CHANGED = declare("name_changed", Severity.INFO, "one name differs from the one known for the UPN")
NEW_UPN = declare(
    "new_upn_for_known_pupil", Severity.CHECK, "a new UPN beside the name of a pupil who is no longer listed"
)
