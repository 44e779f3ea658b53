"""CPU time per request: the steadiest figure, from many short bursts that alternate between servers and workloads."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import exactly
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

GET, TOKEN, SESSION, APP = "GET identity", "POST token", "POST session", "Anon's GET appIntegration"
QUESTIONS = {
    GET: ("a read (Anchor, `GET` of an identity)", 1.5),
    TOKEN: ("a create (Anchor, `POST` of an identity token)", 2.2),
    SESSION: ("a larger create (Anchor, `POST` of a session)", None),
    APP: ("a read with a token that is checked (Anon, `GET` of an app)", None),
}


@dataclass(frozen=True)
class Target:
    """What is sent: a path, a body where there is one, and Anon's header fields where Anchor's key does not fit."""

    path: str
    body_file: str | None = None
    headers: dict[str, str] | None = None


def run(report: Report, sizes: Sizes) -> None:
    """A slow moment of the machine hits neighbours alike, so the ratio of medians holds on a busy machine too."""
    say("CPU per request")
    costs: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        directory = Path(folder)
        starts = servers.start(sizes.peers, sizes.before)
        running = {name: stack.enter_context(start(directory)) for name, start in starts.items()}
        own = {name: workloads(running[name], directory) for name in running if name in servers.OURS}
        for number in range(sizes.cpu_bursts + 1):
            for workload, target in own[servers.DRYDOCK].items():
                for name, server in running.items():
                    if name in servers.PEERS and workload not in (GET, TOKEN):
                        continue  # Theirs would be the same request once more.
                    elsewhere = Target("/hello", target.body_file, target.headers)
                    sent = own[name][workload] if name in own else elsewhere
                    cost = exactly(server, sent.path, sizes.cpu_requests, sent.body_file, headers=sent.headers)
                    if number > 0:  # The first burst warms up.
                        costs[workload, name].append(cost)
    for workload, (question, limit) in QUESTIONS.items():
        medians = {name: median(costs[workload, name]) for name in running if (workload, name) in costs}
        report.compare(f"{workload}: CPU per request", "µs", medians)
        ratio = paired_ratio(costs[workload, servers.DRYDOCK], costs[workload, servers.NIO])
        measured = amount(medians[servers.DRYDOCK], "µs")
        report.ratio(f"CPU time of {question}, 32 connections", measured, ratio, servers.NIO, at_most=limit)


def workloads(server: MeasuredProcess, directory: Path) -> dict[str, Target]:
    """What is sent to a Drydock, by the names of the rows; makes what it is about."""
    anchor = Anchor(server)
    application, identity = anchor.seed()
    anon = anchor.call("GET", "/_drydock/credentials")["anon"]
    token_body, session_body = (directory / f"{name}-{server.port}.json" for name in ("token", "session"))
    token_body.write_text(TOKEN_BODY)
    session_body.write_text(f'{{"identities":[{{"id":"{identity}"}}]}}')
    user = {
        "authorization": f"Bearer {anon['appUserIdToken']}",
        "x-anon-sdk-client-id": anon["webappSdkClient"]["id"],
    }
    return {
        GET: Target(f"/v1/identities/{identity}"),
        TOKEN: Target(f"/v1/applications/{application}/tokens", str(token_body)),
        SESSION: Target("/v1/sessions", str(session_body)),
        APP: Target("/account/api/v1/appIntegration?id=amazon", headers=user),
    }
