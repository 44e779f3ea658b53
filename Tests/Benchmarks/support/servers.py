"""The servers that are measured, each started the same way."""

from collections.abc import Callable
from pathlib import Path

from process import MeasuredProcess, free_port
from tools import executable

DRYDOCK = "drydock"
HUMMINGBIRD = "bare Hummingbird"
NIO = "bare SwiftNIO"
NGINX = "nginx"
NAMES = [DRYDOCK, HUMMINGBIRD, NIO, NGINX]

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


def drydock(directory: Path, *flags: str) -> MeasuredProcess:
    """Drydock as users run it: journal, rules and validation on."""
    port = free_port()
    command = [executable("drydock"), "serve", "--port", str(port), *flags]
    return MeasuredProcess(command, port, "/_drydock/health", directory)


def bare_hummingbird(directory: Path) -> MeasuredProcess:
    """A stock Hummingbird application with two routes."""
    port = free_port()
    return MeasuredProcess([executable("BenchmarkBareHummingbird"), str(port)], port, "/hello", directory)


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


START: dict[str, Callable[[Path], MeasuredProcess]] = {
    DRYDOCK: drydock,
    HUMMINGBIRD: bare_hummingbird,
    NIO: bare_nio,
    NGINX: nginx,
}
