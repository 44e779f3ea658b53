"""By name and on port 443: clients that know nothing of Drydock but the authority, where names lead to it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from documentation import article
from own_network import REFUSED_VARIABLE, OwnNetwork
from repository import END_TO_END, OLDER_ENVIRONMENT
from secure import LocalAuthority

CLIENTS = END_TO_END / "clients"
# The lines for /etc/hosts, and the server's flags.
HOSTS = article("HTTPS").block("text", having="127.0.0.1")
_, VERB, *FLAGS = article("HTTPS").block("sh", having="--port 443").split()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, local_authority: LocalAuthority) -> Iterator[OwnNetwork]:
    """A network with a server on port 443 that has browsers."""
    folder = tmp_path_factory.mktemp("network")
    assert VERB == "serve"
    network = OwnNetwork(folder, HOSTS)
    try:
        network.serve(folder, local_authority, *FLAGS, "--browser", "auto")
        yield network
    finally:
        network.close()


def test_fetch_of_node_calls_the_vendor(network: OwnNetwork, local_authority: LocalAuthority) -> None:
    printed = network.run(
        *("node", CLIENTS / "fetch_vendor.mjs", "sk-test@node", "https://api.anchorbrowser.io/v1/applications"),
        variables={"NODE_EXTRA_CA_CERTS": str(local_authority.file)},
    )
    assert json.loads(printed)["status"] == 201


@pytest.mark.parametrize(
    ("python", "version"),
    [(Path(sys.executable), "1.0.1"), (OLDER_ENVIRONMENT / "bin" / "python", "0.11.3")],
    ids=["1.0.1", "0.11.3"],
)
def test_the_sdk_finds_drydock_by_its_default_address(
    network: OwnNetwork, local_authority: LocalAuthority, python: Path, version: str
) -> None:
    script = CLIENTS / "default_base_url.py"
    variables = {"SSL_CERT_FILE": str(local_authority.file)}
    found = json.loads(network.run(python, script, f"sk-test@sdk-{version}", variables=variables))
    assert found["version"] == version
    assert found["cdp_url"].startswith("wss://connect.anchorbrowser.io?")
    assert found["live_view_url"].startswith("https://live.anchorbrowser.io?")
    # Each leads to Drydock again: the live view, and the page of the token.
    page = f"https://app.anchorbrowser.io/identity/create?token={found['token']}"
    curl = ("curl", "-sS", "--fail", "--cacert", local_authority.file)
    assert "Drydock" in network.run(*curl, page)
    assert found["session"] in network.run(*curl, found["live_view_url"])


def test_playwright_attaches_where_the_vendors_documentation_says(
    network: OwnNetwork, local_authority: LocalAuthority
) -> None:
    key = "sk-test@attached"
    variables = {"SSL_CERT_FILE": str(local_authority.file), "NODE_EXTRA_CA_CERTS": str(local_authority.file)}
    found = json.loads(network.run(sys.executable, CLIENTS / "default_base_url.py", key, variables=variables))
    printed = network.run(sys.executable, CLIENTS / "attach_by_name.py", key, found["session"], variables=variables)
    assert printed == "By name\n"


def test_anon_is_called_by_its_name(network: OwnNetwork, local_authority: LocalAuthority) -> None:
    query = "app=linkedin&appUserId=ada&redirectUrl=https%3A%2F%2Fshop.example.com%2Fdone"
    printed = network.run(
        *("curl", "-sS", "--fail", "--cacert", local_authority.file, "-H", "Authorization: Bearer anon_test@named"),
        f"https://svc.sandbox.anon.com/link/url?{query}",
    )
    link = json.loads(printed)["url"]
    assert link.startswith("https://link.svc.sandbox.anon.com/?")
    assert "LinkedIn" in network.run("curl", "-sS", "--fail", "--cacert", local_authority.file, link)


def test_a_machine_without_namespaces_is_told_what_is_missing(tmp_path: Path) -> None:
    """With a command in the place of `unshare` that is refused as a container refuses it."""
    words = "unshare: unshare failed: Operation not permitted"
    (tmp_path / "unshare").write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
    (tmp_path / "unshare").chmod(0o755)
    test = f"{Path(__file__)}::test_anon_is_called_by_its_name"
    environment = {name: value for name, value in os.environ.items() if name != REFUSED_VARIABLE}
    environment["PATH"] = f"{tmp_path}:{environment['PATH']}"
    for more, outcome in (({}, "1 error"), ({REFUSED_VARIABLE: "1"}, "1 skipped")):
        result = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-rs", "-c", END_TO_END / "pytest.ini", test],
            capture_output=True,
            text=True,
            timeout=120,
            env={**environment, **more},
        )
        assert outcome in result.stdout and words in result.stdout, result.stdout
