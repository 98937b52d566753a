"""What each figure counts, how to read it, who sees what, and what is hidden and why."""

from dashboard import about_words, signed_in, this_trust
from dashboard.furniture import definitions, header, notes
from dashboard.queries import register
from etl.measures import MEASURES, Basis

signed_in.require_trust()

header.page_header(
    "About the figures",
    lead="One rule for each measure, the same on every page, in every pack and every download.",
)

notes.section("How to read them")
definitions.marks()
definitions.reading(about_words.HOW_TO_READ)

notes.section("What is hidden, and why")
definitions.reading(about_words.hidden_and_why(register.thresholds(this_trust.published())))

notes.section("Who sees what")
definitions.who_sees_what()

for basis, sentence in (
    (Basis.JUDGEMENT, "Counted from the returns that schools send each half-term."),
    (Basis.STATUTORY, "Counted from results and from what the Department for Education publishes."),
):
    notes.section(f"Measures: {basis.value}", sentence)
    definitions.definitions(measure for measure in MEASURES.values() if measure.basis is basis)
