"""Whether a request costs the same with a hundred live tokens as with a million, and what a token occupies."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import exactly
from process import MeasuredProcess
from report import Report
from sizes import Sizes
from tools import say

JOURNAL_FILLING_REQUESTS = 60_000
SMALL = 20_000


class Filled:
    """A Drydock that holds a number of live tokens."""

    def __init__(self, server: MeasuredProcess, tokens: int, body_file: str) -> None:
        self.server = server
        self._anchor = Anchor(server)
        self._tokens = tokens
        self._body_file = body_file
        self._seed()
        exactly(server, self._identity, JOURNAL_FILLING_REQUESTS)
        server.settle()
        before = server.resident_mebibytes()
        self._fill()
        self.bytes_per_token = (server.resident_mebibytes() - before) * (1 << 20) / tokens

    def get(self, requests: int) -> float:
        """CPU time per GET identity in microseconds."""
        return exactly(self.server, self._identity, requests)

    def post(self, requests: int) -> float:
        """CPU time per POST token in microseconds; a small world is made small again first."""
        if self._tokens <= SMALL:
            self._anchor.reset()
            self._seed()
            self._fill()
        return exactly(self.server, self._issuing, requests, self._body_file)

    def _seed(self) -> None:
        application, identity = self._anchor.seed()
        self._issuing = f"/v1/applications/{application}/tokens"
        self._identity = f"/v1/identities/{identity}"

    def _fill(self) -> None:
        exactly(self.server, self._issuing, self._tokens, self._body_file)
        self.server.settle()


def run(report: Report, sizes: Sizes) -> None:
    """One server per size; their bursts alternate, so that a slow moment of the machine hits all of them."""
    gets: dict[int, list[float]] = defaultdict(list)
    posts: dict[int, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        body_file = Path(folder) / "body.json"
        body_file.write_text(TOKEN_BODY)
        filled = {}
        for tokens in sizes.tokens:
            say(f"tokens: filling {tokens:,}")
            server = stack.enter_context(servers.drydock(Path(folder)))
            filled[tokens] = Filled(server, tokens, str(body_file))
        for _ in range(sizes.bursts):
            for tokens, world in filled.items():
                gets[tokens].append(world.get(sizes.burst_requests * 2))
            for tokens, world in filled.items():
                posts[tokens].append(world.post(sizes.burst_requests))
    most = sizes.tokens[-1]
    for title, figures in (("GET identity", gets), ("POST token", posts)):
        medians = {f"{tokens:,} live tokens": median(values) for tokens, values in figures.items()}
        report.grow(f"CPU per {title}", "µs", medians)
        low, *_, high = medians.values()
        report.bar(f"CPU per {title} with {most:,} live tokens ÷ with {sizes.tokens[0]:,}", high / low, 1.1)
    report.state(f"memory per live token, of {most:,}", f"{filled[most].bytes_per_token:,.0f} bytes")
