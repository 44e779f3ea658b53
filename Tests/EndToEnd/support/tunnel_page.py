"""A page of the customer's that a browser reaches through Anon's tunnel only, and the ways there."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, ProxySettings

from anon import Anon
from browser import new_context
from callback_receiver import CallbackReceiver
from certificates import TemporaryAuthority

MAPPED_NAME = "page.test"
TUNNEL_FAILED = "net::ERR_TUNNEL_CONNECTION_FAILED"


class TunnelPage:
    """An HTTPS server that a world's tunnel leads to under a name of its own."""

    def __init__(self, anon: Anon, authority: TemporaryAuthority) -> None:
        self._anon = anon
        self._server = CallbackReceiver(authority)
        self.url = f"https://{MAPPED_NAME}/"
        self.map({MAPPED_NAME: self.address})

    @property
    def address(self) -> str:
        """Where the server really is."""
        return f"127.0.0.1:{urlsplit(self._server.origin).port}"

    @property
    def visits(self) -> int:
        """How often the page was read."""
        return len(self._server.received("/"))

    def map(self, hosts: dict[str, str]) -> None:
        """Makes the world anew with a tunnel that leads to these names only."""
        policies = {"tunnel": {"hosts": hosts}}
        self._anon.world.load({"name": "tunnel", "extends": ["default"], "anon": {"policies": policies}})

    def close(self) -> None:
        """Stops the server."""
        self._server.close()


@dataclass(frozen=True)
class TunnelUser:
    """Whoever browses through the tunnel: an app user's id with an API key, or nobody."""

    anon: Anon
    app_user_id: str | None = "ada"
    key: str | None = None

    @property
    def password(self) -> str:
        """The API key."""
        return self.key or self.anon.key

    def browse(self, browser: Browser, url: str) -> str:
        """Opens `url` in a fresh profile: the heading of the page, or the browser's error."""
        proxy: ProxySettings = {"server": self.anon.world.base_url}
        if self.app_user_id:
            proxy |= {"username": self.app_user_id, "password": self.password}
        with new_context(browser, proxy=proxy) as context:
            page = context.new_page()
            try:
                page.goto(url)
            except Error as error:
                return error.message.partition("\n")[0]
            return page.get_by_role("heading", level=1).inner_text()

    def curl(self, url: str, authority: TemporaryAuthority, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Fetches `url` by curl."""
        proxy = ["--proxy", self.anon.world.base_url]
        if self.app_user_id:
            proxy += ["--proxy-user", f"{self.app_user_id}:{self.password}"]
        trusted: Path = authority.authority_file
        return subprocess.run(
            ["curl", "--silent", "--show-error", "--cacert", str(trusted), *proxy, *arguments, url],
            capture_output=True,
            text=True,
            timeout=20,
        )
