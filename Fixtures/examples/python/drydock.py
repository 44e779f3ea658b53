"""A small client for Drydock's control plane: one object is one world. Copy it, and add the calls that you need.

The whole control plane is described at /_drydock/openapi.yaml; `openapi-python-client` makes a full client of it.
"""

from contextlib import suppress
from typing import Any

import httpx


class World:
    """One world of a running Drydock: its keys, its clock, its rules and its journal."""

    def __init__(self, base_url: str, name: str) -> None:
        self.base_url = base_url
        self.name = name
        self._http = httpx.Client(base_url=f"{base_url}/_drydock", params={"world": name}, timeout=30)

    def key(self, stem: str = "sk-test") -> str:
        """An API key that leads to this world: whatever stands before the `@` is up to you."""
        return f"{stem}@{self.name}"

    def call(self, method: str, path: str, json: Any = None) -> Any:
        """Any call of the control plane. A refusal says what is wrong, so the test shows that and not a number."""
        response = self._http.request(method, path, json=json)
        if response.is_error:
            raise AssertionError(f"{method} {path}: {response.json()['error']['message']}")
        return response.json() if response.content else None

    def reset(self) -> None:
        """Back to the start scenario, in one step: state, clock, rules, journal, ids."""
        self.call("POST", "/reset")

    def load(self, scenario: str | dict[str, Any]) -> None:
        """Starts the world anew from a scenario: its name, or a whole one as a dictionary."""
        self.call("PUT", "/scenario", {"name": scenario} if isinstance(scenario, str) else scenario)

    def advance(self, span: str) -> None:
        """Moves the world's clock forward: `15m`, `2h30m`. Nothing waits, everything that is due happens."""
        self.call("POST", "/clock", {"advance": span})

    def add_rule(self, operation: str, effect: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answers `operation` otherwise from now on: `effect={"problem": "outOfCredits"}`, `times=1`."""
        return self.call("POST", "/rules", {"on": operation, "effect": effect, **more})

    def complete(self, token: str, outcome: str = "success") -> dict[str, Any]:
        """Does on Anchor's hosted page what a user would; answers where the browser would be sent to."""
        return self.call("POST", f"/identity-tokens/{token}/complete", {"outcome": outcome})

    def link(self, app: str, app_user_id: str) -> dict[str, Any]:
        """Does on Anon's Link page what a user would."""
        return self.call("POST", "/link/complete", {"app": app, "appUserId": app_user_id})

    def verify(self, operation: str, **expectation: Any) -> None:
        """Fails the test, in words, unless the journal is as expected: `exactly=1`, `atLeast`, `atMost`."""
        self.call("POST", "/verify", {"on": operation, **expectation})

    def snapshot(self) -> str:
        """Keeps what the world is now, at no cost; returns the snapshot's id."""
        return self.call("POST", "/snapshots")["id"]

    def since(self, snapshot: str) -> dict[str, Any]:
        """What was `made`, `changed` and `removed` since a snapshot, and a `summary` in words."""
        return self.call("GET", f"/snapshots/{snapshot}/diff/now")

    def restore(self, snapshot: str) -> None:
        """Puts the world back to a snapshot, in one step: the costly set-up is done once."""
        self.call("POST", f"/snapshots/{snapshot}/restore")

    def requests(self, **filters: str) -> list[dict[str, Any]]:
        """What your code sent and what it got: the journal, filtered by `operation`, `status`, `reason`…"""
        response = self._http.get("/requests", params=filters)
        return response.raise_for_status().json()["requests"]

    def unmatched(self) -> list[dict[str, Any]]:
        """What your code sent that is no operation of the vendor, or none that Drydock simulates."""
        return self.call("GET", "/requests/unmatched")["requests"]

    def mark(self, outcome: str, test: str) -> None:
        """Says that the world's test has `passed` or `failed`: the dashboard shows it. Nothing happens if it is gone."""
        with suppress(httpx.HTTPError):
            self._http.put(f"/worlds/{self.name}/mark", json={"outcome": outcome, "test": test[:500]})

    def close(self, forget: bool = True) -> None:
        """Closes the connection; forgets the world unless somebody wants to look at it afterwards."""
        if forget:
            self._http.delete(f"/worlds/{self.name}")
        self._http.close()


def line(entry: dict[str, Any]) -> str:
    """An entry of the journal in one line, with the reason where Drydock refused."""
    request, reason = entry["request"], entry["reason"]
    text = f"{request['method']} {request['path']} -> {entry['response']['status']}"
    return f"{text}  {reason['code']}: {reason['detail']}" if reason else text
