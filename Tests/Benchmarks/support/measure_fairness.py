"""Whether anybody's long request delays somebody else's short one: p99 of small reads, alone and beside long requests.

The reads come at a steady, gentle rate, over connections of their own. Beside them goes one stream of long requests,
one at a time, as fast as they are answered, from a client of the lowest priority: listings of all sessions, imports
of a large snapshot, tokens that are signed with RSA. So no more than one long request is ever under way, the reads
always find a core, and what they wait for is the server.

A busy core makes everything on a small machine a little slower, even where nobody waits for anybody. So *alone* means
beside a process that keeps one core busy and has nothing to do with the server. Without any company the figure is a
row of the table.
"""

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import servers
from anchor import Anchor
from load import KEY, exactly, fields
from process import MeasuredProcess
from reads import SteadyReads
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

LIMIT = 2.0
# To start a process disturbs everybody on a small machine, so each client asks several times.
SIGNED_AT_A_TIME = 500
LISTED_AT_A_TIME = 20
IDLE, ALONE = "without any company", "alone"
BUSY = "import sys, time\nend = time.monotonic() + float(sys.argv[1])\nwhile time.monotonic() < end: pass"

Company = Callable[[int], None]


def run(report: Report, sizes: Sizes) -> None:
    """One server; in each round the reads go beside every company once."""
    p99: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, servers.drydock(Path(folder)) as server:
        read, companies = _prepare(server, Path(folder), sizes)
        for number in range(sizes.reads_rounds):
            say(f"fairness: round {number + 1} of {sizes.reads_rounds}")
            for name, company in companies.items():
                server.settle()
                with SteadyReads(server, read) as reads:
                    company(sizes.reads_seconds)
                p99[name].append(reads.p99_milliseconds())
    for name, figures in p99.items():
        report.state(f"small reads, {name}: p99", amount(median(figures), "ms"))
        if name not in (IDLE, ALONE):
            ratio = paired_ratio(figures, p99[ALONE])
            report.ratio(f"small reads, {name}: p99", amount(median(figures), "ms"), ratio, ALONE, at_most=LIMIT)
    report.notes.append("Small reads are alone beside a process that keeps one core busy, as the long requests do.")


def _prepare(server: MeasuredProcess, folder: Path, sizes: Sizes) -> tuple[str, dict[str, Company]]:
    """Makes the sessions and the snapshot; returns the path of the small read, and every company by its name."""
    say(f"fairness: making {sizes.sessions:,} sessions")
    anchor = Anchor(server)
    _, identity = anchor.seed()
    session_body, token_body = folder / "session.json", folder / "token.json"
    session_body.write_text(f'{{"identities":[{{"id":"{identity}"}}]}}')
    token_body.write_text('{"appUserId":"somebody"}')
    exactly(server, "/v1/sessions", sizes.imported_sessions, str(session_body))
    anchor.call("POST", "/_drydock/snapshots", {"name": "exported"})
    snapshot = _snapshot_call(server, "GET", "/exported")
    anchor.call("DELETE", "/_drydock/snapshots/exported")
    exactly(server, "/v1/sessions", sizes.sessions - sizes.imported_sessions, str(session_body))
    size = f"{len(snapshot) / 1e6:.0f} MB" if len(snapshot) > 1e6 else f"{len(snapshot) / 1e3:.0f} kB"
    anon_key = anchor.call("GET", "/_drydock/credentials")["variables"]["ANON_API_KEY"]
    lists = ["/v1/sessions?limit=50", "/v1/sessions/all/status"]
    listing = [*fields({"anchor-api-key": KEY}), *(server.url + path for path in lists)]
    signing = [*fields({"authorization": f"Bearer {anon_key}"}, str(token_body)), f"{server.url}/org/appUserIdToken"]
    return f"/v1/identities/{identity}", {
        IDLE: time.sleep,
        ALONE: lambda seconds: subprocess.run([sys.executable, "-c", BUSY, str(seconds)], check=True),
        f"beside lists of {sizes.sessions:,} sessions": lambda seconds: _stream(listing, LISTED_AT_A_TIME, seconds),
        f"beside imports of a snapshot of {size}": lambda seconds: _import(server, snapshot, seconds),
        "beside the signing of tokens (RSA)": lambda seconds: _stream(signing, SIGNED_AT_A_TIME, seconds),
    }


def _stream(arguments: list[str], at_a_time: int, seconds: int) -> None:
    """Requests one after the other, several addresses in turn, over one connection at a time."""
    command = ["nice", "-n19", "h2load", "--h1", "-t1", "-c1", f"-n{at_a_time}"]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        output = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout
        if f"status codes: {at_a_time} 2xx" not in output:
            raise RuntimeError(f"the long requests were not all answered well:\n{output}")


def _import(server: MeasuredProcess, snapshot: bytes, seconds: int) -> None:
    """Imports and removes the snapshot until the time is over, at least once."""
    end = time.monotonic() + seconds
    while True:
        _snapshot_call(server, "PUT", "?name=imported", snapshot)
        _snapshot_call(server, "DELETE", "/imported")
        if time.monotonic() > end:
            return


def _snapshot_call(server: MeasuredProcess, method: str, path: str, body: bytes | None = None) -> bytes:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.request(method, f"/_drydock/snapshots{path}", body)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status // 100 != 2:
        raise RuntimeError(f"{method} of the snapshot: {answer.status} {content[:500]!r}")
    return content
