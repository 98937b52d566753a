"""Load results: drop the Department's download or your own sheet, see how it was read, load it."""

from dataclasses import replace

import streamlit as st

from dashboard import deeds, signed_in
from dashboard.access import Action
from dashboard.furniture import header, notes
from dashboard.result_loading import desk, found, sent
from dashboard.result_loading.checked import check_upload
from dashboard.result_loading.desk import SendingResults
from dashboard.uploads import MOST_MEGABYTES, RESULT_ENDINGS, upload_of

who = signed_in.require(Action.LOAD_RETURN)
signed_in.require_trust()

header.page_header(
    "Load results",
    lead="Pupils' statutory results: the Department's downloads, a CTF, or your own sheet, as they are.",
)
deeds.show_answer()

asked = desk.choose(who)
given = st.file_uploader(
    "Drop a file of results here",
    type=RESULT_ENDINGS,
    max_upload_size=MOST_MEGABYTES,
    key=desk.box_key(),
    help="Excel, OpenDocument, csv or tab-separated text; of the multiplication tables check a CTF too.",
)
if given is None:
    notes.note(
        "What can be loaded: key stage 2, the multiplication tables check, phonics, the early years profile "
        "and key stage 1. Nothing is loaded before you have seen how it was read."
    )
else:
    sending = SendingResults(upload_of(given), replace(asked, replace_whole=desk.ask_replace()))
    checked = check_upload(who, sending)
    found.show_checked(who, sending, checked)
    found.show_load_buttons(sending, checked)

sent.show_sent(who)
