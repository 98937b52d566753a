"""Who a row means: pupils offered for rows without a UPN, and for UPNs that nobody knew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import deeds, formats, this_trust
from dashboard.access import Action, can
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.furniture.markup import safe, show
from dashboard.returns.checked import Checked
from dashboard.signed_in import Viewer
from etl.reading.persons import full_name
from etl.record.who_is_who import About
from etl.returns.confirming import decide
from etl.returns.offers import Offer, Strength
from etl.vocabulary import year_group_label

SHOWN = 12  # questions at a time; answering them brings the next
ASKED_AS = {
    About.MATCH: ", has no UPN. Is it this pupil?",
    About.REISSUED: ", has a new UPN. Is it this pupil, who is no longer listed?",
}


def offers_for(who: Viewer, checked: Checked) -> list[Offer]:
    """The offers that a person may see: a pupil of another school only where they see that school's too."""
    return [
        one
        for outcome in checked.outcomes
        for one in outcome.offers
        if can(who.scope, Action.LOAD_RETURN, one.urn) and can(who.scope, Action.SEE_PUPILS, one.known.urn)
    ]


def show_offers(who: Viewer, checked: Checked) -> None:
    found = offers_for(who, checked)
    if not found:
        return
    notes.section(
        "Who is who",
        "Nobody is matched without you. Each answer is kept for your school's next files, and can be taken "
        "back below.",
    )
    sure = [one for one in found if one.strength is Strength.NAME_AND_BIRTH_DATE]
    if len(sure) > 1:
        deeds.confirmed(
            f"Yes to all {len(sure)} with the same name and birth date",
            f"{len(sure)} rows are then taken as the pupils beside them. Look them through first.",
            f"Confirm these {len(sure)}",
            key="returns_match_all",
            action=Action.LOAD_RETURN,
            urn=sure[0].urn,
            deed=_say(sure, same=True),
        )
    names = this_trust.schools()
    for number, one in enumerate(found[:SHOWN]):
        _show_offer(one, names, number)
    if len(found) > SHOWN:
        notes.note(f"And {len(found) - SHOWN} more, once these are answered.")


def _show_offer(one: Offer, names: dict[int, str], number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"returns_who_{number}"):
        show(offer_html(one, "" if one.own else names.get(one.known.urn, "")))
        for label, same in (("Yes, the same", True), ("No", False)):
            deeds.button(
                label,
                key=f"returns_who_{'yes' if same else 'no'}_{number}",
                action=Action.LOAD_RETURN,
                urn=one.urn,
                deed=_say([one], same=same),
            )


def offer_html(one: Offer, school: str) -> str:
    """The row as the file has it beside the pupil as the trust knows them. `school`: where, if elsewhere."""
    row = _person(one.forename, one.surname, one.dob, one.year_group)
    known = _person(one.known.forename, one.known.surname, one.known.dob, one.known.year_group)
    where = (
        f", {safe(school)}" if school else f", {safe(one.known.class_name)}" if one.known.class_name else ""
    )
    return (
        f'<div class="who"><p><b>{safe(one.sheet)} {safe(one.cell)}</b> {safe(row)}'
        f"{safe(ASKED_AS[one.about])}</p>"
        f"<p>{safe(known)}{where} <small>{safe(one.strength)}</small></p></div>"
    )


def _person(forename: str | None, surname: str | None, dob: date | None, year_group: int | None) -> str:
    parts = [full_name(forename, surname)]
    if dob is not None:
        parts.append(f"born {formats.day(dob)}")
    if year_group is not None:
        parts.append(year_group_label(year_group))
    return ", ".join(parts)


def _say(offers: Sequence[Offer], *, same: bool) -> Deed:
    def deed(who: Viewer) -> str:
        decide(this_trust.folder(), offers, same=same, by=who.name, role=who.role.value)
        number = "1 answer is" if len(offers) == 1 else f"{len(offers)} answers are"
        return f"{number} kept: {'the same pupil' if same else 'not the same pupil'}."

    return deed
