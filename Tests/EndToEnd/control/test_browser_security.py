"""A web page of somebody else, open in Chromium, tries what it can against a Drydock on the same machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browser import CHROMIUM
from server import DrydockServer
from world import World

# Each gets the control plane's address of a call that would move the clock, and says what the page could read.
ATTACKS = {
    "form": """async address => {
        const frame = document.createElement('iframe');
        frame.name = 'sink';
        document.body.append(frame);
        const form = Object.assign(document.createElement('form'),
            { method: 'POST', action: address, enctype: 'text/plain', target: 'sink' });
        // What a form of plain text sends is JSON, if name and value are chosen well.
        form.append(Object.assign(document.createElement('input'), { name: '{"advance":"1h"}', value: '' }));
        document.body.append(form);
        const loaded = new Promise(done => frame.addEventListener('load', done));
        form.submit();
        await loaded;
        try { return frame.contentDocument?.body.innerText ?? '' } catch { return '' }
    }""",
    "no-cors": """address => fetch(address, { method: 'POST', mode: 'no-cors', body: '{"advance":"1h"}' })
        .then(answer => answer.text(), () => '')""",
    "cors": """address => fetch(address, {
            method: 'POST', body: '{"advance":"1h"}', headers: { 'content-type': 'application/json' } })
        .then(answer => answer.text(), () => '')""",
    "simple-cors": """address => fetch(address, { method: 'POST', body: '{"advance":"1h"}' })
        .then(answer => answer.text(), () => '')""",
    "beacon": """async address => {
        navigator.sendBeacon(address, new Blob(['{"advance":"1h"}'], { type: 'text/plain' }));
        await fetch(address, { mode: 'no-cors' }).catch(() => '');
        return '';
    }""",
    "delete": """address => fetch(address.replace('/clock', '/rules'), { method: 'DELETE' })
        .then(answer => answer.text(), () => '')""",
    "read": """address => fetch(address.replace('/clock', '/credentials')).then(answer => answer.text(), () => '')""",
    "script": """address => new Promise(done => {
        const script = Object.assign(document.createElement('script'), { src: address });
        script.onload = () => done('it runs');
        script.onerror = () => done('');
        document.body.append(script);
    })""",
    "image": """address => new Promise(done => {
        const image = Object.assign(document.createElement('img'), { src: address });
        image.onload = () => done('it shows');
        image.onerror = () => done('');
        document.body.append(image);
    })""",
    "frame": """address => new Promise(done => {
        const frame = Object.assign(document.createElement('iframe'), { src: address });
        frame.onload = () => { try { done(frame.contentDocument?.body.innerText ?? '') } catch { done('') } };
        document.body.append(frame);
    })""",
    "null-origin": """address => new Promise(done => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = `<script>fetch('${address}', { method: 'POST', body: '{"advance":"1h"}' })
            .then(answer => answer.text(), () => '').then(text => parent.postMessage(text, '*'))</` + 'script>';
        addEventListener('message', event => done(event.data), { once: true });
        document.body.append(frame);
    })""",
}


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>Cats</title><body>Cats"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """The port of a web site that has nothing to do with Drydock."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def page(context) -> Page:
    """A tab of its own."""
    return context.new_page()


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("host", ["127.0.0.1", "cats.localhost"])
def test_a_page_of_another_origin_neither_moves_nor_reads_anything(
    drydock: DrydockServer, world: World, page: Page, site: int, host: str, name: str
) -> None:
    world.add_rule("anchor.createSession", {"problem": "outOfCredits"})
    before = world.demand("GET", "/clock")
    page.goto(f"http://{host}:{site}/")
    # The page does reach the server: what is no control plane takes its request.
    marker = f"/v1/applications?from={name}-{host}&world={world.name}"
    page.evaluate("address => fetch(address, { mode: 'no-cors' })", f"{drydock.base_url}{marker}")
    journal = httpx.get(f"{drydock.base_url}/_drydock/requests", params={"path": "/v1/applications"}).json()
    assert marker in [entry["request"]["path"] for entry in journal["requests"]]

    read = page.evaluate(ATTACKS[name], f"{drydock.base_url}/_drydock/clock?world={world.name}")
    assert "anon_" not in read and "now" not in read and "it " not in read, read
    assert world.demand("GET", "/clock") == before
    assert len(world.demand("GET", "/rules")["rules"]) == 1


def test_a_name_that_is_rebound_to_this_machine_is_still_a_foreign_name(
    drydock: DrydockServer, world: World, browser: Browser
) -> None:
    """The page is of the attacker's name, and so is Drydock's address by now: to the browser that is one origin."""
    rebinding = browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP rebound.test 127.0.0.1"]
    )
    try:
        page = rebinding.new_page()
        page.goto(f"http://rebound.test:{drydock.port}/v1/applications")
        before = world.demand("GET", "/clock")
        status, text = page.evaluate(
            """path => fetch(path, { method: 'POST', body: '{"advance":"1h"}' })
                .then(async answer => [answer.status, await answer.text()])""",
            f"/_drydock/clock?world={world.name}",
        )
        assert status == 403 and "rebound.test" in text
        assert world.demand("GET", "/clock") == before
    finally:
        rebinding.close()


def test_the_dashboard_works_in_the_same_browser(drydock: DrydockServer, page: Page) -> None:
    answer = page.goto(f"{drydock.base_url}/_drydock/")
    assert answer is not None and answer.status == 200
    page.reload()
    expect(page.get_by_role("heading", name="Requests")).to_be_visible()
