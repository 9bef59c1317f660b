"""What this process has held in memory at most."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_memory() -> float:
    """This process's own peak in MB; `getrusage` would count what its parent had before it."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
