"""What one test sees that sends its calls one after the other: latency on a single connection."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import Load, wrk
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

GET, TOKEN = "GET identity", "POST token"


def run(report: Report, sizes: Sizes) -> None:
    """All servers run side by side and are asked in turn; only one of them has anything to do at a time."""
    loads: dict[tuple[str, str], list[Load]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        starts = servers.start(sizes.peers, sizes.before)
        running = {name: stack.enter_context(start(Path(folder))) for name, start in starts.items()}
        own = {name: _paths(server) for name, server in running.items() if name in servers.OURS}
        for number in range(sizes.rounds + 1):
            say(f"latency: round {number} of {sizes.rounds}")
            for workload, script in ((GET, "get.lua"), (TOKEN, "post.lua")):
                for name, server in running.items():
                    path = own[name][workload] if name in own else "/hello"
                    load = wrk(server, path, script, sizes.seconds, {"BENCHMARK_BODY": TOKEN_BODY}, connections=1)
                    if number > 0:  # The first round warms up.
                        loads[workload, name].append(load)
    for workload in (GET, TOKEN):
        for title, figure in (("p50", "p50_milliseconds"), ("p99", "p99_milliseconds")):
            figures = {name: median(getattr(load, figure) for load in loads[workload, name]) for name in starts}
            report.compare(f"{workload}, one connection: {title}", "ms", figures)
    for workload, question, limit in ((GET, "a read", 1.5), (TOKEN, "a create", None)):
        p50 = {name: [load.p50_milliseconds for load in loads[workload, name]] for name in starts}
        for other in (servers.NIO, *(servers.PEERS if sizes.peers else ())):
            report.ratio(
                f"how long a test waits for {question} ({workload}, one connection, p50)",
                amount(median(p50[servers.DRYDOCK]), "ms"), paired_ratio(p50[servers.DRYDOCK], p50[other]), other,
                at_most=limit if other == servers.NIO else None,
            )  # fmt: skip


def _paths(server: MeasuredProcess) -> dict[str, str]:
    application, identity = Anchor(server).seed()
    return {GET: f"/v1/identities/{identity}", TOKEN: f"/v1/applications/{application}/tokens"}
