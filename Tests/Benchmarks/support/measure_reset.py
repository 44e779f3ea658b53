"""Whether a reset, a restore and a snapshot take as long with a hundred objects as with a million.

What is timed is the call, as the client sees it; what is freed behind it is waited for before the next one.
"""

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import exactly
from process import MeasuredProcess
from report import Report, amount
from sizes import Sizes
from tools import say

FEW = 100
FILLS_WITH_FEW = 5
SNAPSHOTS = 5
LIMIT = 1.5
CALLS = ("reset", "restore", "snapshot")


def run(report: Report, sizes: Sizes) -> None:
    """Fills, times the calls, empties, several times; the smaller world between the larger ones."""
    many = sizes.tokens[-1]
    samples: dict[tuple[str, int], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        body_file = Path(folder) / "body.json"
        body_file.write_text(TOKEN_BODY)
        with servers.drydock(Path(folder)) as server:
            for objects in ([FEW] * FILLS_WITH_FEW + [many]) * sizes.resets:
                if objects == many:
                    say(f"reset: filling {many:,}")
                for call, milliseconds in _once(server, objects, str(body_file)).items():
                    samples[call, objects] += milliseconds
    for call in CALLS:
        few, most = median(samples[call, FEW]), median(samples[call, many])
        report.grow(call, "ms", {f"{FEW} objects": few, f"{many:,} objects": most})
        question = f"{call} of a world with {many:,} objects"
        report.ratio(question, amount(most, "ms"), most / few, f"with {FEW}", at_most=LIMIT)


def _once(server: MeasuredProcess, objects: int, body_file: str) -> dict[str, list[float]]:
    """Fills the default world and leaves it empty; returns how many milliseconds each call took."""
    anchor = Anchor(server)
    application, _ = anchor.seed()
    tokens = f"/v1/applications/{application}/tokens"
    exactly(server, tokens, objects, body_file)
    taken: dict[str, list[float]] = defaultdict(list)

    def timed(call: str, path: str, body: object = None) -> None:
        server.settle()
        anchor.call("GET", "/_drydock/health")
        started = time.perf_counter()
        anchor.call("POST", f"/_drydock/{path}", body)
        taken[call].append((time.perf_counter() - started) * 1000)

    for number in range(SNAPSHOTS):
        timed("snapshot", "snapshots", {"name": f"filled-{number}"})
        anchor.call("POST", tokens, {"callbackUrl": "https://customer.example.com/callback"})
        timed("restore", f"snapshots/filled-{number}/restore")
    for number in range(SNAPSHOTS):  # So that the reset is what frees the objects.
        anchor.call("DELETE", f"/_drydock/snapshots/filled-{number}")
    timed("reset", "reset")
    server.settle()
    return taken
