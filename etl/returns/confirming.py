"""What a person says of an offer: the same pupil or not, kept for every later file, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from etl.folder import DataFolder
from etl.publish.current import bring_up_to_date
from etl.record import audit, who_is_who
from etl.record.opening import open_record
from etl.record.who_is_who import About
from etl.returns.offers import Offer

# In the log's words. Never the pupil's.
_SAID = {
    (About.MATCH, True): "confirm match",
    (About.MATCH, False): "refuse match",
    (About.REISSUED, True): "confirm new UPN",
    (About.REISSUED, False): "refuse new UPN",
}


def decide(
    folder: DataFolder, offers: Sequence[Offer], *, same: bool, by: str, role: str | None = None
) -> None:
    """Keep the same answer to some offers, all or none.

    A new UPN changes who is one pupil in every half-term, so the figures are published anew. Raises
    TrustDataError where an answer contradicts an earlier one.
    """
    record = open_record(folder)
    joins = same and any(one.about is About.REISSUED for one in offers)
    with record.writing(figures=joins) as connection:
        for one in offers:
            who_is_who.decide(connection, one.urn, one.about, one.key, one.known.upn, same=same, by=by)
            audit.note(connection, by, _SAID[one.about, same], f"on {one.strength}", role=role, urn=one.urn)
    if joins:
        bring_up_to_date(folder, record)


def take_back(folder: DataFolder, decision_id: int, *, by: str, role: str | None = None) -> None:
    """Forget an answer: the question is asked again. Raises TrustDataError where there is no such answer."""
    record = open_record(folder)
    with record.writing() as connection:
        held = who_is_who.take_back(connection, decision_id)
        audit.note(connection, by, "take back", _SAID[held.what, held.same], role=role, urn=held.urn)
    bring_up_to_date(folder, record)
