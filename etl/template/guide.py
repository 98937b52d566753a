"""The second sheet of a template: how to fill the first in, and the lists that its drop-downs offer."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from etl.column_uses import NEVER_SEEN, USES, WHAT_FOR
from etl.template import words
from etl.template.columns import EVERY_CHOICE, Choices
from etl.template.content import Template
from etl.template.look import Look

WORD_WIDTH, TEXT_WIDTH = 22, 96
LINE = 15.5  # points of one line of text
A4 = 9
# What a heading would be taken for, were it alone in a cell.
_SHOWN = {"UPN": "The UPN"}


def draw(sheet: Worksheet, look: Look, template: Template) -> dict[str, str]:
    """Draw the guide: for each kind of choice where its list stands, as a formula."""
    page = _Page(sheet, look)
    page.title(words.GUIDE)
    page.section("What to do")
    for number, sentence in enumerate(words.steps(template), start=1):
        page.entry(f"{number}.", sentence, step=True)
    page.section("Whom this is for")
    page.text(WHAT_FOR)
    first, *others = EVERY_CHOICE
    lists = {first.title: page.choices(first)}
    page.text(words.OWN_WORDS)
    page.section("Colours")
    for name, meaning in words.COLOURS:
        page.colour(name, meaning)
    page.section("What each column is used for")
    for use in USES:
        page.entry(_SHOWN.get(use.column, use.column), use.used_for)
    page.text(NEVER_SEEN)
    lists.update({choices.title: page.choices(choices) for choices in others})
    sheet.set_column(0, 0, WORD_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    return lists


class _Page:
    """A sheet that is written from top to bottom; `row` is the next one, counted from 0."""

    def __init__(self, sheet: Worksheet, look: Look) -> None:
        self.sheet, self.look, self.row = sheet, look, 0

    def title(self, text: str) -> None:
        self.sheet.set_row(self.row, 30)
        self.sheet.write_string(self.row, 0, text, self.look["guide_title"])
        self.row += 1

    def section(self, text: str) -> None:
        self.sheet.set_row(self.row, 8)
        self.row += 1
        self.sheet.set_row(self.row, 21)
        self.sheet.write_string(self.row, 0, text, self.look["guide_section"])
        self.sheet.write_blank(self.row, 1, None, self.look["guide_section"])
        self.sheet.set_row(self.row + 1, 4)
        self.row += 2

    def choices(self, choices: Choices) -> str:
        """A list with its meanings; where its words stand, as a formula."""
        self.section(choices.title)
        first = self.row
        for word, meaning in choices.meanings:
            self.entry(word, meaning)
        return f"='{words.GUIDE}'!$A${first + 1}:$A${self.row}"

    def entry(self, word: str | int, text: str, *, step: bool = False) -> None:
        form = self.look["guide_step" if step else "guide_word"]
        if isinstance(word, int):
            self.sheet.write_number(self.row, 0, word, form)
        else:
            self.sheet.write_string(self.row, 0, word, form)
        self._text_beside(text, lines_of_word=len(str(word)) / WORD_WIDTH)

    def colour(self, name: str, text: str) -> None:
        if name == "gone":
            self.sheet.write_string(self.row, 0, "Name", self.look[name])
        else:
            self.sheet.write_blank(self.row, 0, None, self.look[name])
        self._text_beside(text)

    def text(self, text: str) -> None:
        self._text_beside(text)

    def _text_beside(self, text: str, *, lines_of_word: float = 0) -> None:
        lines = max(len(text) / TEXT_WIDTH, lines_of_word)
        self.sheet.write_string(self.row, 1, text, self.look["guide_text"])
        self.sheet.set_row(self.row, LINE * (int(lines) + 1) + 2)
        self.row += 1
