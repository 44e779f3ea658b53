"""Sessions with a browser behind them, in a world of a test's own."""

from typing import Any

import yaml
from playwright.sync_api import Browser, BrowserType

from world import World


class BrowserSessions:
    """Makes sessions in one world and attaches to their browsers; close it after use."""

    def __init__(self, world: World, client: BrowserType, scenario: str | None = None) -> None:
        self.world = world
        self._client = client
        self._browsers: list[Browser] = []
        if scenario:
            world.load(yaml.safe_load(scenario))

    def create(self, **body: Any) -> dict[str, Any]:
        """A session; what is inside `data`."""
        return self.world.session(**body)

    def attach(self, session: dict[str, Any]) -> Browser:
        """Its browser, as Playwright sees it."""
        browser = self._client.connect_over_cdp(session["cdp_url"])
        self._browsers.append(browser)
        return browser

    def connect(self, **body: Any) -> Browser:
        """The browser of a new session."""
        return self.attach(self.create(**body))

    def end(self, session: dict[str, Any]) -> None:
        """Ends a session, and so its browser."""
        answer = self.world.api.delete(f"/v1/sessions/{session['id']}")
        assert answer.status_code == 200, answer.text

    def close(self) -> None:
        """Lets go of the browsers and ends all sessions."""
        for browser in self._browsers:
            browser.close()
        self.world.api.delete("/v1/sessions/all")
