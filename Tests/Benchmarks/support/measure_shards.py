"""Whether instances behind the example's nginx add up: the requests per second of three, and of one."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import servers
from anchor import in_each
from cpu_share import NoGroups, cpu_share
from load import wrk
from process import MeasuredProcess, free_port
from report import Report, amount, paired_ratio
from sizes import Sizes
from tools import ROOT, say

EXAMPLE = ROOT / "Fixtures" / "examples" / "shard"
UNPACKED = ROOT / ".e2e" / "nginx"
MODULES = "/usr/lib/nginx/modules"
INSTANCES = 3
# So little that the load, nginx and three instances together leave some of two processors idle.
SHARE = 0.1
WORLDS = 600
CONNECTIONS = 96


@contextmanager
def nginx(folder: Path, instances: list[MeasuredProcess]) -> Iterator[MeasuredProcess]:
    """nginx as the example has it, before these instances."""
    port = free_port()
    prefix = folder / f"nginx-{port}"
    shutil.copytree(EXAMPLE, prefix)
    lines = "".join(f"server 127.0.0.1:{instance.port} max_fails=0;" for instance in instances)
    text = re.sub(r"(server 127\.0\.0\.1:\d+ max_fails=0;\s*)+", lines, (prefix / "nginx.conf").read_text())
    text = text.replace(MODULES, str(UNPACKED) + MODULES)
    (prefix / "nginx.conf").write_text(re.sub(r"listen [\d.:]+", f"listen 127.0.0.1:{port}", text))
    command = [str(UNPACKED / "usr" / "sbin" / "nginx"), "-e", "stderr", "-p", str(prefix), "-c", "nginx.conf"]
    with MeasuredProcess(command, port, "/_drydock/health", folder) as process:
        yield process


def check() -> None:
    """Refuses before anything is measured where the example's nginx is missing."""
    if not UNPACKED.is_dir():
        raise SystemExit(f"Tests/Benchmarks/run: {UNPACKED} is missing; run Tests/EndToEnd/setup")


def run(report: Report, sizes: Sizes) -> None:
    """Each instance gets the same small part of a processor; a read in each world in turn."""
    try:
        _measure(report, sizes)
    except NoGroups as problem:
        report.notes.append(f"Instances behind nginx were not measured, as no process can be limited here: {problem}")


def _measure(report: Report, sizes: Sizes) -> None:
    figures: dict[int, list[float]] = {1: [], INSTANCES: []}
    shares: list[float] = []
    balancing: list[float] = []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        groups = [stack.enter_context(cpu_share(f"{number}", SHARE)) for number in range(INSTANCES + 1)]
        instances = [stack.enter_context(servers.drydock(folder)) for _ in groups]
        ways = {
            1: (stack.enter_context(nginx(folder, instances[:1])), instances[:1]),
            INSTANCES: (stack.enter_context(nginx(folder, instances[1:])), instances[1:]),
        }
        paths = {}
        for count, (way, _) in ways.items():
            say(f"shards: filling {WORLDS} worlds behind {count}")
            seeded = in_each(way, [f"w{number}" for number in range(WORLDS)], lambda caller, it: caller.seed(it))
            paths[count] = folder / f"identities-{count}"
            paths[count].write_text("".join(f"{world} /v1/identities/{ids[1]}\n" for world, ids in seeded.items()))
        for group, instance in zip(groups, instances, strict=True):
            for pid in instance.pids():
                group.write_text(str(pid))
        for _ in range(sizes.rounds):
            for count, (way, behind) in ways.items():
                before = [instance.cpu_seconds() for instance in behind]
                terms = {"BENCHMARK_WORLDS": str(paths[count]), "BENCHMARK_METHOD": "GET"}
                load = wrk(way, "/", "spread.lua", sizes.seconds, terms, connections=CONNECTIONS)
                figures[count].append(load.requests_per_second)
                used = [instance.cpu_seconds() - past for instance, past in zip(behind, before, strict=True)]
                if count > 1:
                    shares.append(max(used) / sum(used))
                    balancing.append(load.cpu_microseconds)
    one, three = (median(figures[count]) for count in ways)
    report.state(f"reads per second through nginx, one instance with {SHARE} of a processor", amount(one, "/s"))
    report.state(f"reads per second through nginx, {INSTANCES} such instances", amount(three, "/s"))
    report.state("the busiest of these does", f"{median(shares):.0%} of the work")
    report.state("CPU time of nginx per request", amount(median(balancing), "µs"))
    ratio = paired_ratio(figures[INSTANCES], figures[1])
    report.ratio(
        f"reads per second of {INSTANCES} instances behind nginx, each with {SHARE} of a processor",
        amount(three, "/s"), ratio, "one such instance", at_least=2.4,
    )  # fmt: skip
