"""Tens of thousands of broken requests against one server: no mistake of its own, no crash, no growth.

`DRYDOCK_HOSTILE_REQUESTS=100000` and another `DRYDOCK_HOSTILE_SEED` take more of them, and others.
"""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import httpx

from hostile import ORDERED_WORLDS, WORLDS, HostileRequests, Request
from hostile_client import HostileAnswer, HostileClient
from server import DrydockServer
from world import World

SEED = int(os.environ.get("DRYDOCK_HOSTILE_SEED", "1"))
REQUESTS = int(os.environ.get("DRYDOCK_HOSTILE_REQUESTS", "30000"))
THREADS = 4
# After so many, worlds and journals are as full as they get between two resets.
WARM_UP = REQUESTS // 3
ROUND = 2000
GROWTH = 1.25
# A browser that does not run; the trouble of others that Anon relays, which its description has.
RELAYED = re.compile(r"browser\.notConfigured|jwks\.\w+|key\.otherOrganization|user\.lookupCrashed|key\.notAKey")


def is_mistake(request: Request, answer: HostileAnswer) -> bool:
    """Whether a server error is the server's own fault: nobody ordered it and nobody else caused it."""
    # 505 is said of the client's version of HTTP.
    if answer.status < 500 or answer.status == 505 or request.world in ORDERED_WORLDS and not request.is_control:
        return False
    return not RELAYED.fullmatch(answer.reason)


def resident_kilobytes(server: DrydockServer) -> int:
    """What the server's process has in memory."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def known_values(server: DrydockServer) -> dict[str, str]:
    """Ids and tokens of objects that exist, or did before the first reset: the same are issued again after it."""
    world = World(server.base_url, WORLDS[0])
    application = world.application()["id"]
    ready = world.demand("GET", "/credentials")["anon"]
    values = {
        "applicationId": application,
        "identityId": world.identity()["id"],
        "session_id": world.session()["id"],
        "token": world.identity_token(application),
        "organizationId": ready["organizationId"],
        "userPoolId": ready["userPoolId"],
        "sdkClientId": ready["webappSdkClient"]["id"],
        "clientId": ready["webappSdkClient"]["id"],
        "appUserIdToken": ready["appUserIdToken"],
        "jwksUri": f"{server.base_url}/.well-known/jwks.json",
        "source": "https://shop.example.com",
        "callbackUrl": "https://app.example.com/callback",
        "app": "linkedin",
        "domain": "linkedin",
        "appUserId": "ada",
        "ownerId": "ada",
    }
    world.close()
    return values


def assault(port: int, seed: int, count: int, known: dict[str, str]) -> tuple[HostileClient, list[str]]:
    """Sends so many requests over one connection after the other; the mistakes, each with its request."""
    requests, client, mistakes = HostileRequests(seed, known), HostileClient(port), []
    for _ in range(count):
        request = requests.next()
        answer = client.send(request)
        if answer and is_mistake(request, answer):
            mistakes.append(f"{answer.status} {answer.reason} to {request.data[:2000]!r}")
    client.close()
    return client, mistakes


def test_hostile_requests_neither_break_nor_swell_the_server(launch: Callable[..., DrydockServer]) -> None:
    server = launch("--clock", "frozen", "--log-level", "error", "--journal-bytes", "256KiB", "--seed", "1")
    known = known_values(server)
    sent, warm, answered, unanswered, mistakes = 0, 0, {}, 0, []
    with ThreadPoolExecutor(THREADS) as pool, httpx.Client(base_url=server.base_url) as control:
        while sent < REQUESTS:
            share = min(ROUND, REQUESTS - sent) // THREADS
            seeds = [SEED * 1_000_003 + sent + thread for thread in range(THREADS)]
            attacks = pool.map(assault, repeat(server.port), seeds, repeat(share), repeat(known))
            for client, found in attacks:
                mistakes += found
                unanswered += client.unanswered
                for status, count in client.answered.items():
                    answered[status] = answered.get(status, 0) + count
            sent += share * THREADS
            # What clients make is theirs to keep; it is no leak. So each round begins with empty worlds.
            for world in (*WORLDS, *ORDERED_WORLDS, "default"):
                assert control.delete(f"/_drydock/worlds/{world}").status_code in (200, 404)
            assert server.process.poll() is None, f"it crashed; seed {SEED}:\n{server.output()}"
            assert not mistakes, f"seed {SEED}: " + "\n".join(mistakes[:10])
            if not warm and sent >= WARM_UP:
                warm = resident_kilobytes(server)
    full = resident_kilobytes(server)
    print(f"seed {SEED}, {sent} requests, answers {dict(sorted(answered.items()))}, none to {unanswered}")
    print(f"{warm} KiB after {WARM_UP} requests, {full} KiB after {sent}")
    assert answered[200] > sent / 20, "some get past the first check"
    assert answered[400] > sent / 20 and answered[404] > sent / 50
    assert unanswered < sent / 20, "nearly all are answered"
    assert full < warm * GROWTH, f"{warm} KiB after {WARM_UP} requests, {full} after {sent}"
    assert server.stop()[0] == 0
