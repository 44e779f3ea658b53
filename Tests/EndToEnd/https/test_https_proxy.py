"""Through a proxy: clients that know no more of Drydock than `HTTPS_PROXY` and its authority, where else it leads."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from anon import Anon
from browser import new_context
from callback_receiver import CallbackReceiver
from certificates import TemporaryAuthority
from documentation import article
from raw import ask
from repository import END_TO_END, OLDER_ENVIRONMENT
from secure import LocalAuthority
from server import DrydockServer
from tunnel_page import MAPPED_NAME, TunnelPage, TunnelUser
from world import World

APPLICATIONS = "https://api.anchorbrowser.io/v1/applications"
REACHED = "Back at the integrator"


@pytest.fixture
def run(secure: DrydockServer, local_authority: LocalAuthority) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a client whose environment has the proxy and the authority, and nothing else of Drydock."""

    def run(*command: object, proxy: str = f"http://127.0.0.1:{secure.port}") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            timeout=120,
            env={"PATH": os.environ["PATH"], "HTTPS_PROXY": proxy, **local_authority.variables()},
        )

    return run


def output(result: subprocess.CompletedProcess[str]) -> str:
    """What a client printed; it must have succeeded."""
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


# Clients that call the vendor


@pytest.mark.parametrize(
    ("python", "version"),
    [(Path(sys.executable), "1.0.1"), (OLDER_ENVIRONMENT / "bin" / "python", "0.11.3")],
    ids=["1.0.1", "0.11.3"],
)
def test_the_sdk_finds_drydock_by_its_default_address(
    run: Callable[..., subprocess.CompletedProcess[str]], secure_world: World, python: Path, version: str
) -> None:
    printed = output(run(python, END_TO_END / "clients" / "default_base_url.py", secure_world.api_key))
    found = json.loads(printed)
    assert (found["version"], urlsplit(found["base_url"]).netloc) == (version, "api.anchorbrowser.io")
    assert found["cdp_url"].startswith("wss://connect.anchorbrowser.io?")
    assert found["live_view_url"].startswith("https://live.anchorbrowser.io?")
    operations = [entry["operation"] for entry in secure_world.journal()]
    assert operations == ["anchor.createApplication", "anchor.createIdentityToken", "anchor.createSession"]
    assert {entry["request"]["headers"]["Host"] for entry in secure_world.journal()} == {"api.anchorbrowser.io"}


@pytest.mark.parametrize(("flag", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_curl_calls_the_vendor(
    run: Callable[..., subprocess.CompletedProcess[str]], secure_world: World, flag: str, version: str
) -> None:
    secure_world.application(name="Shop")
    curl = ["curl", "--silent", "--show-error", "--fail", "--max-time", "20", flag]
    key = ["--header", f"anchor-api-key: {secure_world.api_key}"]
    body, _, written = output(
        run(*curl, *key, "--write-out", "\n%{http_version} %{http_connect}", APPLICATIONS)
    ).rpartition("\n")
    assert [each["name"] for each in json.loads(body)["applications"]] == ["Shop"]
    assert written == f"{version} 200"


def test_curl_goes_through_the_proxy_as_printed(
    run: Callable[..., subprocess.CompletedProcess[str]], secure: DrydockServer
) -> None:
    commands = article("HTTPS").block("sh", having="HTTPS_PROXY").replace(":4010", f":{secure.port}")
    printed = output(run("bash", "-euc", commands.replace("sk-test", "sk-test@printed"), proxy=""))
    assert json.loads(printed) == {"applications": []}


def test_java_calls_the_vendor_by_http2(
    run: Callable[..., subprocess.CompletedProcess[str]],
    secure: DrydockServer,
    secure_world: World,
    local_authority: LocalAuthority,
    tmp_path: Path,
) -> None:
    store = local_authority.bundle(tmp_path / "trust.p12")
    options = ["-Dhttps.proxyHost=127.0.0.1", f"-Dhttps.proxyPort={secure.port}"]
    options += [f"-Djavax.net.ssl.trustStore={store}", "-Djavax.net.ssl.trustStorePassword=changeit"]
    file = END_TO_END / "clients" / "KeepAlive.java"
    lines = output(run("java", *options, file, APPLICATIONS, secure_world.api_key)).splitlines()
    assert [line.split(" ", 2)[:2] for line in lines] == [["201", "HTTP_2"]] * 2
    assert len(secure_world.api.get("/v1/applications").json()["applications"]) == 2


def test_a_browser_opens_the_vendors_page(
    trusting_browser: Browser, secure: DrydockServer, secure_world: World
) -> None:
    token = secure_world.identity_token(secure_world.application(name="Ada's Shop")["id"])
    with new_context(trusting_browser, proxy={"server": f"http://127.0.0.1:{secure.port}"}) as context:
        page = context.new_page()
        page.goto(f"https://app.anchorbrowser.io/identity/create?token={token}")
        expect(page.get_by_role("button", name="Continue")).to_be_visible()
        assert urlsplit(page.url).netloc == "app.anchorbrowser.io"
        assert page.evaluate("window.isSecureContext")


def test_who_speaks_plain_http_in_the_tunnel_is_answered(
    run: Callable[..., subprocess.CompletedProcess[str]], secure: DrydockServer, secure_world: World
) -> None:
    curl = ["curl", "--silent", "--show-error", "--max-time", "20", "--proxytunnel"]
    curl += ["--proxy", f"http://127.0.0.1:{secure.port}", "--header", f"anchor-api-key: {secure_world.api_key}"]
    assert json.loads(output(run(*curl, "http://api.anchorbrowser.io/v1/applications"))) == {"applications": []}


# Other hosts


@pytest.mark.parametrize("target", ["example.com:443", "anchorbrowser.io:443", "api.anchorbrowser.io.evil.test:443"])
def test_another_host_is_refused_in_words(secure: DrydockServer, secure_world: World, target: str) -> None:
    unknown = ask(secure.port, "CONNECT", target, host=target)
    assert (unknown.status, unknown.reason) == (407, "tunnel.noCredentials")
    assert unknown.header("Proxy-Authenticate")
    anon = Anon(secure_world)
    anon.link("ada")
    user = TunnelUser(anon)
    refused = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "20", "--verbose", f"https://{target}/"]
        + ["--proxy", f"http://127.0.0.1:{secure.port}", "--proxy-user", f"{user.app_user_id}:{user.password}"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert refused.returncode != 0
    assert "HTTP/1.1 403" in refused.stderr and "tunnel.hostNotMapped" in refused.stderr
    [entry] = secure_world.journal(operation="anon.openTunnel")
    assert f"{target} is not among the scenario's policies.tunnel.hosts" in entry["reason"]["detail"]
    anon.close()


@pytest.fixture
def tunnel_page(secure_world: World, authority: TemporaryAuthority) -> Iterator[TunnelPage]:
    """A page that the world's tunnel leads to."""
    anon = Anon(secure_world)
    page = TunnelPage(anon, authority)
    yield page
    page.close()
    anon.close()


def test_the_tunnel_leads_to_its_names_beside_the_vendors(
    trusting_browser: Browser, secure: DrydockServer, secure_world: World, tunnel_page: TunnelPage
) -> None:
    anon = Anon(secure_world)
    anon.link("ada")
    proxy = {"server": f"http://127.0.0.1:{secure.port}", "username": "ada", "password": anon.key}
    with new_context(trusting_browser, proxy=proxy) as context:
        page = context.new_page()
        page.goto(f"https://{MAPPED_NAME}/")
        assert page.get_by_role("heading", level=1).inner_text() == REACHED
        page.goto("https://api.anchorbrowser.io/")
        expect(page.locator("body")).to_contain_text("Drydock")
    anon.close()


def fetch_by_proxy(server: DrydockServer, receiver: CallbackReceiver, trusted: Path) -> tuple[int, str]:
    """Asks a proxy for another site on this machine; the proxy's status and the page."""
    result = subprocess.run(
        ["curl", "--silent", "--max-time", "20", "--cacert", trusted, "--write-out", "\n%{http_connect}"]
        + ["--proxy", f"http://127.0.0.1:{server.port}", receiver.url("/elsewhere")],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": os.environ["PATH"]},
    )
    page, _, status = result.stdout.rpartition("\n")
    return int(status), page


def test_other_hosts_are_passed_on_only_when_told_to(
    launch_secure: Callable[..., DrydockServer], receiver: CallbackReceiver, authority: TemporaryAuthority
) -> None:
    trusted = authority.authority_file
    assert fetch_by_proxy(launch_secure(), receiver, trusted) == (407, "")
    assert receiver.received("/elsewhere") == []
    status, page = fetch_by_proxy(launch_secure("--proxy-others"), receiver, trusted)
    assert status == 200 and REACHED in page
    receiver.expect_one("/elsewhere")


def test_a_host_that_does_not_answer_is_502_in_words(launch_secure: Callable[..., DrydockServer]) -> None:
    server = launch_secure("--proxy-others")
    answer = ask(server.port, "CONNECT", "localhost:1", host="localhost:1")
    assert (answer.status, answer.reason) == (502, "tunnel.targetUnreachable")
