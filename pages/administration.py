"""Administration: schools, people, terms, targets, settings, backups and the log."""

from dashboard import deeds
from dashboard.administration import parts
from dashboard.furniture import header

who = parts.require()

header.page_header("Administration", lead="What the trust is made of, and what keeps it safe.")
deeds.show_answer()
parts.show(parts.choose(who), who)
