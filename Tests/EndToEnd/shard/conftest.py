"""Three instances behind the example's nginx, for each file of tests."""

from collections.abc import Iterator

import httpx
import pytest

from nginx import Nginx
from plain_http import plain_client
from server import DrydockServer

INSTANCES = 3


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[DrydockServer]]:
    """The instances."""
    folder = tmp_path_factory.mktemp("shard")
    flags = ("--clock", "frozen", "--log-level", "warning")
    servers = [DrydockServer(folder / f"server-{number}", *flags) for number in range(INSTANCES)]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, servers: list[DrydockServer]) -> Iterator[Nginx]:
    """nginx before them."""
    nginx = Nginx(tmp_path_factory.mktemp("shard") / "nginx", "nginx.conf", servers)
    yield nginx
    nginx.close()
    assert nginx.process.returncode == 0


@pytest.fixture
def client(nginx: Nginx) -> Iterator[httpx.Client]:
    """A client that brings nothing of its own."""
    with plain_client(nginx.base_url, timeout=30) as client:
        yield client
