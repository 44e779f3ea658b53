"""CPU time per request: the steadiest figure, from many short bursts that alternate between servers and workloads."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import exactly
from process import MeasuredProcess
from report import Report, paired_ratio
from sizes import Sizes
from tools import say

GET, TOKEN, SESSION = "GET identity", "POST token", "POST session"


def run(report: Report, sizes: Sizes) -> None:
    """A slow moment of the machine hits neighbours alike, so the ratio of medians holds on a busy machine too."""
    say("CPU per request")
    costs: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        directory = Path(folder)
        running = {name: stack.enter_context(start(directory)) for name, start in servers.start(sizes.peers).items()}
        targets = {name: _bare(directory) for name in running}
        targets[servers.DRYDOCK] = _drydock(running[servers.DRYDOCK], directory)
        for number in range(sizes.cpu_bursts + 1):
            for workload in (GET, TOKEN, SESSION):
                for name in running:
                    path, body_file = targets[name][workload]
                    cost = exactly(running[name], path, sizes.cpu_requests, body_file)
                    if number > 0:  # The first burst warms up.
                        costs[workload, name].append(cost)
    medians = {key: median(values) for key, values in costs.items()}
    for workload in (GET, TOKEN, SESSION):
        report.compare(f"{workload}: CPU per request", "µs", {name: medians[workload, name] for name in running})
    for workload, limit in ((GET, 1.5), (TOKEN, 2.2)):
        ratio = paired_ratio(costs[workload, servers.DRYDOCK], costs[workload, servers.NIO])
        report.bar(f"CPU per {workload} ÷ bare SwiftNIO's", ratio, limit)


def _drydock(server: MeasuredProcess, directory: Path) -> dict[str, tuple[str, str | None]]:
    application, identity = Anchor(server).seed()
    session_body = directory / "session.json"
    session_body.write_text(f'{{"identities":[{{"id":"{identity}"}}]}}')
    return {
        GET: (f"/v1/identities/{identity}", None),
        TOKEN: (f"/v1/applications/{application}/tokens", _token_body(directory)),
        SESSION: ("/v1/sessions", str(session_body)),
    }


def _bare(directory: Path) -> dict[str, tuple[str, str | None]]:
    body = _token_body(directory)
    return {GET: ("/hello", None), TOKEN: ("/hello", body), SESSION: ("/hello", body)}


def _token_body(directory: Path) -> str:
    path = directory / "token.json"
    path.write_text(TOKEN_BODY)
    return str(path)
