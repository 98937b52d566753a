"""The errors that people meet. Anything else that is raised is a fault of ours, and looks like one."""

from __future__ import annotations


class TrustDataError(Exception):
    """Refused because of the data: shown as a plain sentence, never with a traceback. Exit status 1."""


class UnreadableFileError(TrustDataError):
    """The file cannot be read at all. Exit status 2.

    Its first sentence says what was found, and what follows says what to do.
    """

    @property
    def finding_and_cure(self) -> tuple[str, str]:
        finding, stop, cure = str(self).partition(". ")
        return finding + stop.strip(), cure


class UsageError(TrustDataError):
    """The command was called in a way it does not take. Exit status 2."""


def in_a_sentence(error: TrustDataError | OSError) -> str:
    """What to tell people: an error of ours as it is, one of the system with the place it is about."""
    if isinstance(error, TrustDataError):
        return str(error)
    place = f" ({error.filename})" if error.filename else ""
    return f"The system refuses: {error.strerror or 'a file cannot be read or written'}{place}."
