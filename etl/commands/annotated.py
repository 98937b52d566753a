"""Writing the annotated copy of a file that a command was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.annotated import save_annotated
from etl.annotated.job import Answer
from etl.commands.command import say
from etl.errors import TrustDataError, in_a_sentence
from etl.folder import DataFolder
from etl.record.opening import open_record
from etl.record.schools import known_schools


def write_annotated(file: str, outcomes: Sequence[Answer], folder: DataFolder, into: Path) -> bool:
    """Write the annotated copy of one file and say where it is, or why there is none: on standard error."""
    try:
        with open_record(folder).reading() as connection:
            names = {school.urn: school.name for school in known_schools(connection)}
        written = save_annotated(Path(file), outcomes, names, into)
    except (TrustDataError, OSError) as error:
        say(f"{Path(file).name}: {in_a_sentence(error)}")
        return False
    say(f"{Path(file).name}: annotated copy in {written}")
    return True
