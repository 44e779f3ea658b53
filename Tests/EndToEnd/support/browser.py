"""A real Chromium that trusts this run's authority, and the hosted page as a person finds her way on it."""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, expect

from certificates import TemporaryAuthority

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}


def trust(home: Path, *authorities: Path) -> None:
    """Gives a home folder a certificate store in which Chromium finds these."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    certutil = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    for number, file in enumerate(authorities):
        subprocess.run([*certutil, "-A", "-t", "C,,", "-n", f"drydock-end-to-end-{number}", "-i", file], check=True)


def launch_chromium(playwright: Playwright, home: Path, authority: TemporaryAuthority) -> Browser:
    """Starts Chromium with a home folder of its own, whose certificate store knows `authority`."""
    trust(home, authority.authority_file)
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, "HOME": str(home)}
    )


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A browser profile of a test's own. It has patience, as other browsers may be starting on the same machine."""
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    return context


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the focus is on the control called `name`, and checks that the focus can be seen."""
    label = "element => element.labels?.[0]?.innerText.trim() ?? element.innerText.trim()"
    for _ in range(20):
        focused = page.locator(":focus")
        if focused.count() and focused.evaluate(label) == name:
            outline = focused.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", f"the focus on {name} cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def expect_accessible(page: Page) -> None:
    """The step that is shown fits the window and can be read aloud."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    assert page.evaluate("document.documentElement.lang") == "en" and page.title()
    assert page.locator("meta[name=viewport]").count() == 1
    unnamed = "[...document.querySelectorAll('input:not([type=hidden])')].filter(input => !input.labels.length).length"
    assert page.evaluate(unnamed) == 0, "each field has a label"
    assert page.evaluate("[...document.images].filter(image => !image.hasAttribute('alt')).length") == 0


class HostedPage:
    """The `identity/create` page in one tab."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self._base_url = base_url

    def address(self, token: str, **query: str) -> str:
        """The link to the page, as an integrator builds it."""
        return f"{self._base_url}/identity/create?{urlencode({'token': token, **query})}"

    def open(self, token: str, **query: str) -> Response:
        """Follows the link, like a person with no header to send."""
        response = self.page.goto(self.address(token, **query))
        assert response is not None
        return response

    def start(self) -> None:
        """Leaves the first step, which says what site is asking."""
        self.page.get_by_role("button", name="Continue").click()

    def enter_user_name(self, user_name: str) -> None:
        """Fills the first half of the guided sign-in and sends it."""
        self.page.get_by_label("User name").fill(user_name)
        self.page.get_by_role("button", name="Next").click()

    def enter_password(self, password: str = "any password") -> None:
        """Fills the second half and sends it."""
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def change_user_name(self) -> None:
        """Goes back from the second half to the first."""
        self.page.get_by_role("button", name="Change who signs in").click()

    def sign_in(self, user_name: str) -> None:
        """Goes through the guided sign-in."""
        self.enter_user_name(user_name)
        self.enter_password()

    def enter_code(self, code: str) -> None:
        """Fills the one-time code and sends it."""
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name="Continue").click()

    def expect_step(self, heading: str) -> None:
        """The step with this heading, or one that begins like it, is shown."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def expect_success(self) -> None:
        """The success step is shown."""
        self.expect_step("Success")

    def leave(self, link: str = "Continue") -> None:
        """Leaves the last step for the callback."""
        self.page.get_by_role("link", name=link, exact=True).click()

    def cancel(self) -> None:
        """Gives up."""
        self.page.get_by_role("button", name="Cancel").click()
