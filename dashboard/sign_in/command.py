"""`python -m dashboard sign-in`: sets up how people sign in, or says how it is set up."""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys

from dashboard.sign_in import setting
from dashboard.sign_in.setting import CALLBACK, HOURS, IDLE_MINUTES, SECRET_NAME, Provider, SignIn
from etl.commands.command import DONE, Command, say
from etl.errors import UsageError
from etl.folder import DataFolder


def _more_than_none(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < 10_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number above 0")
    return number


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--provider", choices=[one.value for one in Provider], help="whose accounts people have"
    )
    parser.add_argument("--tenant", default="", metavar="ID", help="Microsoft: the directory (tenant) ID")
    parser.add_argument("--issuer", default="", metavar="URL", help="another provider: its address")
    parser.add_argument(
        "--client-id", metavar="ID", help="the client or application ID that the provider gave"
    )
    parser.add_argument(
        "--address",
        metavar="URL",
        help="where people find the dashboard, such as https://dashboard.trust.example",
    )
    parser.add_argument(
        "--hours", type=_more_than_none, default=HOURS, help="how long a sign-in lasts (default: %(default)g)"
    )
    parser.add_argument(
        "--idle-minutes",
        type=_more_than_none,
        default=IDLE_MINUTES,
        help="how long it lasts without a click (default: %(default)g)",
    )
    parser.epilog = (
        f"The client secret is asked for, or read from standard input or from {SECRET_NAME}; never an "
        "argument, which others could read. Without arguments: how sign-in is set up."
    )


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    if options.provider is None:
        return _tell(folder)
    if not options.client_id or not options.address:
        raise UsageError("Give --client-id and --address as well: python -m dashboard sign-in --help")
    if options.hours > setting.MOST_HOURS:
        raise UsageError(
            f"A sign-in may last {setting.MOST_HOURS:g} hours at most: after that it is forgotten."
        )
    former = setting.read(folder) if (folder.root / setting.FILE).is_file() else None
    made = SignIn(
        provider=Provider(options.provider),
        issuer=setting.issuer_of(Provider(options.provider), tenant=options.tenant, issuer=options.issuer),
        client_id=options.client_id,
        client_secret=_client_secret(),
        # Kept where there is one: a new one would sign everybody out.
        cookie_secret=former.cookie_secret if former else secrets.token_urlsafe(48),
        address=setting.public_address(options.address),
        hours=options.hours,
        idle_minutes=options.idle_minutes,
    )
    setting.write(folder, made)
    print(
        f"Sign-in is set up in {folder.root / setting.FILE}.\n"
        f"Register this redirect address with the provider: {made.address}/{CALLBACK}\n"
        "Start the dashboard anew, so that it holds. Who may sign in is on the list of people: "
        "python -m etl people --first-administrator E-MAIL"
    )
    return DONE


def _client_secret() -> str:
    if given := os.environ.get(SECRET_NAME):
        return given
    given = getpass.getpass("Client secret: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise UsageError(f"There is no client secret: type it, or give it in {SECRET_NAME}.")
    return given.strip()


def _tell(folder: DataFolder) -> int:
    made = setting.read(folder)
    if made is None:
        say("Sign-in is not set up: the dashboard answers this machine only.")
        return DONE
    print(
        f"People sign in with {made.provider.label} ({made.issuer}) at {made.address}, for {made.hours:g} "
        f"hours and at most {made.idle_minutes:g} minutes without a click. Redirect address: "
        f"{made.address}/{CALLBACK}"
    )
    if setting.readable_by_others(folder):
        say(f"WARNING: other users of this machine can read {folder.root / setting.FILE}.")
    return DONE


SIGN_IN_COMMAND = Command(
    name="sign-in",
    help="set up signing in with the trust's own Microsoft or Google accounts",
    arguments=_arguments,
    run=_run,
)
