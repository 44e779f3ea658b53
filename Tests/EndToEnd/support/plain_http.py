"""HTTP clients of the tests' own. Nothing here is encrypted, and reading a machine's certificates once for each client
took longer than most tests."""

from typing import Any

import httpx


def plain_client(base_url: str, **options: Any) -> httpx.Client:
    """A client of a server on this machine."""
    return httpx.Client(base_url=base_url, verify=False, **options)


def is_healthy(base_url: str) -> bool:
    """Whether a server answers that it is well."""
    try:
        return httpx.get(f"{base_url}/_drydock/health", verify=False).status_code == 200
    except httpx.TransportError:
        return False
