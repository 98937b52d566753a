"""How long processors have worked: what a machine that is busy with other things does not lengthen."""

from __future__ import annotations

import resource


def seconds_of_work() -> float:
    """Of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
