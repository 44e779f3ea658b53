"""Anon in one world, as a customer's backend, its web page and its administrator call it."""

from functools import cached_property
from typing import Any

import httpx

from plain_http import plain_client
from world import World

LINK_ORIGIN = "http://link.svc.sandbox.anon.localhost"
LINKEDIN = "linkedin"
REDIRECT = "http://localhost:3000/done"


class Anon:
    """The vendor's calls in `world`. Without a key of its own a call is made with one that any world takes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.key = world.key("anon_test")
        self._client = plain_client(world.base_url, headers={"X-Drydock-World": world.name}, timeout=30)

    def close(self) -> None:
        """Closes the HTTP client."""
        self._client.close()

    @cached_property
    def credentials(self) -> dict[str, Any]:
        """The world's ready-made set."""
        return self.world.demand("GET", "/credentials")["anon"]

    @property
    def jwks_uri(self) -> str:
        """Where the built-in key set is published."""
        return f"{self.world.base_url}/.well-known/jwks.json"

    def call(
        self,
        method: str,
        path: str,
        *,
        bearer: str | None = "",
        host: str | None = None,
        headers: dict[str, str] | None = None,
        **arguments: Any,
    ) -> httpx.Response:
        """A call with this world's key, with another bearer, or with None; `host` names the environment."""
        sent = dict(headers or {})
        if bearer is not None:
            sent["Authorization"] = f"Bearer {bearer or self.key}"
        if host:
            sent["Host"] = host
        return self._client.request(method, path, headers=sent, **arguments)

    def demand(self, method: str, path: str, **arguments: Any) -> Any:
        """The same, and it must succeed; its JSON."""
        response = self.call(method, path, **arguments)
        assert response.status_code == 200, f"{method} {path}: {response.status_code} {response.text}"
        return response.json()

    def log_in(self, **arguments: Any) -> str:
        """The ready-made member's session token."""
        member = self.credentials["member"]
        body = {"email": member["email"], "password": member["password"]}
        return self.demand("POST", "/org/login", bearer=None, json=body, **arguments)["token"]

    def create_pool(self, jwks_uri: str | None = None, id_claim: str | None = None, **arguments: Any) -> httpx.Response:
        """Asks for a user pool: self-hosted with a key set's address, hosted without."""
        body: dict[str, Any] = {"name": "Users", "description": "Ours"}
        if jwks_uri is not None:
            body["authorization"] = {"jwksUri": jwks_uri, **({"idClaim": id_claim} if id_claim else {})}
        return self.call("POST", "/org/userPool", json=body, **arguments)

    def pool(self, jwks_uri: str | None = None, id_claim: str | None = None, **arguments: Any) -> str:
        """The id of a new user pool."""
        response = self.create_pool(jwks_uri, id_claim, **arguments)
        assert response.status_code == 200, response.text
        return response.json()["id"]

    def webapp_client(self, pool: str, **arguments: Any) -> str:
        """The id of a new webapp client on a pool: Link's `clientId`."""
        body = {"name": "Web", "description": "Link", "kind": {"application": {"userPoolId": pool}}}
        return self.demand("POST", "/org/sdkClient", json=body, **arguments)["id"]

    def service_client(self, **arguments: Any) -> dict[str, Any]:
        """A new service client; its key is in `auth.secret`."""
        body = {"name": "Backend", "description": "Jobs", "kind": "service"}
        return self.demand("POST", "/org/sdkClient", json=body, **arguments)

    def own_client(self, jwks_uri: str, id_claim: str | None = None) -> str:
        """The id of a webapp client whose users' tokens are verified with the key set at `jwks_uri`."""
        return self.webapp_client(self.pool(jwks_uri, id_claim))

    def issue(self, app_user_id: str, **more: Any) -> str:
        """A token that Anon issues for a user of a hosted pool."""
        body = {"appUserId": app_user_id, **more}
        return self.demand("POST", "/org/appUserIdToken", json=body)["appUserIdToken"]

    def sign(self, **order: Any) -> str:
        """A token of the built-in key set, right or with a mistake."""
        return self.world.demand("POST", "/token", json=order)["token"]

    def app_integration(self, token: str | None, client_id: str | None, **arguments: Any) -> httpx.Response:
        """What the Link page asks for first: the app, in the user's name."""
        headers = {"Origin": LINK_ORIGIN, **({"X-Anon-Sdk-Client-Id": client_id} if client_id else {})}
        path = "/account/api/v1/appIntegration"
        return self.call("GET", path, bearer=token, headers=headers, params={"id": LINKEDIN}, **arguments)

    def preflight(self) -> httpx.Response:
        """What a browser asks before that."""
        headers = {
            "Origin": LINK_ORIGIN,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization,x-anon-sdk-client-id",
        }
        path = "/account/api/v1/appIntegration"
        return self.call("OPTIONS", path, bearer=None, headers=headers, params={"id": LINKEDIN})

    def link(self, app_user_id: str, app: str = LINKEDIN, **more: Any) -> dict[str, Any]:
        """Finishes Link for a user without a browser."""
        return self.world.demand("POST", "/link/complete", json={"appUserId": app_user_id, "app": app, **more})

    def link_url(self, **arguments: Any) -> httpx.Response:
        """Asks for the address of the Link page for a user."""
        query = {"app": LINKEDIN, "appUserId": "ada", "redirectUrl": REDIRECT, **arguments.pop("params", {})}
        return self.call("GET", "/link/url", params=query, **arguments)

    def session(self, method: str, owner: str, path: str = "", app: str = LINKEDIN, **arguments: Any) -> httpx.Response:
        """A call on a user's session at an app; `path` is `/status` for its status."""
        query = {"ownerId": owner, "domain": app}
        return self.call(method, f"/account/api/v1/session{path}", params=query, **arguments)

    def status(self, owner: str, **arguments: Any) -> httpx.Response:
        """Asks for the status of a user's session."""
        return self.session("GET", owner, "/status", **arguments)

    def cdp_url(self, app_user_id: str, **arguments: Any) -> httpx.Response:
        """Asks for a remote browser with a user's session."""
        body = {"apps": [LINKEDIN], "appUserId": app_user_id, "proxy": False}
        return self.call("POST", "/account/api/v1/cdpUrl", json=body, **arguments)

    def app_user(self, external_id: str, **arguments: Any) -> httpx.Response:
        """Looks a user up by the customer's own id."""
        return self.call("GET", "/account/api/v1/appUser", params={"externalUserId": external_id}, **arguments)

    def last_reason(self) -> str | None:
        """Why the journal says that the newest exchange was refused; None if it was not."""
        return (self.world.journal()[-1]["reason"] or {}).get("code")

    def assert_refused(self, response: httpx.Response, status: int, body: Any, reason: str) -> None:
        """The answer is this refusal, and its header and the journal give the same reason."""
        assert (response.status_code, response.json()) == (status, body)
        assert response.headers["X-Drydock-Reason"] == reason
        assert f"/_drydock/faq/{reason}>" in response.headers["Link"]
        assert self.last_reason() == reason

    def assert_unauthorized(self, response: httpx.Response, reason: str) -> None:
        """The vendor's 401, for this reason."""
        self.assert_refused(response, 401, {"message": "Unauthorized"}, reason)
