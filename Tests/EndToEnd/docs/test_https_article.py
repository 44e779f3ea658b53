"""The article about HTTPS: its commands run as printed, its files and variables are those that there are."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from certificates import TemporaryAuthority
from documentation import article
from server import EXECUTABLE, DrydockServer

PORT = 4010


def shell(commands: str, port: int, folder: Path) -> str:
    """What commands print that are told of a server's port and an authority's folder; they must succeed."""
    commands = commands.replace(f":{PORT}", f":{port}").replace("curl ", "curl -sS --fail ")
    result = subprocess.run(
        ["bash", "-euc", f'drydock() {{ {shlex.quote(EXECUTABLE)} "$@"; }}\n{commands}'],
        env={"PATH": "/usr/bin:/bin", "DRYDOCK_CA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the authority is kept; it is not made yet."""
    return tmp_path / "cache" / "ca"


def test_a_client_trusts_the_server_as_printed(folder: Path, launch: Callable[..., DrydockServer]) -> None:
    server = launch("--ca-dir", str(folder))
    assert not folder.exists(), "no key before it is needed"
    answer = shell(article("HTTPS").block("sh", having="--env"), server.port, folder)
    assert '"status":"ok"' in answer.replace(" ", "")
    shell(f"drydock healthcheck --https --port {server.port}", server.port, folder)
    files = set(re.findall(r"^\| `([\w-]+\.pem)` \|", article("HTTPS").text, re.MULTILINE))
    assert files == {file.name for file in folder.iterdir()}


def test_the_server_makes_the_authority_that_is_printed_then(
    folder: Path, launch: Callable[..., DrydockServer]
) -> None:
    server = launch("--ca-dir", str(folder))
    untrusted = subprocess.run(
        ["curl", "-sS", f"https://localhost:{server.port}/_drydock/health"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert untrusted.returncode == 60, untrusted.stderr
    certificate = (folder / "ca.pem").read_text()
    assert shell("drydock ca", server.port, folder) == certificate


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "web.localhost", "api.anchorbrowser.io", "svc.local.anon.com"]
    + ["link.svc.sandbox.anon.localhost", "drydock", "shop.test", "x.wild.test"],
)
def test_a_certificate_is_for_all_names_that_are_listed(
    folder: Path, host: str, launch: Callable[..., DrydockServer]
) -> None:
    server = launch("--ca-dir", str(folder), "--tls-name", "shop.test", "--tls-name", "*.wild.test", "--host", "::")
    url = f"https://{host}:{server.port}/"
    resolve = f"--resolve {host.strip('[]')}:{server.port}:127.0.0.1" if not host.startswith("[") else ""
    asked = f'eval "$(drydock ca --env)"\ncurl -o /dev/null -w "%{{ssl_verify_result}}" {resolve} {shlex.quote(url)}'
    asked = asked.replace("curl ", "curl -sS ")
    verified = subprocess.run(
        ["bash", "-euc", f'drydock() {{ {shlex.quote(EXECUTABLE)} "$@"; }}\n{asked}'],
        env={"PATH": "/usr/bin:/bin", "DRYDOCK_CA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (verified.returncode, verified.stdout) == (0, "0"), verified.stderr


def test_the_authority_is_made_anew_as_printed(folder: Path, launch: Callable[..., DrydockServer]) -> None:
    former = shell("drydock ca", PORT, folder)
    renewed = shell(article("HTTPS").block("sh", having="--renew"), PORT, folder)
    assert renewed != former and renewed == (folder / "ca.pem").read_text()
    launch("--ca-dir", str(folder), "--tls-name", "shop.test")


def test_the_variables_are_those_that_are_printed(folder: Path) -> None:
    printed = shell("drydock ca --env", PORT, folder)
    documented = re.findall(r"^\| .* \| `([A-Z_]+)` \| ", article("HTTPS").text, re.MULTILINE)
    assert documented and set(documented) == set(re.findall(r"export (\w+)=", printed))


@pytest.mark.parametrize("algorithm", ["P-256", "RSA"])
def test_a_certificate_of_ones_own_is_served_as_printed(
    algorithm: str, tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    directory = tmp_path / "server-0"
    directory.mkdir()
    authority = directory / "certificate.pem"
    if algorithm == "RSA":
        make = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=own -addext subjectAltName=DNS:localhost"
        subprocess.run(
            [*make.split(), "-days", "2", "-keyout", "key.pem", "-out", "certificate.pem"],
            cwd=directory,
            capture_output=True,
            timeout=60,
            check=True,
        )
    else:
        authority = TemporaryAuthority(directory).authority_file
    server = launch(*article("HTTPS").block("sh", having="--tls-cert").split()[2:])
    asked = subprocess.run(
        ["curl", "-sS", "--cacert", authority, f"https://localhost:{server.port}/_drydock/health"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
