"""URLs in answers lead back the way that the client came: by its scheme, its host and its port."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from anon import LINKEDIN
from secure import LocalAuthority
from server import DrydockServer
from world import World

# By where the API is called: the origins of DevTools, of the live view and of the link that a page of a token is.
PUBLIC = "https://drydock.test:8443"
WAYS = {
    "the vendor's host": (
        "https://api.anchorbrowser.io",
        "wss://connect.anchorbrowser.io",
        "https://live.anchorbrowser.io",
    ),
    "its host below localhost": (
        "https://api.anchorbrowser.localhost:{port}",
        "wss://connect.anchorbrowser.localhost:{port}",
        "https://live.anchorbrowser.localhost:{port}",
    ),
    "localhost": ("https://localhost:{port}", "wss://localhost:{port}", "https://localhost:{port}"),
    "an address": ("https://127.0.0.1:{port}", "wss://127.0.0.1:{port}", "https://127.0.0.1:{port}"),
    "plain HTTP": ("http://localhost:{port}", "ws://localhost:{port}", "http://localhost:{port}"),
    "plain HTTP by the vendor's host": (
        "http://api.anchorbrowser.io",
        "ws://connect.anchorbrowser.io",
        "http://live.anchorbrowser.io",
    ),
}

# HTTP/2 is for TLS.
BY_EITHER_PROTOCOL = [(way, "1") for way in WAYS] + [(way, "2") for way in WAYS if WAYS[way][0].startswith("https:")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_links_to_the_control_plane_lead_to_its_own_address(
    secure: DrydockServer, local_authority: LocalAuthority, method: str
) -> None:
    proxy = f"http://127.0.0.1:{secure.port}"
    with httpx.Client(verify=local_authority.context(), proxy=proxy, timeout=20) as client:
        refused = client.get("https://api.anchorbrowser.io/v1/identities/none", headers={"anchor-api-key": "sk-test"})
        link = refused.headers["Link"].partition(">")[0].strip("<")
        assert link.startswith("https://api.anchorbrowser.io/_drydock/faq/")
        answer = client.request(method, link)
    if method == "GET":
        assert (answer.status_code, answer.headers["Location"]) == (307, f"{proxy}{urlsplit(link).path}")
        assert httpx.get(answer.headers["Location"]).status_code == 200
    else:
        assert (answer.status_code, answer.headers["X-Drydock-Reason"]) == (403, "control.foreignHost")


@pytest.fixture
def public(launch_secure: Callable[..., DrydockServer]) -> DrydockServer:
    """A server that is reached by an address of its operator's choice."""
    return launch_secure("--public-url", PUBLIC)


@pytest.fixture
def call(local_authority: LocalAuthority) -> Iterator[Callable[..., Any]]:
    """Makes calls to a server under whatever name; the answer's JSON."""
    clients: list[httpx.Client] = []

    def call(server: DrydockServer, origin: str, method: str, path: str, version: str = "1", **arguments: Any) -> Any:
        address = urlsplit(origin)
        client = httpx.Client(verify=local_authority.context(), http2=version == "2", http1=version == "1", timeout=20)
        clients.append(client)
        # As where a line of /etc/hosts leads: the name is in the hello and in the request, the connection goes here.
        url = f"{address.scheme}://127.0.0.1:{server.port}{path}"
        headers = {"Host": address.netloc, **arguments.pop("headers", {})}
        extensions = {"sni_hostname": address.hostname} if address.scheme == "https" else {}
        answer = client.request(method, url, headers=headers, extensions=extensions, **arguments)
        assert answer.is_success, answer.text
        return answer.json()

    yield call
    for client in clients:
        client.close()


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"


@pytest.mark.parametrize(("way", "version"), BY_EITHER_PROTOCOL)
def test_a_session_leads_back_the_way_the_client_came(
    secure: DrydockServer, secure_world: World, call: Callable[..., Any], way: str, version: str
) -> None:
    origin, devtools, live = (each.format(port=secure.port) for each in WAYS[way])
    key = {"anchor-api-key": secure_world.api_key}
    session = call(secure, origin, "POST", "/v1/sessions", version, headers=key, json={})["data"]
    assert origin_of(session["cdp_url"]) == devtools
    assert origin_of(session["live_view_url"]) == live
    history = call(secure, origin, "GET", f"/v1/sessions/{session['id']}", version, headers=key)["data"]
    assert origin_of(history["live_view_url"]) == live if "live_view_url" in history else True


@pytest.mark.parametrize(("way", "version"), BY_EITHER_PROTOCOL)
def test_the_public_url_is_that_of_all_answers(
    public: DrydockServer, call: Callable[..., Any], way: str, version: str
) -> None:
    origin = WAYS[way][0].format(port=public.port)
    key = {"anchor-api-key": "sk-test"}
    session = call(public, origin, "POST", "/v1/sessions", version, headers=key, json={})["data"]
    assert origin_of(session["cdp_url"]) == "wss://drydock.test:8443"
    assert origin_of(session["live_view_url"]) == PUBLIC
    query = {"app": LINKEDIN, "appUserId": "ada", "redirectUrl": "https://shop.example.com/done"}
    anon = origin.replace("api.anchorbrowser.io", "svc.sandbox.anon.com")
    anon = anon.replace("api.anchorbrowser", "svc.sandbox.anon")
    link = call(public, anon, "GET", "/link/url", version, headers={"Authorization": "Bearer anon_test"}, params=query)
    assert origin_of(link["url"]) == PUBLIC


LINKS = {
    "https://svc.sandbox.anon.com": "https://link.svc.sandbox.anon.com",
    "https://svc.prod.anon.com": "https://link.svc.prod.anon.com",
    "https://svc.sandbox.anon.localhost:{port}": "https://link.svc.sandbox.anon.localhost:{port}",
    "https://localhost:{port}": "https://localhost:{port}",
    "http://svc.sandbox.anon.localhost:{port}": "http://link.svc.sandbox.anon.localhost:{port}",
}


@pytest.mark.parametrize("origin", LINKS)
def test_a_link_leads_back_the_way_the_client_came(
    secure: DrydockServer, secure_world: World, call: Callable[..., Any], origin: str
) -> None:
    called = origin.format(port=secure.port)
    headers = {"Authorization": f"Bearer anon_test@{secure_world.name}"}
    query = {"app": LINKEDIN, "appUserId": "ada", "redirectUrl": "https://shop.example.com/done"}
    link = call(secure, called, "GET", "/link/url", headers=headers, params=query)
    assert origin_of(link["url"]) == LINKS[origin].format(port=secure.port)


def test_what_helps_with_a_refusal_is_where_the_client_is(secure: DrydockServer, secure_world: World) -> None:
    refused = secure_world.api.get("/v1/applications", headers={"anchor-api-key": "sk-invalid"})
    assert refused.status_code == 401
    assert f"<https://localhost:{secure.port}/_drydock/faq/" in refused.headers["Link"]


def test_a_signed_address_of_a_file_is_where_the_client_is(secure: DrydockServer, secure_world: World) -> None:
    """The client sends bytes there, so it must be as safe as where it came from."""
    volume = secure_world.api.post("/v1/volumes", json={"name": "reports"}).json()["data"]["id"]
    wanted = {"path": "june.csv", "content_type": "text/csv", "size": 4}
    upload = secure_world.api.post(f"/v1/volumes/{volume}/files/upload-url", json=wanted).json()["data"]
    assert origin_of(upload["signed_url"]) == secure.base_url
    sent = secure_world.api.put(upload["signed_url"], headers=upload["headers"], content=b"c,d\n")
    assert sent.is_success, sent.text
