"""Requests per second and latency, all servers in alternating rounds."""

import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import Load, wrk
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

GET, TOKEN, SESSION, FLOW = "GET identity", "POST token", "POST session", "connect flow, per request"
FLOW_CONNECTIONS = 8
WARM_UP_SECONDS = 1


def load_drydock(server: MeasuredProcess, workload: str, seconds: int) -> Load:
    """One workload against Drydock, with its objects made first."""
    application, identity = Anchor(server).seed()
    if workload == GET:
        return wrk(server, f"/v1/identities/{identity}", "get.lua", seconds)
    if workload == TOKEN:
        body = {"BENCHMARK_BODY": TOKEN_BODY}
        return wrk(server, f"/v1/applications/{application}/tokens", "post.lua", seconds, body)
    if workload == SESSION:
        body = {"BENCHMARK_BODY": f'{{"identities":[{{"id":"{identity}"}}]}}'}
        return wrk(server, "/v1/sessions", "post.lua", seconds, body)
    flow = {"BENCHMARK_APPLICATION": application, "BENCHMARK_KEY": "sk-test"}
    return wrk(server, "/", "flow.lua", seconds, flow, threads=FLOW_CONNECTIONS, connections=FLOW_CONNECTIONS)


def load_bare(server: MeasuredProcess, workload: str, seconds: int) -> Load:
    """The same methods against a server with one path."""
    if workload == GET:
        return wrk(server, "/hello", "get.lua", seconds)
    body = {"BENCHMARK_BODY": TOKEN_BODY}
    if workload == FLOW:
        return wrk(
            server, "/hello", "bare_flow.lua", seconds, body, threads=FLOW_CONNECTIONS, connections=FLOW_CONNECTIONS
        )
    return wrk(server, "/hello", "post.lua", seconds, body)


def run(report: Report, sizes: Sizes) -> None:
    """Every server gets a fresh process, a short warm-up and one measured run per workload and round."""
    loads: dict[tuple[str, str], list[Load]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(sizes.rounds):
            say(f"requests: round {number + 1} of {sizes.rounds}")
            for workload in (GET, TOKEN, SESSION, FLOW):
                for name, start in _servers(workload, sizes).items():
                    load = load_drydock if name in servers.OURS else load_bare
                    with start(Path(folder)) as server:
                        load(server, workload, WARM_UP_SECONDS)
                        loads[workload, name].append(load(server, workload, sizes.seconds))
    medians = {key: _median(values) for key, values in loads.items()}
    for workload in (GET, TOKEN, SESSION, FLOW):
        figures = {name: medians[workload, name] for name in report.names if (workload, name) in medians}
        report.compare(f"{workload}: requests", "/s", {n: f.requests_per_second for n, f in figures.items()})
        report.compare(f"{workload}: p50", "ms", {n: f.p50_milliseconds for n, f in figures.items()})
        report.compare(f"{workload}: p99", "ms", {n: f.p99_milliseconds for n, f in figures.items()})
        if workload == FLOW:  # The others are measured more steadily in measure_cpu.
            report.compare(f"{workload}: CPU", "µs", {n: f.cpu_microseconds for n, f in figures.items()})
    report.notes.append(
        "A POST of the other servers is the same fixed answer for token, session and flow (other emulators are asked "
        "for the first only), and none of them decodes the body. The flow is token, completion, identity, session."
    )
    rates = {name: [load.requests_per_second for load in loads[GET, name]] for name in report.names}
    for other in (servers.NIO, *(servers.PEERS if sizes.peers else ())):
        report.ratio(
            "reads per second (GET identity, 32 connections)", amount(median(rates[servers.DRYDOCK]), "/s"),
            paired_ratio(rates[servers.DRYDOCK], rates[other]), other,
            at_least=1.05 if other == servers.PACT else None,
        )  # fmt: skip


def _servers(workload: str, sizes: Sizes) -> dict[str, servers.Start]:
    """Session and flow would be the same request once more for the other emulators."""
    return servers.start(sizes.peers and workload in (GET, TOKEN), sizes.before)


def _median(loads: list[Load]) -> Load:
    return Load(
        requests_per_second=median(load.requests_per_second for load in loads),
        p50_milliseconds=median(load.p50_milliseconds for load in loads),
        p99_milliseconds=median(load.p99_milliseconds for load in loads),
        cpu_microseconds=median(load.cpu_microseconds for load in loads),
    )
