"""What `--data` costs: creating a token in memory, on disk, and on disk with every commit safe from a power cut.

And how long a start takes with many worlds on disk, and the first call into one of them.
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor, in_each
from load import Load, wrk
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

MODES = {
    "in memory": (),
    "--data": ("--data", "normal.db"),
    "--data-sync full": ("--data", "full.db", "--data-sync", "full"),
}
CONNECTIONS = (1, 32)
FIRST_CALLS = 50


def run(report: Report, sizes: Sizes) -> None:
    """One server for each mode, in alternating rounds; then how long a start takes with many worlds on disk."""
    with tempfile.TemporaryDirectory() as folder:
        _compare(report, sizes, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _start(report, sizes, Path(folder))


def _compare(report: Report, sizes: Sizes, folder: Path) -> None:
    with ExitStack() as stack:
        paths: dict[str, tuple[MeasuredProcess, str]] = {}
        for mode, flags in MODES.items():
            server = stack.enter_context(servers.drydock(folder, *flags))
            application, _ = Anchor(server).seed()
            paths[mode] = server, f"/v1/applications/{application}/tokens"
        for connections in CONNECTIONS:
            say(f"data: {connections} connections")
            loads: dict[str, list[Load]] = {mode: [] for mode in MODES}
            for _ in range(sizes.rounds):
                for mode, (server, path) in paths.items():
                    environment = {"BENCHMARK_BODY": TOKEN_BODY}
                    loads[mode].append(wrk(server, path, "post.lua", sizes.seconds, environment, 1, connections))
            what = f"POST token, {connections} connection{'s' if connections > 1 else ''}"
            rates = {mode: median(load.requests_per_second for load in runs) for mode, runs in loads.items()}
            report.grow(f"{what}, rate", "/s", rates)
            latencies = {mode: median(load.p50_milliseconds for load in runs) for mode, runs in loads.items()}
            report.grow(f"{what}, p50", "ms", latencies)
            cpu = {mode: median(load.cpu_microseconds for load in runs) for mode, runs in loads.items()}
            report.grow(f"{what}, CPU", "µs", cpu)
            memory, *others = MODES
            for mode in others:
                ratio = paired_ratio(*([load.cpu_microseconds for load in loads[name]] for name in (mode, memory)))
                limit = 1.3 if (mode, connections) == ("--data", CONNECTIONS[-1]) else None
                question = f"CPU time of a create with `{mode}` ({what})"
                report.ratio(question, amount(cpu[mode], "µs"), ratio, memory, at_most=limit)


def _start(report: Report, sizes: Sizes, folder: Path) -> None:
    """Every world has an application. Those that are asked first afterwards are spread over all of them."""
    flags = ("--data", str(folder / "worlds.db"))
    worlds = ["default", *(f"world-{number}" for number in range(1, sizes.worlds[-1]))]
    say(f"data: making {len(worlds):,} worlds")
    with servers.drydock(folder, *flags) as server:
        body = {"source": "https://example.com"}
        in_each(server, worlds, lambda caller, name: caller.call("POST", "/v1/applications", body, name))
    with servers.drydock(folder, *flags) as server:
        server.settle()
        resident = server.resident_mebibytes()
        anchor = Anchor(server)
        anchor.call("GET", "/_drydock/health")
        first = [_first_call(anchor, name) for name in worlds[:: len(worlds) // FIRST_CALLS]]
        count = f"{len(worlds):,} worlds in the data file"
        report.plain(f"start with {count}", server.start_seconds, "s", at_most=1.5)
        report.plain(f"first call into a world, of {count}", median(first), "ms")
        report.state(f"memory after the start, {count}", amount(resident, "MiB"))


def _first_call(anchor: Anchor, world: str) -> float:
    started = time.perf_counter()
    found = anchor.call("GET", "/v1/applications", world=world)
    taken = (time.perf_counter() - started) * 1000
    if len(found["applications"]) != 1:
        raise RuntimeError(f"the data file has lost the application of {world}: {found}")
    return taken
