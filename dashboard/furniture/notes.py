"""Empty states, notes and footnotes: words for when there is little to show, or something to know."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.furniture.markup import door, safe, show

WHOLE_SCHOOL_ONLY = (
    "A school's classes, pupil groups and names are for its own staff and the trust's leaders."
)


def empty_html(title: str, *sentences: str, link: tuple[str, str] | None = None) -> str:
    """What is not there, and the next step. `link` is (label, address)."""
    paragraphs = "".join(f"<p>{safe(sentence)}</p>" for sentence in sentences)
    way_on = f"<p>{door(link[1], safe(link[0]))}</p>" if link else ""
    return f'<section class="empty"><h2>{safe(title)}</h2>{paragraphs}{way_on}</section>'


def empty(title: str, *sentences: str, link: tuple[str, str] | None = None) -> None:
    show(empty_html(title, *sentences, link=link))


def note_html(sentence: str, *, kind: str = "") -> str:
    return f'<p class="{f"note {kind}".strip()}">{safe(sentence)}</p>'


def note(sentence: str, *, kind: str = "") -> None:
    show(note_html(sentence, kind=kind))


def section(title: str, sentence: str = "", *, place: str = "") -> None:
    """A section's heading with, under it, how to read what follows. `place`: what an address calls it."""
    show(section_html(title, sentence, place=place))


def section_html(title: str, sentence: str = "", *, place: str = "") -> str:
    below = f'<p class="section-note">{safe(sentence)}</p>' if sentence else ""
    return f'<div class="section"{_place(place)}><h2>{safe(title)}</h2>{below}</div>'


def subsection(title: str, sentence: str = "", *, place: str = "") -> None:
    below = f'<p class="section-note">{safe(sentence)}</p>' if sentence else ""
    show(f'<div class="subsection"{_place(place)}><h3>{safe(title)}</h3>{below}</div>')


def _place(name: str) -> str:
    return f' id="{escape(name)}"' if name else ""


def footnotes(sentences: Sequence[str]) -> None:
    show(footnotes_html(sentences))


def footnotes_html(sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    return f'<div class="footnotes">{"".join(f"<p>{safe(one)}</p>" for one in sentences)}</div>'


def explained_footnotes(sentences: Sequence[tuple[str, str]]) -> None:
    """Each with the way to what stands behind its numbers."""
    lines = "".join(f"<p>{safe(one)} {_explain(href, one)}</p>" for one, href in sentences)
    show(f'<div class="footnotes">{lines}</div>' if lines else "")


def explained(href: str, about: str) -> None:
    """The way to what stands behind the numbers of the sentences above."""
    show(f'<p class="way-on">{_explain(href, about)}</p>')


def _explain(href: str, about: str) -> str:
    return door(href, "Explain this number", css="explain", label=f"Explain this number: {about}")


def show_quietly(sentence: str) -> None:
    """A line that is there for whoever looks for it."""
    show(f'<p class="quiet small">{safe(sentence)}</p>')


def about_the_figures(href: str) -> None:
    """The way to what every figure counts, at the foot of a page of figures."""
    link = door(href, "What each figure counts, how to read it, and what is hidden and why")
    show(f'<div class="footnotes"><p>{link}</p></div>')


def way_on(words: str, href: str) -> None:
    """A link to where there is more of what stands above it."""
    show(f'<p class="way-on">{door(href, safe(words))}</p>')


def ways_on(doors: Sequence[tuple[str, str]]) -> None:
    """Several links side by side to what lies a level deeper: (words, address) each."""
    if doors:
        items = "".join(f"<li>{door(href, safe(words))}</li>" for words, href in doors)
        show(f'<ul class="ways-on">{items}</ul>')
