"""A head's reply to a half-term's figures, for whoever sees the school; and the names that it must not hold.

Read from the record, so that it shows as soon as it is written: no figure hangs on it.
"""

from __future__ import annotations

from dashboard.access import Action, Scope, check_can
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.record import head_replies
from etl.record.connection import Record
from etl.record.head_replies import HeadReply, PupilName

NAMES = """
SELECT DISTINCT
    forename,
    surname
FROM pupil_half_term
WHERE school_urn = $school_urn
AND forename IS NOT NULL
AND surname IS NOT NULL
"""


def head_reply(record: Record, scope: Scope, school_urn: int, half_term: HalfTerm) -> HeadReply | None:
    """The reply that counts; None where there is none. Raises AccessDenied where the scope does not see the
    school.
    """
    check_can(scope, Action.SEE_SCHOOL, school_urn)
    with record.reading() as connection:
        return head_replies.reply_of(connection, school_urn, half_term)


def names_on_roll(published: Published, scope: Scope, school_urn: int) -> list[PupilName]:
    """Every pupil whom the school ever listed, to hold a reply against: never to be shown.

    Raises AccessDenied for whoever may not write the school's reply.
    """
    check_can(scope, Action.REPLY_TO_FIGURES, school_urn)
    rows = fetch_rows(published, NAMES, {"school_urn": school_urn})
    return [(row["forename"], row["surname"]) for row in rows]
