"""Data drops: who has sent what, closing a half-term and opening it again."""

from dashboard import deeds, signed_in
from dashboard.access import Action
from dashboard.drops import desk
from dashboard.furniture import header

who = signed_in.require(Action.CLOSE_DROP)
signed_in.require_trust()

header.page_header(
    "Data drops", lead="All of a half-term's returns are its data drop: open while they come in."
)
deeds.show_answer()
desk.show_year(who)
