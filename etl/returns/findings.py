"""What keeps a whole file from being taken in, beside what its cells hold."""

from __future__ import annotations

from etl.problems import Severity, declare

DROP_CLOSED = declare("drop_closed", Severity.STOP, "the half-term's data drop is closed")
NO_PUPILS = declare("no_pupils", Severity.STOP, "no row with a pupil was found")
UNREADABLE = declare("unreadable", Severity.STOP, "the file cannot be opened at all")
NOT_REGISTERED = declare(
    "school_not_registered", Severity.STOP, "the school that was named is not registered"
)
NOT_DEALT_WITH = declare("not_dealt_with", Severity.STOP, "something beside the file is in the way")
NO_TRUST = declare("no_trust", Severity.STOP, "no school has been registered yet")
