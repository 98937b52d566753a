"""What a school is asked about its own sheet, once: marks and headings with more than one meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import deeds, this_trust
from dashboard.access import Action
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.returns.checked import Checked
from dashboard.returns.row_words import RowWord, column_of
from dashboard.signed_in import Viewer
from etl.half_terms import HALF_TERM_NAMES
from etl.reading.answers import NOT_USED
from etl.reading.findings import AMBIGUOUS_MARK, TWO_MARKS, UNCLEAR_COLUMN, UNKNOWN_MARK
from etl.reading.marks import ANSWERS, NOT_REPEATED, Reading
from etl.reading.tidy import ColumnReading, Learned
from etl.record import audit, learned
from etl.returns.answering import answer
from etl.returns.outcome import Outcome
from etl.vocabulary import JUDGEMENT_LABELS, Judgement, Kind, Subject

ASKED = "asked about"  # what a mark that is asked about was read as, in a column's reading

_OTHER_MARKS = {
    Reading.ABSENT: "Absent",
    Reading.DISAPPLIED: "Disapplied",
    Reading.LEFT: "Left the school",
    Reading.NO_MARK: "No judgement",
}
MARK_MEANINGS = {
    reading.value: (
        f"{reading.value}, {JUDGEMENT_LABELS[Judgement(reading.value)].lower()}"
        if reading.judgement
        else _OTHER_MARKS[reading]
    )
    for reading in ANSWERS.values()
}
HEADING_MEANINGS = {NOT_USED: "Not to be used"} | {
    f"{subject}.{kind}": f"{subject.label}, {kind.label.lower()}" for subject in Subject for kind in Kind
}
WORD_MEANINGS = (
    {name.lower().replace(" ", "-"): name for name in HALF_TERM_NAMES}
    | {kind.value: kind.label for kind in Kind}
    | {subject.value: subject.label for subject in Subject}
    | {"nothing": "Nothing that matters here"}
)
# What a cell beside a mark may mean, by what its column says of the mark.
ROW_MEANINGS = {
    "subject": {subject.value: subject.label for subject in Subject}
    | {"nothing": "Something else: leave its marks out"},
    "kind": {kind.value: kind.label for kind in Kind},
}
ALL_MEANINGS = MARK_MEANINGS | HEADING_MEANINGS | WORD_MEANINGS
NOT_KNOWN = "not known"  # what a mark that no table knows was read as
SCHOOLS_OWN = 3  # a mark that is not known and stands in so many cells of a column is no slip


_OF_A_COLUMN = (UNCLEAR_COLUMN.code, TWO_MARKS.code)


@dataclass(frozen=True)
class Question:
    """One thing to be said once for a school. `text` is the mark or heading as it stands in the file."""

    urn: int
    text: str
    words: str
    meanings: tuple[tuple[str, str], ...]  # what is kept, and how it is offered


def questions(checked: Checked) -> list[Question]:
    """Every question that the file raises, each once; a text has one meaning at a time."""
    of_cells = [question for outcome in checked.outcomes for question in _of(outcome)]
    found: dict[tuple[int, str], Question] = {}
    for question in (*of_cells, *map(_of_a_row, checked.row_words)):
        found.setdefault((question.urn, question.text), question)
    return list(found.values())


def _of(outcome: Outcome) -> Iterator[Question]:
    if outcome.school_urn is None or outcome.reading is None:
        return
    columns = outcome.reading.columns
    if any(problem.code == AMBIGUOUS_MARK.code for problem in outcome.problems):
        marks = dict.fromkeys(
            text for column in columns for text, read_as, _ in column.marks if read_as == ASKED
        )
        for text in marks:
            words = f"What does “{text}” mean in your school's sheets?"
            yield Question(outcome.school_urn, text, words, tuple(MARK_MEANINGS.items()))
    if any(problem.code == UNKNOWN_MARK.code for problem in outcome.problems):
        own = dict.fromkeys(
            text
            for column in columns
            for text, read_as, count in column.marks
            if read_as == NOT_KNOWN and count >= SCHOOLS_OWN and not text.startswith(NOT_REPEATED)
        )
        for text in own:
            words = f"What does “{text}” mean in your school's sheets?"
            yield Question(outcome.school_urn, text, words, tuple(MARK_MEANINGS.items()))
    for problem in outcome.problems:
        column = column_of(problem, columns)
        if problem.code == UNCLEAR_COLUMN.code and column is not None and column.asked:
            words = f"What does “{column.asked}” mean in your school's headings?"
            yield Question(outcome.school_urn, column.asked, words, tuple(WORD_MEANINGS.items()))
        elif problem.code in _OF_A_COLUMN and column is not None and _alone(column, columns):
            words = f"What does the column “{column.heading}” hold in your school's sheets?"
            yield Question(outcome.school_urn, column.heading, words, tuple(HEADING_MEANINGS.items()))


def _alone(column: ColumnReading, columns: Sequence[ColumnReading]) -> bool:
    """Whether a heading names one column of its sheet: an answer about it is then about that column."""
    alike = [one for one in columns if (one.sheet, one.heading) == (column.sheet, column.heading)]
    return bool(column.heading) and len(alike) == 1


def _of_a_row(word: RowWord) -> Question:
    words = f"What does “{word.text}” in the column “{word.heading}” mean in your school's sheets?"
    return Question(word.urn, word.text, words, tuple(ROW_MEANINGS[word.field].items()))


def show_questions(checked: Checked) -> None:
    found = questions(checked)
    if not found:
        return
    notes.section(
        "1 question first" if len(found) == 1 else f"{len(found)} questions first",
        "An answer may clear much of the list below. It is kept for your next files; further down it can be "
        "taken back.",
    )
    for number, question in enumerate(found):
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"returns_question_{number}"):
            meanings = dict(question.meanings)
            chosen = st.selectbox(
                question.words,
                list(meanings),
                index=None,
                format_func=meanings.__getitem__,
                placeholder="Choose what it means",
                key=f"returns_meaning_{question.urn}_{question.text}",
            )
            deeds.button(
                "Keep this answer",
                key=f"returns_answer_{number}",
                action=Action.LOAD_RETURN,
                urn=question.urn,
                disabled=chosen is None,
                deed=_answer(question.urn, question.text, chosen or ""),
            )


def _answer(urn: int, text: str, meaning: str) -> Deed:
    def deed(who: Viewer) -> str:
        kept = answer(this_trust.folder(), urn, text, meaning, by=who.name, role=who.role.value)
        return f"Kept: “{text}” means {ALL_MEANINGS[kept]}."

    return deed


def show_learned(urn: int) -> None:
    """What a school has said about its sheets so far, and a way to be asked again."""
    with this_trust.record().reading() as connection:
        held = learned.learned_by_school(connection).get(urn, Learned())
    answers = [
        (what, spelling, meaning)
        for what, said in ((learned.MARK, held.marks), (learned.HEADING, held.headings))
        for spelling, meaning in said.items()
    ]
    if not answers:
        return
    with st.expander("What your school has said about its sheets"):
        for number, (what, spelling, meaning) in enumerate(answers):
            with st.container(horizontal=True, vertical_alignment="center", key=f"returns_said_{number}"):
                notes.note(f"“{spelling}” means {ALL_MEANINGS.get(meaning, meaning)}")
                deeds.button(
                    "Take back",
                    key=f"returns_forget_{number}",
                    action=Action.LOAD_RETURN,
                    urn=urn,
                    deed=_forget(urn, what, spelling),
                )
        if len(answers) > 1:
            deeds.button(
                "Forget all of it, and ask again",
                key="returns_forget",
                action=Action.LOAD_RETURN,
                urn=urn,
                deed=_forget(urn),
            )


def _forget(urn: int, what: str | None = None, spelling: str | None = None) -> Deed:
    """One answer, or all of a school's."""

    def deed(who: Viewer) -> str:
        with this_trust.record().writing(figures=False) as connection:
            number = learned.forget(connection, urn, what, spelling)
            audit.note(
                connection, who.name, "forget reading", f"{number} answers", role=who.role.value, urn=urn
            )
        return f"{number} {'answer is' if number == 1 else 'answers are'} forgotten."

    return deed
