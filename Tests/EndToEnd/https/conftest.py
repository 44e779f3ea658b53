"""One server that all tests of this folder reach by HTTPS, and the authority that they trust."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import CHROMIUM, trust
from certificates import TemporaryAuthority
from secure import LocalAuthority, secure_server
from server import DrydockServer
from world import World


@pytest.fixture(scope="session")
def local_authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    """The authority of this run's servers."""
    return LocalAuthority(tmp_path_factory.mktemp("authority") / "ca")


@pytest.fixture(scope="session")
def secure(tmp_path_factory: pytest.TempPathFactory, local_authority: LocalAuthority) -> Iterator[DrydockServer]:
    """The server under test; its `base_url` is one of HTTPS."""
    server = secure_server(tmp_path_factory.mktemp("secure"), local_authority)
    yield server
    code, seconds = server.stop()
    assert code == 0, f"exit code {code} after SIGTERM; the server printed:\n{server.output()}"
    assert seconds < 2, f"SIGTERM took {seconds:.3f} s"


@pytest.fixture
def launch_secure(tmp_path: Path, local_authority: LocalAuthority) -> Iterator[Callable[..., DrydockServer]]:
    """Starts further servers of that authority with flags of their own; they are stopped after the test."""
    servers: list[DrydockServer] = []

    def start(*arguments: str, **variables: str) -> DrydockServer:
        folder = tmp_path / f"secure-{len(servers)}"
        servers.append(secure_server(folder, local_authority, *arguments, **variables))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def secure_world(secure: DrydockServer, worlds: Callable[..., World]) -> World:
    """A world of this test's own, called by HTTPS."""
    return worlds(secure)


@pytest.fixture(scope="session")
def trusting_browser(
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
    authority: TemporaryAuthority,
    local_authority: LocalAuthority,
    secure: DrydockServer,
) -> Iterator[Browser]:
    """A Chromium that trusts both authorities of this run, and finds the vendors' hosts at the server."""
    home = tmp_path_factory.mktemp("trusting")
    trust(home, authority.authority_file, local_authority.file)
    rules = ", ".join(f"MAP {host}:443 127.0.0.1:{secure.port}" for host in ("*.anchorbrowser.io", "*.anon.com"))
    trusting = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", f"--host-resolver-rules={rules}"],
        env={**os.environ, "HOME": str(home)},
    )
    yield trusting
    trusting.close()
