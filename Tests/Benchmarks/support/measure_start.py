"""From exec to the first 200, and what an idle server occupies."""

import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

import servers
from report import Report, paired_ratio
from sizes import Sizes
from tools import say


def run(report: Report, sizes: Sizes) -> None:
    """Starts every server several times, in turn."""
    say("start-up")
    starts: dict[str, list[float]] = defaultdict(list)
    resident: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(sizes.starts):
            for name, start in servers.start(sizes.peers).items():
                with start(Path(folder)) as server:
                    starts[name].append(server.start_seconds * 1000)
                    server.settle()
                    resident[name].append(server.resident_mebibytes())
    report.compare("start-up to the first 200", "ms", {name: median(values) for name, values in starts.items()})
    report.compare("resident memory, idle", "MiB", {name: median(values) for name, values in resident.items()})
    ratio = paired_ratio(starts[servers.DRYDOCK], starts[servers.NIO])
    report.bar("start-up ÷ bare SwiftNIO's", ratio, 2.5)
    report.bar("MiB of resident memory, idle", median(resident[servers.DRYDOCK]), 36)
