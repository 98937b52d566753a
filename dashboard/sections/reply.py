"""The head's reply: shown to whoever sees the school, and written by its head."""

from __future__ import annotations

import streamlit as st

from dashboard import deeds, this_trust
from dashboard.access import Action, can
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.furniture.markup import show
from dashboard.furniture.reply import reply_html
from dashboard.queries.head_reply import head_reply, names_on_roll
from dashboard.signed_in import Viewer
from dashboard.view import View
from etl.half_terms import HalfTerm
from etl.record import audit, head_replies
from etl.record.head_replies import MOST_CHARACTERS, MOST_SENTENCES, HeadReply

WHO_READS_IT = (
    f"At most {MOST_SENTENCES} sentences and {MOST_CHARACTERS} characters. The trust's leaders, the Board "
    "and other schools read it, and it goes into decks: never name a pupil, nor say anything that tells who "
    "one is. Emptied, it is withdrawn."
)


def held(view: View, urn: int) -> HeadReply | None:
    return head_reply(this_trust.record(), view.scope, urn, view.half_term)


def of_the_head(view: View, urn: int) -> None:
    """The reply, with the box for whoever may write it; nothing where there is neither."""
    words = held(view, urn)
    if words is not None:
        show(reply_html(words, str(view.half_term)))
    writing_box(view, urn)


def writing_box(view: View, urn: int) -> None:
    if not can(view.scope, Action.REPLY_TO_FIGURES, urn):
        return
    words = held(view, urn)
    key = f"reply_{urn}_{view.half_term.slug}"
    with st.container(key="reply_box"):
        # What came of the last deed stands beside the box, which keeps what was typed.
        deeds.show_answer()
        st.session_state.setdefault(key, words.words if words else "")
        st.text_area(f"Your reply to the figures of {view.half_term}", key=key, height=120)
        notes.show_quietly(WHO_READS_IT)
        deeds.button(
            "Save the reply",
            key="save_reply",
            action=Action.REPLY_TO_FIGURES,
            urn=urn,
            deed=_save(key, urn, view.half_term),
        )


def _save(key: str, urn: int, half_term: HalfTerm) -> Deed:
    def deed(who: Viewer) -> str:
        words = st.session_state.get(key, "")
        pupils = names_on_roll(this_trust.published(), who.scope, urn)
        with this_trust.record().writing(figures=False) as connection:
            before = head_replies.reply_of(connection, urn, half_term)
            if not head_replies.put_reply(connection, urn, half_term, words, by=who.name, pupils=pupils):
                return "Nothing to save: the reply stands as it is."
            withdrawn = not head_replies.tidied(words)
            audit.note(
                connection,
                who.name,
                "withdraw the reply to figures" if withdrawn else "reply to figures",
                str(half_term),
                role=who.role.value,
                urn=urn,
            )
        if withdrawn:
            return f"The reply to {half_term} is withdrawn."
        return f"{'Changed' if before else 'Saved'}: the reply to {half_term}."

    return deed
