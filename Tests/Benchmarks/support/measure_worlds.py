"""Whether a request costs the same in one world of one as in one of ten thousand, and what an empty world occupies."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import servers
from anchor import TOKEN_BODY, Anchor, in_each
from load import exactly, wrk
from process import MeasuredProcess
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import say

SPREAD_SECONDS = 1
TITLES = {
    "GET identity in one world": "a read in one of the worlds",
    "POST token in one world": "a create in one of the worlds",
    "GET identity in each world in turn": "a read in each world in turn",
}


class Populated:
    """A Drydock with a number of worlds, the default one among them."""

    def __init__(self, server: MeasuredProcess, worlds: int, directory: Path) -> None:
        self.server = server
        self._token_body = directory / "body.json"
        self._token_body.write_text(TOKEN_BODY)
        seeded = {"default": Anchor(server).seed()}
        server.settle()
        before = server.resident_mebibytes()
        names = [f"w{number}" for number in range(1, worlds)]
        in_each(server, names, lambda caller, name: caller.call("GET", "/v1/applications", world=name))
        server.settle()
        self.bytes_per_world = (server.resident_mebibytes() - before) * (1 << 20) / max(1, len(names))
        seeded |= in_each(server, names, lambda caller, name: caller.seed(name))
        server.settle()
        self._application, self._identity = seeded["default"]
        self._identities = directory / f"identities-{worlds}"
        self._identities.write_text("".join(f"{name} /v1/identities/{ids[1]}\n" for name, ids in seeded.items()))

    def get(self, requests: int) -> float:
        """CPU time per GET identity of the default world in microseconds."""
        return exactly(self.server, f"/v1/identities/{self._identity}", requests)

    def post(self, requests: int) -> float:
        """CPU time per POST token in the default world in microseconds."""
        path = f"/v1/applications/{self._application}/tokens"
        return exactly(self.server, path, requests, str(self._token_body))

    def get_everywhere(self) -> float:
        """CPU time per GET identity in microseconds, each request in the next world."""
        terms = {"BENCHMARK_WORLDS": str(self._identities), "BENCHMARK_METHOD": "GET"}
        return wrk(self.server, "/", "spread.lua", SPREAD_SECONDS, terms).cpu_microseconds


def run(report: Report, sizes: Sizes) -> None:
    """One server per number of worlds; their bursts alternate."""
    titles = list(TITLES)
    figures: dict[str, dict[int, list[float]]] = {title: defaultdict(list) for title in titles}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        populated = {}
        for worlds in sizes.worlds:
            say(f"worlds: making {worlds:,}")
            server = stack.enter_context(servers.drydock(Path(folder)))
            populated[worlds] = Populated(server, worlds, Path(folder))
        for _ in range(sizes.bursts):
            for worlds, server in populated.items():
                figures[titles[0]][worlds].append(server.get(sizes.burst_requests * 2))
            for worlds, server in populated.items():
                figures[titles[1]][worlds].append(server.post(sizes.burst_requests))
            for worlds, server in populated.items():
                figures[titles[2]][worlds].append(server.get_everywhere())
    most = sizes.worlds[-1]
    for title, words in TITLES.items():
        medians = {f"{worlds:,} worlds": median(values) for worlds, values in figures[title].items()}
        report.grow(f"CPU per {title}", "µs", medians)
        ratio = paired_ratio(figures[title][most], figures[title][sizes.worlds[0]])
        measured = amount(median(figures[title][most]), "µs")
        report.ratio(f"CPU time of {words}, where there are {most:,}", measured, ratio, "with one", at_most=1.1)
    report.state(f"memory per empty world, of {most:,}", f"{populated[most].bytes_per_world:,.0f} bytes")
    report.notes.append("A GET in each world in turn includes the processor's cache misses.")
    report.notes.append("An empty world's figure includes the journal entry of the one request that made it.")
