"""Returns: drop a sheet, see how it was read and what it would change, load it, take it back."""

import streamlit as st

from dashboard import (
    deeds,
    return_differing,
    return_questions,
    return_who,
    returns_desk,
    signed_in,
    template_offer,
)
from dashboard.access import Action
from dashboard.checked_return import check_upload
from dashboard.furniture import header, notes
from dashboard.uploads import MOST_MEGABYTES, SHEET_ENDINGS, upload_of
from etl.column_uses import WHAT_FOR

who = signed_in.require(Action.LOAD_RETURN)
signed_in.require_trust()

header.page_header(
    "Returns",
    lead="Send your own tracker as it is. You see how it was read before anything is loaded.",
)
deeds.show_answer()
returns_desk.show_receipts(who)

school_urn, half_term = returns_desk.choose(who)
given = st.file_uploader(
    "Drop this half-term's sheet here",
    type=SHEET_ENDINGS,
    max_upload_size=MOST_MEGABYTES,
    key=returns_desk.box_key(),
    help="Excel (xlsx, xlsm, xls, xlsb), OpenDocument (ods), csv or tab-separated text.",
)
if given is None:
    template_offer.show(who, school_urn, half_term)
    notes.note(WHAT_FOR)
    returns_desk.show_column_uses()
else:
    upload = upload_of(given)
    replace_whole = returns_desk.ask_replace(half_term)
    checked = check_upload(
        who,
        upload,
        school_urn,
        half_term,
        replace_whole=replace_whole,
        keep=return_differing.chosen(upload),
    )
    returns_desk.show_checked(who, upload, checked, school_urn, half_term, replace_whole=replace_whole)
    returns_desk.show_load_buttons(upload, checked, school_urn, half_term, replace_whole)

if school_urn is not None:
    return_questions.show_learned(school_urn)
    return_who.show_decisions(school_urn)
returns_desk.show_sent(who, half_term)
