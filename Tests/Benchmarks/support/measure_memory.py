"""Resident memory after a million GETs, and after another million."""

import tempfile
from pathlib import Path

import servers
from anchor import Anchor
from load import exactly
from process import MeasuredProcess
from report import Report
from sizes import Sizes
from tools import say

FLAT = 1.05


def run(report: Report, sizes: Sizes) -> None:
    """Drydock with its default journal and Drydock with a journal of 1 MiB, beside bare SwiftNIO."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        with servers.bare_nio(directory) as server:
            bare = _twice(server, "/hello", sizes)
        usual = _drydock(directory, sizes)
        small = _drydock(directory, sizes, "--journal-bytes", "1MiB")
    count = f"{sizes.requests:,} GETs"
    for index, title in enumerate([f"after {count}", f"after another {count}"]):
        report.compare(
            f"resident memory, {title}", "MiB", {servers.DRYDOCK: usual[index], servers.NIO: bare[index]}
        )
        report.compare(
            f"the same, journal of 1 MiB, {title}", "MiB",
            {servers.DRYDOCK: small[index], servers.NIO: bare[index]},
        )  # fmt: skip
    report.bar(f"MiB of resident memory after {count}", usual[0], 60)
    report.bar(f"resident memory after another {count} ÷ after the first", usual[1] / usual[0], FLAT)
    report.bar("the same with a journal of 1 MiB", small[1] / small[0], FLAT)


def _drydock(directory: Path, sizes: Sizes, *flags: str) -> list[float]:
    with servers.drydock(directory, *flags) as server:
        _, identity = Anchor(server).seed()
        return _twice(server, f"/v1/identities/{identity}", sizes)


def _twice(server: MeasuredProcess, path: str, sizes: Sizes) -> list[float]:
    resident = []
    for number in range(2):
        say(f"memory: {sizes.requests:,} requests, {number + 1} of 2")
        exactly(server, path, sizes.requests)
        server.settle()
        resident.append(server.resident_mebibytes())
    return resident
