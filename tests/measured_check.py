"""Runs `python -m etl ARGUMENTS` and then says, as the last line of standard error, what it took.

First the memory: what this process and the largest that it started had at most, added up: never less than
what both had at one time. Where the system does not say, it is 0. Then the seconds that they worked, which
other programs on a busy machine do not lengthen.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import runpy
import sys
import traceback
from pathlib import Path

_READS_WHATEVER_IT_LIKES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


def obey_permissions() -> None:
    """The administrator of a machine may read any file; for this process it is as for everybody."""
    if not sys.platform.startswith("linux") or os.geteuid():
        return
    system = ctypes.CDLL(None)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    system.capget(header, sets)
    sets[0] &= ~_READS_WHATEVER_IT_LIKES
    system.capset(header, sets)


def peak_bytes() -> int:
    try:
        import resource

        own = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except (ImportError, OSError):
        return 0
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return 1024 * (started + int(own[1] if own else 0))


def run() -> None:
    """The command, with what it took as its last words."""
    obey_permissions()
    begun = os.times()
    try:
        runpy.run_module("etl", run_name="__main__", alter_sys=True)
    finally:
        took = os.times()
        worked = sum(took[:4]) - sum(begun[:4])
        print(peak_bytes(), worked, file=sys.stderr)


def answer_requests() -> None:
    """One command a line of standard input, as JSON: its arguments, and the files for what it prints.

    Each runs in a process of its own, a copy of this one, which has imported already what every command
    imports: that alone takes several times as long as most files. Its exit status is answered.
    """
    import etl.command_line  # noqa: F401 - for the copies

    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if not child:
            for stream, path in ((1, told["out"]), (2, told["said"])):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), stream)
            sys.argv[1:] = told["arguments"]
            status = 1
            try:
                run()
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--answer"]:
        answer_requests()
    else:
        run()
