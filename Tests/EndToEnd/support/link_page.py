"""The Link page as a person walks it."""

from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Frame, Page, expect

from anon import LINKEDIN, Anon


class LinkAddresses:
    """The two names of one server that Anon has, one for its API and one for the Link page."""

    def __init__(self, anon: Anon) -> None:
        self._anon = anon
        self.api_host = f"svc.sandbox.anon.localhost:{urlsplit(anon.world.base_url).port}"
        self.api = f"http://{self.api_host}"
        self.page = f"http://link.{self.api_host}"

    def made(self, **query: str) -> str:
        """A link that the API makes; where `query` names no user it is for ada."""
        user = {} if "appUserIdToken" in query else {"appUserId": "ada"}
        required = {"app": LINKEDIN, "redirectUrl": "http://localhost:3000/done", **user}
        return self._anon.demand("GET", "/link/url", host=self.api_host, params={**required, **query})["url"]

    def by_hand(self, token: str, client_id: str, app: str = LINKEDIN, **query: str) -> str:
        """A link as the Web SDK builds it: without an address to go back to."""
        required = {"app": app, "clientId": client_id, "appUserIdToken": token, "environment": "sandbox"}
        return f"{self.page}/?{urlencode({**required, **query})}"


class LinkPage:
    """The Link page in a tab, a popup or a frame."""

    def __init__(self, place: Page | Frame) -> None:
        self.place = place

    def agree(self) -> None:
        """Leaves the dialogue, which says what company asks for what app."""
        self.place.get_by_role("button", name="Continue").click()

    def confirm_extension(self) -> None:
        """Leaves the step that asks for the browser extension."""
        self.place.get_by_role("button", name="Confirm extension").click()

    def start(self) -> None:
        """Goes to the sign-in."""
        self.agree()
        self.confirm_extension()

    def enter(self, user_name: str = "user_good", password: str = "any password") -> None:
        """Fills the sign-in form and sends it."""
        self.place.get_by_label("User name").fill(user_name)
        self.place.get_by_label("Password").fill(password)
        self.place.get_by_role("button", name="Sign in").click()

    def enter_code(self, code: str) -> None:
        """Fills the one-time code and sends it."""
        self.place.get_by_label("Code").fill(code)
        self.place.get_by_role("button", name="Continue").click()

    def sign_in(self, user_name: str = "user_good") -> None:
        """Goes from the dialogue through the sign-in."""
        self.start()
        self.enter(user_name)

    def cancel(self) -> None:
        """Gives up."""
        self.place.get_by_role("button", name="Cancel").click()

    def leave(self) -> None:
        """Leaves the last step for the customer's address."""
        self.place.get_by_role("link", name="Continue", exact=True).click()

    def expect_step(self, heading: str) -> None:
        """The step with this heading, or one that begins like it, is shown."""
        expect(self.place.get_by_role("heading", level=1)).to_contain_text(heading)

    def expect_green_check(self) -> None:
        """The last step is shown."""
        self.expect_step("Success")
        expect(self.place.locator(".mark")).to_be_visible()

    def expect_credentials(self, verdict: str) -> None:
        """The page's own request has come back, and the credentials are `good` or `refused`."""
        expect(self.place.locator(f"main[data-credentials={verdict}]")).to_be_attached()
