"""Returns: drop a sheet, see how it was read and what it would change, load it, take it back."""

import streamlit as st

from dashboard import deeds, signed_in
from dashboard.access import Action
from dashboard.furniture import header, notes
from dashboard.returns import decisions, desk, differing, found, questions, sent, template_offer
from dashboard.returns.checked import check_upload
from dashboard.returns.sending import Sending
from dashboard.uploads import MOST_MEGABYTES, SHEET_ENDINGS, upload_of
from etl.column_uses import WHAT_FOR

who = signed_in.require(Action.LOAD_RETURN)
signed_in.require_trust()

header.page_header(
    "Returns",
    lead="Send your own tracker as it is. You see how it was read before anything is loaded.",
)
deeds.show_answer()
if not desk.file_dropped():
    sent.show_receipts(who)

school_urn, half_term = desk.choose(who)
given = st.file_uploader(
    "Drop this half-term's sheet here",
    type=SHEET_ENDINGS,
    max_upload_size=MOST_MEGABYTES,
    key=desk.box_key(),
    help="Excel (xlsx, xlsm, xls, xlsb), OpenDocument (ods), csv or tab-separated text.",
)
if given is None:
    template_offer.show(who, school_urn, half_term)
    notes.note(WHAT_FOR)
    desk.show_column_uses()
else:
    upload = upload_of(given)
    replace_whole = desk.ask_replace(school_urn, half_term)
    sending = Sending(upload, school_urn, half_term, replace_whole, differing.chosen(upload))
    checked = check_upload(who, sending)
    found.show_checked(who, sending, checked)
    found.show_load_buttons(sending, checked)

if school_urn is not None:
    questions.show_learned(school_urn)
    decisions.show_decisions(who, school_urn)
sent.show_sent(who, half_term)
