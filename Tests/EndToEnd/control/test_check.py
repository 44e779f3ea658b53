"""`drydock check`: what it says, how it ends, and what it never prints, whatever the other server is."""

import json
import os
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from certificates import TemporaryAuthority
from documentation import article
from poll import until
from server import EXECUTABLE, DrydockServer

KEY = "sk-live-do-not-print-4711"


def check(url: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a check to its end; whatever it prints, the key is not in it."""
    done = subprocess.run(
        [EXECUTABLE, "check", "--against", url, "--key", KEY, "--pause", "0s", *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        env=os.environ | variables,
    )
    assert KEY not in done.stdout + done.stderr
    return done


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], None], tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that gives every request the same answer; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = respond

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def whole(body: bytes, status: int = 200, content_type: str = "application/json") -> Callable[..., None]:
    """An answer with this body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    """An answer without an end, a byte at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"1\r\n \r\n")
        threading.Event().wait(0.1)


def test_two_that_are_alike_do_not_differ(launch: Callable[..., DrydockServer]) -> None:
    other = launch("--scenario", "demo")
    done = check(other.base_url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing differs." in done.stdout
    report = json.loads(check(other.base_url, "--write", "--json").stdout)
    assert (report["differences"], report["left"], report["ending"]) == (0, [], None)
    operations = {operation["name"]: operation for operation in report["operations"]}
    assert operations["anchor.createProfile"]["coverage"] == "simulated"
    assert {probe["probe"] for probe in operations["anchor.deleteProfile"]["probes"]} > {"deleting what was created"}


def test_a_difference_is_told_with_what_each_side_answers(launch: Callable[..., DrydockServer]) -> None:
    other = launch("--scenario", "demo")
    message = f"No profile for {KEY} of ada@example.com, session 0123456789abcdef01234567"
    rule = {
        "on": "anchor.getProfile",
        "when": {"header": {"anchor-api-key": KEY}},
        "effect": {"reply": {"status": 404, "body": {"error": {"code": 404, "message": message}}}},
    }
    assert httpx.post(f"{other.base_url}/_drydock/rules", json=rule).status_code == 201
    done = check(other.base_url, "--only", "Profiles")
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if "text error.message" in line]
    assert 'Drydock "Profile not found", the other "No profile for *** of ***, session ***"' in line
    assert line.endswith("[inferred]")
    report = json.loads(check(other.base_url, "--only", "anchor.getProfile", "--json").stdout)
    [operation] = report["operations"]
    [difference] = [found for probe in operation["probes"] for found in probe["differences"]]
    assert (difference["kind"], difference["place"]) == ("text", "error.message")


def test_report_is_as_the_article_prints_it(launch: Callable[..., DrydockServer]) -> None:
    other = launch("--scenario", "demo")
    rule = {
        "on": "anchor.getProfile",
        "when": {"header": {"anchor-api-key": KEY}},
        "effect": {"reply": {"status": 410, "body": {"error": {"code": 410, "message": "Gone"}}}},
    }
    assert httpx.post(f"{other.base_url}/_drydock/rules", json=rule).status_code == 201
    printed = check(other.base_url, "--only", "Profiles").stdout.replace(other.base_url, "http://127.0.0.1:4010")
    assert printed.strip() == article("Drift").block("text", having="getProfile").strip()


def test_commands_of_the_article_run_as_printed(launch: Callable[..., DrydockServer], tmp_path: Path) -> None:
    url = launch("--scenario", "demo").base_url
    (tmp_path / "drydock").symlink_to(Path(EXECUTABLE).resolve())
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "ANCHORBROWSER_API_KEY": KEY,
        "URL": url,
    }
    for having in ("--only", "jq"):
        command = article("Drift").block("sh", having=having).replace("https://api.anchorbrowser.io", url)
        # The pauses are politeness towards a vendor.
        command = command.replace("drydock check", "drydock check --pause 0s")
        done = subprocess.run(
            ["bash", "-euc", command], capture_output=True, text=True, timeout=180, env=environment, cwd=tmp_path
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert KEY not in done.stdout + done.stderr


def test_key_may_stand_in_the_environment(launch: Callable[..., DrydockServer]) -> None:
    arguments = [EXECUTABLE, "check", "--against", launch().base_url, "--only", "getProfile", "--pause", "0s"]
    environment = {name: value for name, value in os.environ.items() if name != "ANCHORBROWSER_API_KEY"}
    without = subprocess.run(arguments, capture_output=True, text=True, timeout=20, env=environment)
    assert without.returncode == 2 and "--key" in without.stderr
    environment["ANCHORBROWSER_API_KEY"] = KEY
    assert subprocess.run(arguments, capture_output=True, text=True, timeout=20, env=environment).returncode == 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (whole(b'{"error":{"code":401,"message":"no"}}', 401), "refuses the key"),
        (whole(b"<html>", 404, "text/html"), "does not have Anchor's API"),
        (endless, "does not end its answer in time"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n"), "does not answer in HTTP"),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "closes the connection without an answer"),
    ],
    ids=["refused key", "another site", "endless", "not HTTP", "hangs up"],
)
def test_what_cannot_be_checked_is_one_line(answer: Callable[..., None], words: str) -> None:
    with serving(answer) as url:
        done = check(url, "--timeout", "2s")
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith(f"drydock: {url} ") and words in line


def test_nobody_there_and_no_trust_are_said(authority: TemporaryAuthority) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority.certificate_file, authority.key_file)
    with serving(whole(b"{}")) as url:
        pass
    done = check(url)
    assert (done.returncode, done.stderr) == (2, f"drydock: {url} refuses the connection\n")
    done = check("http://no-such-host.invalid", "--timeout", "5s")
    assert done.returncode == 2 and done.stderr.startswith("drydock: http://no-such-host.invalid ")
    with serving(whole(b"{}"), tls) as url:
        done = check(url)
        assert (done.returncode, done.stderr) == (2, f"drydock: {url} has a certificate that is not trusted\n")
        plain = url.replace("https", "http")
        assert check(plain, "--timeout", "5s").returncode == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"data": [', "Drydock JSON, the other no JSON"),
        (b'{"data": "' + b"x" * (3 << 20) + b'"}', "the body is longer than 1 MiB"),
        (b"[" * 100_000, "no JSON"),
        (b'{"error": {"code": 200, "message": "\\u001b[31m"}}', "envelope"),
    ],
    ids=["broken JSON", "huge", "deep", "other"],
)
def test_nonsense_is_a_difference(body: bytes, words: str) -> None:
    with serving(whole(body)) as url:
        done = check(url, "--only", "listProfiles", "--only", "listApplications")
    assert done.returncode == 1, done.stderr
    assert words in done.stdout
    assert len(done.stdout) < 10_000 and "\x1b" not in done.stdout


def test_time_is_bounded() -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        threading.Event().wait(0.3)
        whole(b"{}")(handler)

    with serving(slow) as url:
        done = check(url, "--timeout", "2s")
    assert done.returncode == 2
    assert "it may take no longer (--timeout)" in done.stdout


def test_interrupted_check_deletes_what_it_made(launch: Callable[..., DrydockServer]) -> None:
    other = launch("--scenario", "demo")
    control = httpx.Client(base_url=f"{other.base_url}/_drydock")
    before = httpx.get(f"{other.base_url}/v1/applications", headers={"anchor-api-key": "sk-test"}).json()
    arguments = ["--against", other.base_url, "--key", KEY, "--only", "createApplication", "--write", "--pause", "1s"]
    with subprocess.Popen([EXECUTABLE, "check", *arguments], stdout=subprocess.PIPE, text=True) as running:

        def posts() -> list[Any]:
            entries = control.get("/requests", params={"operation": "anchor.createApplication"}).json()["requests"]
            return [entry for entry in entries if entry["response"]["status"] == 201]

        until(posts, lambda found: len(found) == 1, what="what the check makes")
        running.send_signal(signal.SIGINT)
        printed, _ = running.communicate(timeout=20)
    assert running.returncode == 2 and "it was stopped" in printed
    after = httpx.get(f"{other.base_url}/v1/applications", headers={"anchor-api-key": "sk-test"}).json()
    assert after == before


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("--against", "ftp://example.com"), 64, "http:// or https://"),
        (("--against", "http://user:secret@example.com"), 64, "without a user"),
        (("--against", "http://127.0.0.1:1", "--timeout", "soon"), 64, "soon"),
        (("--against", "http://127.0.0.1:1", "--objects", "0"), 64, "--objects"),
        (("--against", "http://127.0.0.1:1", "--only", "getProfil"), 2, "did you mean `getProfile`?"),
        (("--against", "http://127.0.0.1:1", "--scenario", "no-such"), 2, "no-such"),
    ],
)
def test_mistakes_in_the_call_are_told(arguments: tuple[str, ...], code: int, hint: str) -> None:
    done = subprocess.run([EXECUTABLE, "check", "--key", KEY, *arguments], capture_output=True, text=True, timeout=20)
    assert done.returncode == code and hint in done.stderr
