"""`python -m etl …`"""

from __future__ import annotations

import sys

try:
    from etl.command_line import COMMANDS, main
except KeyboardInterrupt:
    # Importing takes longer than many a command: whoever stops it meanwhile has stopped nothing yet.
    print("Stopped before anything began.", file=sys.stderr)
    if "--json" in sys.argv:
        print("[]")
    sys.exit(1)

__all__ = ["COMMANDS", "main"]

if __name__ == "__main__":
    sys.exit(main())
