"""Whether a request costs the same with a hundred live tokens as with a million, and what a token occupies."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor
from load import KEY, exactly
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

JOURNAL_FILLING_REQUESTS = 60_000
SMALL = 20_000


class Filled:
    """A Drydock with a full journal and a number of live tokens in its default world."""

    def __init__(self, server: MeasuredProcess, tokens: int, body_file: str) -> None:
        self.server = server
        self._anchor = Anchor(server)
        self._tokens = tokens
        self._body_file = body_file
        self._bursts = 0
        self._application, identity = self._anchor.seed()
        self._identity = f"/v1/identities/{identity}"
        exactly(server, self._identity, JOURNAL_FILLING_REQUESTS)
        server.settle()
        before = server.resident_mebibytes()
        self._issue(self._application, tokens)
        server.settle()
        self.bytes_per_token = (server.resident_mebibytes() - before) * (1 << 20) / tokens

    def get(self, requests: int) -> float:
        """CPU time per GET identity in microseconds."""
        return exactly(self.server, self._identity, requests)

    def post(self, requests: int) -> float:
        """CPU time per POST token in microseconds. A small number stays small: each burst has its own world."""
        if self._tokens > SMALL:
            return self._issue(self._application, requests)
        self._bursts += 1
        world = f"burst-{self._bursts}"
        application, _ = self._anchor.seed(world)
        self._issue(application, self._tokens, f"{KEY}@{world}")
        return self._issue(application, requests, f"{KEY}@{world}")

    def _issue(self, application: str, requests: int, key: str = KEY) -> float:
        return exactly(self.server, f"/v1/applications/{application}/tokens", requests, self._body_file, key)


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
    for title, what, figures in (("GET identity", "a read", gets), ("POST token", "a create", posts)):
        medians = {f"{tokens:,} live tokens": median(values) for tokens, values in figures.items()}
        report.grow(f"CPU per {title}", "µs", medians)
        ratio = paired_ratio(figures[most], figures[sizes.tokens[0]])
        measured = amount(median(figures[most]), "µs")
        question = f"CPU time of {what} beside {most:,} live tokens"
        report.ratio(question, measured, ratio, f"beside {sizes.tokens[0]:,}", at_most=1.1)
    report.state(f"memory per live token, of {most:,}", f"{filled[most].bytes_per_token:,.0f} bytes")
