"""From exec to the first 200, and what an idle server occupies."""

import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

import servers
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say


def run(report: Report, sizes: Sizes) -> None:
    """Starts every server several times, in turn."""
    say("start-up")
    starts: dict[str, list[float]] = defaultdict(list)
    resident: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(sizes.starts):
            for name, start in servers.start(sizes.peers, sizes.before).items():
                with start(Path(folder)) as server:
                    starts[name].append(server.start_seconds * 1000)
                    server.settle()
                    resident[name].append(server.resident_mebibytes())
    medians = {name: median(values) for name, values in starts.items()}
    report.compare("start-up to the first 200", "ms", medians)
    report.compare("resident memory, idle", "MiB", {name: median(values) for name, values in resident.items()})
    ratio = paired_ratio(starts[servers.DRYDOCK], starts[servers.NIO])
    measured = amount(medians[servers.DRYDOCK], "ms")
    report.ratio("from start to the first answer", measured, ratio, servers.NIO, at_most=2.5)
    report.plain("memory of a server that has nothing to do", median(resident[servers.DRYDOCK]), "MiB", at_most=36)
