"""The servers that are measured, each started the same way."""

import json
from collections.abc import Callable
from pathlib import Path

from process import MeasuredProcess, free_port
from tools import executable, peer_program, wiremock_archive

DRYDOCK = "drydock"
BEFORE = "drydock before"
OURS = (DRYDOCK, BEFORE)
NIO = "bare SwiftNIO"
NGINX = "nginx"
PACT = "Pact stub server"
WIREMOCK = "WireMock"
PEERS = (PACT, WIREMOCK)

NGINX_CONFIGURATION = """
daemon off; worker_processes 2; pid nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000000; default_type application/json;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{ listen 127.0.0.1:{port} reuseport; location / {{ return 200 '{body}'; }} }}
}}
"""
NGINX_BODY = (
    '{"created_at":"2026-01-01T00:00:00.000Z","id":"8f14e45f-ceea-467f-9a0c-1b2d3e4f5a6b",'
    '"metadata":{"userId":"user-1"},"name":"Ada","source":"https://example.com/login",'
    '"status":"validated","updated_at":"2026-01-01T00:00:00.000Z"}'
)


def drydock(directory: Path, *flags: str, program: str | None = None) -> MeasuredProcess:
    """Drydock as users run it: journal, rules and validation on. Without a program it is the build of this checkout."""
    port = free_port()
    command = [program or executable("drydock"), "serve", "--port", str(port), *flags]
    return MeasuredProcess(command, port, "/_drydock/health", directory)


def bare_nio(directory: Path) -> MeasuredProcess:
    """SwiftNIO's HTTP pipeline with one handler."""
    port = free_port()
    return MeasuredProcess([executable("BenchmarkBareNIO"), str(port)], port, "/hello", directory)


def nginx(directory: Path) -> MeasuredProcess:
    """nginx with two workers and `return 200`."""
    port = free_port()
    prefix = directory / f"nginx-{port}"
    prefix.mkdir()
    (prefix / "nginx.conf").write_text(NGINX_CONFIGURATION.format(port=port, body=NGINX_BODY))
    command = ["nginx", "-e", "stderr", "-p", str(prefix), "-c", "nginx.conf"]
    return MeasuredProcess(command, port, "/hello", directory)


def pact(directory: Path) -> MeasuredProcess:
    """Pact's stub server with a contract of one path, read and written."""
    port = free_port()
    answer = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": json.loads(NGINX_BODY)}
    interactions = [
        {"description": method, "request": {"method": method, "path": "/hello"}, "response": answer}
        for method in ("GET", "POST")
    ]
    contract = directory / "contract.json"
    contract.write_text(
        json.dumps({"consumer": {"name": "test"}, "provider": {"name": "vendor"}, "interactions": interactions})
    )
    command = [peer_program("pact"), "stub", "--loglevel", "none", "--port", str(port), "--file", str(contract)]
    return MeasuredProcess(command, port, "/hello", directory)


def wiremock(directory: Path) -> MeasuredProcess:
    """WireMock with one stub for any method, without its journal of requests."""
    port = free_port()
    root = directory / f"wiremock-{port}"
    (root / "mappings").mkdir(parents=True)
    answer = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": NGINX_BODY}
    (root / "mappings" / "hello.json").write_text(
        json.dumps({"request": {"method": "ANY", "urlPath": "/hello"}, "response": answer})
    )
    command = ["java", "-jar", wiremock_archive(), "--port", str(port), "--root-dir", str(root), "--no-request-journal"]
    return MeasuredProcess([*command, "--disable-banner"], port, "/hello", directory)


Start = Callable[[Path], MeasuredProcess]


def start(peers: bool, before: str | None = None) -> dict[str, Start]:
    """How each server is started: Drydock, the floors; an earlier build and other emulators on demand."""
    servers: dict[str, Start] = {DRYDOCK: drydock}
    if before:
        servers[BEFORE] = lambda directory: drydock(directory, program=before)
    servers |= {NIO: bare_nio, NGINX: nginx}
    if peers:
        servers |= {PACT: pact, WIREMOCK: wiremock}
    return servers
