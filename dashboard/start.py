"""Starting the dashboard on this machine, with a sample trust where one is asked for."""

from __future__ import annotations

import os
import socket
import sys

from dashboard import sample_trust
from etl.errors import UsageError
from etl.folder import ENVIRONMENT_NAME, ROOT, DataFolder

# Without sign-in whoever reaches the server chooses their role, so nobody but this machine may reach it.
ADDRESS = "127.0.0.1"
USUAL_PORT = 8501

ENTRY = ROOT / "dashboard" / "app.py"

# What must hold whatever the machine's own Streamlit settings say; the rest is in .streamlit/config.toml.
OPTIONS = (
    ("server.address", ADDRESS),
    # Both addresses are said, otherwise Streamlit asks the internet for its own.
    ("browser.serverAddress", ADDRESS),
    ("browser.gatherUsageStats", "false"),
    # A page elsewhere must not reach the dashboard through a name of its own for this machine.
    ("server.allowedHosts", ADDRESS),
    ("server.allowedHosts", "localhost"),
    ("server.enableAgentApi", "false"),
    ("server.headless", "true"),
    # A traceback could show what stands in a pupil's row.
    ("client.showErrorDetails", "none"),
    ("logger.hideWelcomeMessage", "true"),
    ("logger.level", "warning"),
)


def start(data: str | None = None, port: int = USUAL_PORT, sample: bool = False) -> int:
    """Serve a trust until somebody stops it; the exit status.

    `data` is the folder as it was named (None: TRUST_DATA, else `data`). With `sample` it is the sample
    trust, in the folder that was named or one of its own, built first where it is not there yet.
    Raises UsageError where the port is taken, TrustDataError where the folder cannot hold the sample.
    """
    check_port(port)
    folder = sample_trust.folder(data) if sample else DataFolder.find(data)
    if sample:
        sample_trust.make_sure(folder)
    print(
        f"The dashboard is at http://{ADDRESS}:{port}\n"
        f"Trust: {folder.root}\n"
        "Nobody signs in: it answers this machine only, and lets you choose whose eyes to look through.\n"
        "Ctrl-C ends it.",
        file=sys.stderr,
        flush=True,
    )
    os.environ[ENVIRONMENT_NAME] = str(folder.root)
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    return _serve(port)


def check_port(port: int) -> None:
    """Raises UsageError where somebody else listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        if os.name != "nt":
            # As the server itself does; without it a port is "taken" for a minute after a restart.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, port))
        except (OSError, OverflowError):
            raise UsageError(
                f"Port {port} is taken; perhaps the dashboard runs already, at http://{ADDRESS}:{port}. "
                f"To start another, choose another port: --port {port + 1 if port < 65535 else USUAL_PORT}"
            ) from None


def _serve(port: int) -> int:
    # Imported here because it takes a second, which no other command should wait for.
    from streamlit.web import cli

    options = [f"--{name}={value}" for name, value in (*OPTIONS, ("server.port", str(port)))]
    return int(cli.main(["run", str(ENTRY), *options], standalone_mode=False) or 0)
