"""What came of something a person did, in words; a refusal's reasons each on a line of its own."""

from __future__ import annotations

from dashboard.furniture.markup import safe, show


def answer_html(said: str, *, done: bool) -> str:
    """The first line is the answer, the others its reasons."""
    first, *reasons = [line.strip() for line in said.splitlines() if line.strip()] or [""]
    shape, kind, role = ("✓", "done", "status") if done else ("■", "refused", "alert")
    items = "".join(f"<li>{safe(reason)}</li>" for reason in reasons)
    return (
        f'<div class="answer {kind}" role="{role}"><p><span class="shape" aria-hidden="true">{shape}</span> '
        f"{safe(first)}</p>{f'<ul>{items}</ul>' if items else ''}</div>"
    )


def show_answer(said: str, *, done: bool) -> None:
    show(answer_html(said, done=done))
