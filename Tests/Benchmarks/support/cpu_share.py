"""A part of a processor for a process, so that a machine with few can show what several machines would do together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
PERIOD_MICROSECONDS = 10_000


class NoGroups(Exception):
    """This user cannot limit processes here."""


@contextmanager
def cpu_share(name: str, share: float) -> Iterator[Path]:
    """A group of processes that together get at most `share` of one processor; write a process's number into the file.

    Raises NoGroups where the system has no control groups that may be written to.
    """
    version2 = (GROUPS / "cgroup.controllers").exists()
    group = (GROUPS if version2 else GROUPS / "cpu") / f"drydock-{os.getpid()}-{name}"
    quota = int(share * PERIOD_MICROSECONDS)
    try:
        group.mkdir()
    except OSError as error:
        raise NoGroups(f"{group}: {error}") from error
    try:
        try:
            if version2:
                (group / "cpu.max").write_text(f"{quota} {PERIOD_MICROSECONDS}")
            else:
                (group / "cpu.cfs_period_us").write_text(f"{PERIOD_MICROSECONDS}")
                (group / "cpu.cfs_quota_us").write_text(f"{quota}")
        except OSError as error:
            raise NoGroups(f"{group}: {error}") from error
        yield group / "cgroup.procs"
    finally:
        group.rmdir()
