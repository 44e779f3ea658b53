"""A world of its own for each test, and the control plane seen from that world."""

from functools import cache
from typing import Any

import httpx

from contract import Contract
from plain_http import plain_client


class World:
    """One world of a running server: its API key, plain HTTP clients, and its control plane."""

    def __init__(self, base_url: str, name: str) -> None:
        self.base_url = base_url
        self.name = name
        self.api_key = self.key("sk-test")
        self.api = plain_client(base_url, headers={"anchor-api-key": self.api_key}, timeout=20)
        self._control = plain_client(base_url, timeout=20)

    def close(self) -> None:
        """Closes the HTTP clients."""
        self.api.close()
        self._control.close()

    def key(self, prefix: str) -> str:
        """An API key that starts with `prefix` and leads to this world."""
        return f"{prefix}@{self.name}"

    def control(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """A call of the control plane, whatever it answers; the answer must be as the control plane describes it."""
        query = {"world": self.name, **arguments.pop("params", {})}
        response = self._control.request(method, f"/_drydock{path}", params=query, **arguments)
        contract = _control_contract()
        headers = {name.lower(): value for name, value in response.headers.items()}
        operation = contract.operation(method, response.request.url.path)
        complaints = contract.complaints(operation, response.status_code, headers, response.content)
        assert not complaints, f"{method} {path} -> {response.status_code}: {complaints}"
        return response

    def demand(self, method: str, path: str, **arguments: Any) -> Any:
        """A call of the control plane that must succeed; its JSON, or None without a body."""
        response = self.control(method, path, **arguments)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def advance(self, span: str) -> None:
        """Moves the world's clock forward."""
        self.demand("POST", "/clock", json={"advance": span})

    def reset(self) -> None:
        """Takes the world back to its start scenario."""
        self.demand("POST", "/reset")

    def load(self, scenario: dict[str, Any] | str) -> None:
        """Makes the world anew from a scenario, given by name or whole."""
        self.demand("PUT", "/scenario", json={"name": scenario} if isinstance(scenario, str) else scenario)

    def add_rule(self, operation: str, effect: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Adds a rule for `operation`; returns it as the server shows it."""
        return self.demand("POST", "/rules", json={"on": operation, "effect": effect, **more})

    def journal(self, **filters: str) -> list[dict[str, Any]]:
        """The exchanges of this world's clients, oldest first, with their secrets: answers are judged by them."""
        query = {"limit": "100000", "secrets": "shown", "direction": "incoming", **filters}
        answer = self.demand("GET", "/requests", params=query)
        assert answer["dropped"] == 0, "the journal was too small for this test"
        return answer["requests"]

    def complete(self, token: str, outcome: str = "success", **more: Any) -> httpx.Response:
        """Finishes the hosted flow of an identity token without a browser."""
        return self.control("POST", f"/identity-tokens/{token}/complete", json={"outcome": outcome, **more})

    def application(self, source: str = "https://shop.example.com", **more: Any) -> dict[str, Any]:
        """Creates an application by a plain call."""
        response = self.api.post("/v1/applications", json={"source": source, **more})
        assert response.status_code == 201, response.text
        return response.json()

    def identity_token(self, application: str, callback: str = "https://app.example.com/callback") -> str:
        """Issues an identity token by a plain call."""
        response = self.api.post(f"/v1/applications/{application}/tokens", json={"callbackUrl": callback})
        assert response.status_code == 201, response.text
        return response.json()["token"]

    def identity(self, source: str = "https://shop.example.com/login", **more: Any) -> dict[str, Any]:
        """Creates an identity with a user name and password, validated before the answer."""
        credentials = [{"type": "username_password", "username": "user_good", "password": "secret"}]
        body = {"source": source, "credentials": credentials, **more}
        response = self.api.post("/v1/identities", params={"validateAsync": "false"}, json=body)
        assert response.status_code == 201, response.text
        return response.json()

    def session(self, **body: Any) -> dict[str, Any]:
        """Creates a browser session by a plain call; returns what is inside `data`."""
        response = self.api.post("/v1/sessions", json=body)
        assert response.status_code == 200, response.text
        return response.json()["data"]


@cache
def _control_contract() -> Contract:
    return Contract("control")
