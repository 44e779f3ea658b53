"""Load: wrk for rates and latencies, h2load where the number of requests has to be exact."""

import os
import re
import subprocess
from dataclasses import dataclass

from process import MeasuredProcess
from tools import LUA

KEY = "sk-test"


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw, and what it cost the server."""

    requests_per_second: float
    p50_milliseconds: float
    p99_milliseconds: float
    cpu_microseconds: float


def wrk(
    server: MeasuredProcess,
    path: str,
    script: str,
    seconds: int,
    environment: dict[str, str] | None = None,
    threads: int = 1,
    connections: int = 32,
) -> Load:
    """Runs wrk; a run with refused or broken requests is no measurement."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"anchor-api-key: {KEY}"]
    before = server.cpu_seconds()
    output = subprocess.run(
        [*command, "-s", script, server.url + path],
        cwd=LUA, env={**os.environ, **(environment or {})}, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    cpu = server.cpu_seconds() - before
    result = re.search(r"^RESULT (.*)$", output, re.MULTILINE)
    if not result:
        raise RuntimeError(f"wrk said nothing to read:\n{output}")
    figures = {name: int(value) for name, value in (pair.split("=") for pair in result[1].split())}
    if figures["refused"] or figures["broken"] or not figures["requests"]:
        raise RuntimeError(f"{script} {path}: {result[1]}")
    return Load(
        requests_per_second=figures["requests"] / figures["microseconds"] * 1e6,
        p50_milliseconds=figures["p50"] / 1000,
        p99_milliseconds=figures["p99"] / 1000,
        cpu_microseconds=cpu / figures["requests"] * 1e6,
    )


def exactly(
    server: MeasuredProcess,
    path: str,
    requests: int,
    body_file: str | None = None,
    key: str = KEY,
    headers: dict[str, str] | None = None,
) -> float:
    """Sends so many requests over 32 connections; returns the server's CPU time per request in microseconds.

    Header fields that are given go in place of Anchor's key.
    """
    if requests <= 0:
        return 0
    connections = min(32, requests)
    command = ["h2load", "--h1", "-t1", f"-c{connections}", f"-n{requests}"]
    command += fields(headers or {"anchor-api-key": key}, body_file)
    before = server.cpu_seconds()
    output = subprocess.run([*command, server.url + path], check=True, capture_output=True, text=True).stdout
    cpu = server.cpu_seconds() - before
    statuses = re.search(r"status codes: (\d+) 2xx", output)
    if not statuses or int(statuses[1]) != requests:
        raise RuntimeError(f"{requests} requests to {path} were not all answered well:\n{output}")
    return cpu / requests * 1e6


def fields(headers: dict[str, str], body_file: str | None = None) -> list[str]:
    """h2load's arguments for header fields, and for a body of JSON."""
    sent = [f"{name}: {value}" for name, value in headers.items()]
    if body_file:
        sent.append("content-type: application/json")
    return [*(["-d", body_file] if body_file else []), *(word for line in sent for word in ("-H", line))]
