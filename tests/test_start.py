"""Starting the dashboard, with real processes: this machine only, a taken port, a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Server, free_port

from dashboard import sample_trust
from dashboard.start import check_port
from etl.errors import TrustDataError, UsageError
from etl.folder import DataFolder

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


def test_it_answers_this_machine_only(start_server: Callable[..., Server], small_folder: DataFolder) -> None:
    server = start_server(small_folder.root)
    port = int(server.address.rsplit(":", 1)[1])
    with urllib.request.urlopen(server.url("returns", **{"as": "head"}), timeout=10) as page:
        assert page.status == 200
    # Any other address of this machine would be one that others can reach.
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_where_to_look_is_said(start_server: Callable[..., Server], small_folder: DataFolder) -> None:
    server = start_server(small_folder.root)
    said = server.log.read_text(encoding="utf-8")
    assert f"The dashboard is at {server.address}" in said
    assert str(small_folder.root) in said
    assert "this machine only" in said


@posix_only
def test_ctrl_c_ends_it_cleanly(start_server: Callable[..., Server], small_folder: DataFolder) -> None:
    server = start_server(small_folder.root)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=20) == 0
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_a_taken_port_is_said_in_a_sentence() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {port} is taken.*--port {port + 1}"):
            check_port(port)
    check_port(port)


def test_the_sample_never_mixes_with_a_trust_of_its_own(small_folder: DataFolder) -> None:
    with pytest.raises(TrustDataError, match="holds a trust of its own"):
        sample_trust.make_sure(small_folder)


def test_the_sample_never_goes_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("a letter", encoding="utf-8")
    with pytest.raises(TrustDataError, match="holds files that are no trust"):
        sample_trust.make_sure(DataFolder(tmp_path))
    assert (tmp_path / "letter.txt").exists()


def test_the_sample_that_is_there_is_not_made_again(sample_folder: DataFolder) -> None:
    before = sample_folder.record_path.stat().st_mtime_ns
    sample_trust.make_sure(sample_folder)
    assert sample_folder.record_path.stat().st_mtime_ns == before


@posix_only
def test_a_sample_that_was_broken_off_is_no_trust(tmp_path: Path) -> None:
    place = tmp_path / "sample"
    command = [
        sys.executable,
        "-m",
        "dashboard",
        "--sample",
        "--data",
        str(place),
        "--port",
        str(free_port()),
    ]
    started = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    building = DataFolder(tmp_path / "sample.building")
    until = time.monotonic() + 60
    while not building.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert building.exists(), "it had begun"
    os.killpg(started.pid, signal.SIGKILL)
    started.wait(timeout=20)
    assert not DataFolder(place).exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what a process has loaded")
def test_nothing_is_held_back_before_it_is_sent(
    start_server: Callable[..., Server], small_folder: DataFolder
) -> None:
    # Python's own event loop leaves the system to wait 40 ms for more on the server's connections.
    server = start_server(small_folder.root)
    assert "uvloop" in Path(f"/proc/{server.process.pid}/maps").read_text(encoding="utf-8")
