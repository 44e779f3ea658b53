"""What `--data` costs: creating a token in memory, on disk, and on disk with every commit safe from a power cut."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import Load, wrk
from process import MeasuredProcess
from report import Report
from sizes import Sizes
from tools import say

MODES = {
    "in memory": (),
    "--data": ("--data", "normal.db"),
    "--data-sync full": ("--data", "full.db", "--data-sync", "full"),
}
CONNECTIONS = (1, 32)


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


def _start(report: Report, sizes: Sizes, folder: Path) -> None:
    """Every world has an application and a token."""
    worlds = sizes.worlds[-1]
    flags = ("--data", str(folder / "worlds.db"))
    say(f"data: making {worlds:,} worlds")
    with servers.drydock(folder, *flags) as server:
        anchor = Anchor(server)
        for number in range(worlds):
            anchor.call("POST", "/v1/applications", {"source": "https://example.com"}, f"world-{number}")
    with servers.drydock(folder, *flags) as server:
        report.state(f"start with {worlds:,} worlds in the data file", f"{server.start_seconds:.2f} s")
        report.state(f"memory with {worlds:,} worlds from the data file", f"{server.resident_mebibytes():,.0f} MiB")
