"""`python -m etl …`"""

from __future__ import annotations

import os
import signal
import sys


def stopped_while_importing(*_: object) -> None:
    """Ends the process where it stands.

    Importing takes longer than many a command, and whoever stops it meanwhile has stopped nothing yet. An
    exception would do no good here: a library written in C that is being imported makes an error of its own
    of it.
    """
    print("Stopped before anything began.", file=sys.stderr, flush=True)
    if "--json" in sys.argv:
        print("[]", flush=True)
    os._exit(1)


usual = signal.signal(signal.SIGINT, stopped_while_importing)
from etl.command_line import COMMANDS, main  # noqa: E402 - from here on a stop is heard

signal.signal(signal.SIGINT, usual)

__all__ = ["COMMANDS", "main"]

if __name__ == "__main__":
    sys.exit(main())
