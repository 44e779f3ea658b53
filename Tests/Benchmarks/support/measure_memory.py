"""Resident memory after half a million GETs, and after a million: it is bounded, and it does not grow any more."""

import tempfile
from pathlib import Path

import servers
from anchor import Anchor
from load import exactly
from process import MeasuredProcess
from report import Report, amount
from sizes import Sizes
from tools import say

FLAT = 1.05


def run(report: Report, sizes: Sizes) -> None:
    """Drydock with its default journal and Drydock with a journal of 1 MiB, beside bare SwiftNIO."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        with servers.bare_nio(directory) as server:
            bare = _halfway_and_after(server, "/hello", sizes)
        usual = _drydock(directory, sizes)
        small = _drydock(directory, sizes, "--journal-bytes", "1MiB")
    count, half = f"{sizes.requests:,} GETs", f"{sizes.requests // 2:,}"
    for index, title in enumerate([f"after {half} GETs", f"after {count}"]):
        report.compare(f"resident memory, {title}", "MiB", {servers.DRYDOCK: usual[index], servers.NIO: bare[index]})
        report.compare(
            f"the same, journal of 1 MiB, {title}", "MiB",
            {servers.DRYDOCK: small[index], servers.NIO: bare[index]},
        )  # fmt: skip
    report.plain(f"memory after {count}", usual[1], "MiB", at_most=60)
    for title, (middle, end) in (("", usual), (", journal of 1 MiB", small)):
        question = f"whether memory still grows: after {count}{title}"
        report.ratio(question, amount(end, "MiB"), end / middle, f"after {half}", at_most=FLAT)


def _drydock(directory: Path, sizes: Sizes, *flags: str) -> list[float]:
    with servers.drydock(directory, *flags) as server:
        _, identity = Anchor(server).seed()
        return _halfway_and_after(server, f"/v1/identities/{identity}", sizes)


def _halfway_and_after(server: MeasuredProcess, path: str, sizes: Sizes) -> list[float]:
    resident = []
    for number in range(2):
        say(f"memory: {sizes.requests // 2:,} requests, {number + 1} of 2")
        exactly(server, path, sizes.requests // 2)
        server.settle()
        resident.append(server.resident_mebibytes())
    return resident
