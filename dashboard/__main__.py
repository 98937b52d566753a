"""The dashboard's command line: `python -m dashboard` starts it, `python -m dashboard measures …` prints."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from dashboard.measures_command import MEASURES_COMMAND
from dashboard.sign_in.command import SIGN_IN_COMMAND
from dashboard.start import ADDRESS, USUAL_PORT, proxy_addresses, start
from etl.commands.command import DONE, REFUSED, UNREADABLE, Command, say
from etl.errors import TrustDataError, UnreadableFileError, UsageError
from etl.folder import DataFolder

DATA_HELP = "the trust's data folder (else TRUST_DATA, else data/)"


COMMANDS: tuple[Command, ...] = (MEASURES_COMMAND, SIGN_IN_COMMAND)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Start the Trust Performance Dashboard, set up how people sign in, or print its figures.",
    )
    made.add_argument(
        "--port", type=_port, default=USUAL_PORT, help="where it listens (default: %(default)s)"
    )
    made.add_argument("--sample", action="store_true", help="show a sample trust, in a folder of its own")
    made.add_argument("--data", metavar="DIR", help=DATA_HELP)
    made.add_argument(
        "--address",
        default=ADDRESS,
        metavar="IP",
        help="the address of this machine on which it listens, once sign-in is set up (default: %(default)s)",
    )
    made.add_argument(
        "--behind-proxy",
        type=_proxies,
        default=(),
        metavar="IP,IP…",
        help="the addresses from which the proxy with the certificate connects; nobody else is answered",
    )
    made.set_defaults(run=None)
    subcommands = made.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        one = subcommands.add_parser(
            command.name, help=command.help, description=command.help.capitalize() + "."
        )
        command.arguments(one)
        # Where it is not given here, what was given before the subcommand stands.
        one.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=DATA_HELP)
        one.set_defaults(run=command.run)
    return made


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port; one is a number from 1 to 65535.")
    return int(text)


def _proxies(text: str) -> tuple[str, ...]:
    try:
        return proxy_addresses(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a list of addresses such as 10.0.0.5") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused because of the data, 2 wrong usage or unreadable file."""
    options = parser().parse_args(arguments)
    try:
        if options.run is None:
            return start(options.data, options.port, options.sample, options.address, options.behind_proxy)
        status: int = options.run(options, DataFolder.find(options.data))
        sys.stdout.flush()
    except (UsageError, UnreadableFileError) as error:
        say(str(error))
        return UNREADABLE
    except TrustDataError as error:
        say(str(error))
        return REFUSED
    except BrokenPipeError:
        # Whoever read the figures has read enough (`… | head`); nothing is left to be flushed to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE
    return status


if __name__ == "__main__":
    sys.exit(main())
