"""Starting the dashboard: on this machine alone, or for everybody who signs in."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any

from dashboard import sample_trust
from dashboard.sign_in import setting
from dashboard.sign_in.setting import LOOPBACK, SignIn
from etl.errors import UsageError
from etl.folder import ENVIRONMENT_NAME, ROOT, DataFolder

# Without sign-in whoever reaches the server chooses their role, so nobody but this machine may reach it.
ADDRESS = "127.0.0.1"
USUAL_PORT = 8501

# What must hold whatever the machine's own Streamlit settings say; the rest is in .streamlit/config.toml.
OPTIONS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.headless": True,
    # A traceback could show what stands in a pupil's row.
    "client.showErrorDetails": "none",
    "logger.hideWelcomeMessage": True,
    "logger.level": "warning",
}


def start(
    data: str | None = None,
    port: int = USUAL_PORT,
    sample: bool = False,
    listen: str = ADDRESS,
    behind_proxy: Sequence[str] = (),
) -> int:
    """Serve a trust until somebody stops it; the exit status.

    `data` is the folder as it was named (None: TRUST_DATA, else `data`). With `sample` it is the sample
    trust, in the folder that was named or one of its own, built first where it is not there yet.
    Raises UsageError where the port is taken or others could reach what they must not, TrustDataError where
    the folder cannot hold the sample.
    """
    folder = sample_trust.folder(data) if sample else DataFolder.find(data)
    made = setting.read(folder)
    check_reach(made, listen, behind_proxy)
    check_port(port, listen)
    if sample:
        sample_trust.make_sure(folder)
    print(
        f"The dashboard is at {made.address if made else f'http://{ADDRESS}:{port}'}\n"
        f"Trust: {folder.root}\n{_who(made, folder, listen, port)}\n"
        "Ctrl-C ends it.",
        file=sys.stderr,
        flush=True,
    )
    os.environ[ENVIRONMENT_NAME] = str(folder.root)
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    return _serve(made, port, listen, behind_proxy)


def check_reach(made: SignIn | None, listen: str, behind_proxy: Sequence[str]) -> None:
    """Raises UsageError where other machines could reach the dashboard without sign-in, or without https."""
    if listen in LOOPBACK:
        return
    if made is None:
        raise UsageError(
            f"Without sign-in the dashboard answers this machine only, and not on {listen}: whoever reached "
            "it could look as anybody. Set sign-in up first: python -m dashboard sign-in --help"
        )
    if not made.is_https or not behind_proxy:
        raise UsageError(
            f"On {listen} the dashboard is for a proxy that answers https at its public address and passes "
            "on what it is asked. Say from which address the proxy connects: --behind-proxy 10.0.0.5"
        )


def proxy_addresses(text: str) -> tuple[str, ...]:
    """The addresses in “10.0.0.5,10.0.0.6”. Raises ValueError for what is no address."""
    return tuple(str(ipaddress.ip_address(part.strip())) for part in text.split(","))


def _who(made: SignIn | None, folder: DataFolder, listen: str, port: int) -> str:
    if made is None:
        return (
            "Nobody signs in: it answers this machine only, and lets you choose whose eyes to look through."
        )
    warned = (
        f"\nWARNING: other users of this machine can read {folder.root / setting.FILE}: "
        f"chmod 600 {folder.root / setting.FILE}"
        if setting.readable_by_others(folder)
        else ""
    )
    return f"People sign in with {made.provider.label}. It listens on {listen}, port {port}.{warned}"


def check_port(port: int, listen: str = ADDRESS) -> None:
    """Raises UsageError where somebody else listens on the port."""
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name != "nt":
            # As the server itself does; without it a port is "taken" for a minute after a restart.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((listen, port))
        except (OSError, OverflowError):
            raise UsageError(
                f"Port {port} is taken; perhaps the dashboard runs already, at http://{ADDRESS}:{port}. "
                f"To start another, choose another port: --port {port + 1 if port < 65535 else USUAL_PORT}"
            ) from None


def _serve(made: SignIn | None, port: int, listen: str, behind_proxy: Sequence[str]) -> int:
    # Imported here because it takes a second, which no other command should wait for.
    from dashboard.server import serving

    setting.put_in_force(made)
    # Connections from this machine itself are a proxy's, or a check's of whether the server is well.
    peers = {"127.0.0.1", "::1", *behind_proxy} if behind_proxy else None
    serving.serve(
        serving.make(made, peers),
        OPTIONS
        | {
            "server.address": listen,
            "server.port": port,
            # Both addresses are said, otherwise Streamlit asks the internet for its own.
            "browser.serverAddress": made.host if made else ADDRESS,
            # A page elsewhere must not reach the dashboard through a name of its own for this machine.
            "server.allowedHosts": [*LOOPBACK, *([made.host] if made else [])],
        },
    )
    return 0
