"""`template`: a school's return as a workbook that is filled in as far as the trust can."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from etl.commands.command import DONE, Command, add_half_term, needed_half_term, say
from etl.errors import UsageError
from etl.folder import DataFolder, settle
from etl.template import MadeTemplate, make_template


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", type=int, required=True, metavar="URN", help="whose pupils")
    add_half_term(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="where to write it")


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    half_term = needed_half_term(options)
    out: Path = options.out
    if out.suffix.lower() != ".xlsx" or out.is_dir():
        raise UsageError(f"A template is an Excel workbook: name a file that ends in .xlsx, not {out}.")
    made = make_template(folder, options.school, half_term)
    _write(made.workbook, out)
    print(f"{out}: {_said(made)}")
    if made.closed:
        say(
            f"The data drop for {half_term} is closed: this file cannot be loaded until it is opened. "
            f'python -m etl drop open --half-term "{half_term}"'
        )
    return DONE


def _write(content: bytes, out: Path) -> None:
    """At its place whole, or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    written = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        written.write_bytes(content)
        settle(written, out)
    finally:
        written.unlink(missing_ok=True)


def _said(made: MadeTemplate) -> str:
    template = made.template
    if not template.made_from:
        return f"blank rows, because {template.school} has sent no return up to {template.half_term}."
    source = " and ".join(map(str, template.made_from))
    number = "1 pupil" if len(template.lines) == 1 else f"{len(template.lines)} pupils"
    moved = ", a year group on" if template.moved_up else ""
    return f"{number} of {template.school}, from what was returned for {source}{moved}. Keep it safe."


TEMPLATE = Command(
    name="template",
    help="write a school's return for filling in, with its pupils and last predictions",
    arguments=_arguments,
    run=_run,
)
