"""The pictures of the documentation, made from a running server. `python Tests/EndToEnd/support/pictures.py` makes them anew."""

import base64
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from anon import Anon
from browser import CHROMIUM, HostedPage, new_context
from server import DrydockServer
from world import World

ROOT = Path(__file__).parents[3]
CATALOG = ROOT / "Sources" / "drydock" / "Documentation.docc"
README = ROOT / "Fixtures" / "readme"
WORDS = README / "words.json"
SIZE = {"width": 1000, "height": 760}
FRAME = {"width": 900, "height": 640}
# Time and ids are the same in every run, so the pictures are.
SCENARIO = {"title": "For pictures", "clock": {"start": "2026-01-15T09:30:00Z", "mode": "frozen"}, "seed": 7}
CALLBACK = "https://shop.example.com/connected"


class Pictures:
    """Pictures and the words on them, by their files' names."""

    def __init__(self, browser: Browser, server: DrydockServer) -> None:
        self.files: dict[str, bytes] = {}
        self.words: dict[str, list[str]] = {}
        self._browser = browser
        self._server = server

    def make(self) -> None:
        """All of them."""
        self._hosted_page()
        self._link_page()
        self._dashboard()
        self._walk()

    @contextmanager
    def _world(self, name: str) -> Iterator[World]:
        world = World(self._server.base_url, name)
        world.load(SCENARIO)
        yield world
        world.close()

    @contextmanager
    def _tab(self, size: dict[str, int] = SIZE) -> Iterator[Page]:
        context = new_context(self._browser, viewport=size, color_scheme="light", reduced_motion="reduce")
        yield context.new_page()
        context.close()

    def _keep(self, name: str, page: Page) -> None:
        page.mouse.move(0, 0)
        self.files[f"{name}.png"] = page.screenshot(animations="disabled")
        self.words[f"{name}.png"] = _words(page)

    def _token(self, world: World) -> str:
        application = world.application("https://shop.example.com", name="Ada's Shop")["id"]
        return world.identity_token(application, CALLBACK)

    # The stills

    def _hosted_page(self) -> None:
        with self._world("hosted-page") as world, self._tab() as page:
            hosted = HostedPage(page, world.base_url)
            hosted.open(self._token(world))
            hosted.start()
            hosted.expect_step("Sign in to Ada's Shop")
            self._keep("identity-create", page)

    def _link_page(self) -> None:
        with self._world("link-page") as world, self._tab() as page:
            anon = Anon(world)
            page.goto(f"{world.base_url}/link?{anon.link_url().json()['url'].split('?')[1]}")
            self._keep("link", page)
            anon.close()

    def _dashboard(self) -> None:
        with self._world("shop") as world, self._tab() as page:
            token = self._token(world)
            done = world.complete(token).json()
            world.api.get(f"/identity/create?token={token}")
            world.api.post("/v1/sessions", json={"identities": [{"id": done["identityId"]}]})
            world.add_rule("anchor.createSession", {"problem": "outOfCredits"}, times=1)
            world.api.post("/v1/sessions", json={})
            world.api.get("/v1/sesions")
            query = f"?world={world.name}"
            page.goto(f"{world.base_url}/_drydock{query}")
            self._keep("dashboard", page)
            page.goto(f"{world.base_url}/_drydock/requests/{world.journal(status='402')[0]['number']}{query}")
            self._keep("request", page)

    def _flow(self, address: str) -> None:
        with self._tab() as page:
            page.goto(address)
            self._keep("flow", page)

    # The walk

    def _walk(self) -> None:
        """The connect flow as a person goes through it, picture by picture."""
        frames: list[bytes] = []
        with self._world("walk") as world, self._tab(FRAME) as page, self._tab(FRAME) as easel:
            hosted = HostedPage(page, world.base_url)
            # The callback is nobody's here.
            page.route(f"{CALLBACK}*", lambda route: route.fulfill(body="<h1>Connected</h1>", content_type="text/html"))

            def shoot(number: int, caption: str) -> None:
                page.mouse.move(0, 0)
                frames.append(_framed(easel, page.screenshot(animations="disabled"), f"{number}. {caption}"))

            flows = f"{world.base_url}/_drydock/flows?world={world.name}"
            token = self._token(world)
            page.goto(flows)
            shoot(1, "The application asks for an identity token")
            hosted.open(token)
            shoot(2, "Its user opens the hosted page")
            hosted.start()
            hosted.expect_step("Sign in to Ada's Shop")
            hosted.enter_user_name("user_good")
            # A page that is on its way has no picture.
            hosted.expect_step("Enter your password")
            shoot(3, "signs in")
            hosted.enter_password()
            hosted.expect_success()
            shoot(4, "and is connected")
            hosted.leave()
            hosted.expect_step("Connected")
            page.goto(flows)
            self._flow(flows)
            shoot(5, "The browser goes back with the identity's id")
            page.goto(f"{world.base_url}/_drydock?world={world.name}")
            shoot(6, "The journal has every exchange, and why it failed")
            self.words["walk.webp"] = _words(page)
        self.files["walk.webp"] = _animated(frames)


def _words(page: Page) -> list[str]:
    """What can be read on a page."""
    return [line.strip() for line in page.locator("body").inner_text().splitlines() if line.strip()]


def _framed(easel: Page, picture: bytes, caption: str) -> bytes:
    """A picture with words below it."""
    source = base64.b64encode(picture).decode()
    easel.set_content(
        f"""<style>body {{ margin: 0; font: 600 22px/52px system-ui, sans-serif; background: #15202b; color: #fff;
        text-align: center; }} img {{ display: block; height: 588px; margin: auto; }}</style>
        <img src="data:image/png;base64,{source}"><p style="margin: 0">{caption}</p>"""
    )
    easel.wait_for_function("document.images[0].complete")
    return easel.screenshot()


def _animated(frames: list[bytes]) -> bytes:
    images = [Image.open(io.BytesIO(frame)).convert("RGB") for frame in frames]
    out = io.BytesIO()
    images[0].save(
        out, "WEBP", save_all=True, append_images=images[1:], duration=[2600] * len(images), loop=0, quality=70, method=6
    )
    return out.getvalue()


def likeness(one: bytes, other: bytes) -> float:
    """How far two pictures are apart when looked at from afar: 0 for the same, 255 for black and white."""
    small = [Image.open(io.BytesIO(data)).convert("L").resize((40, 30)).tobytes() for data in (one, other)]
    return sum(abs(a - b) for a, b in zip(*small, strict=True)) / len(small[0])


def place(name: str) -> Path:
    """Where a picture is kept: those of the articles stand with them, where DocC finds them by their names."""
    return (README if name.endswith(".webp") else CATALOG) / name


def write(pictures: Pictures) -> None:
    """Writes the pictures, and the words on them."""
    for name, data in pictures.files.items():
        place(name).write_bytes(data)
    WORDS.write_text(json.dumps(pictures.words, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    """Makes all pictures anew."""
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        server = DrydockServer(Path(directory), "--log-level", "warning")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            pictures = Pictures(browser, server)
            pictures.make()
            write(pictures)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
