"""`drydock ca`: an authority that signs for our names only, and clients that come to trust it as printed."""

import os
import re
import shlex
import socket
import ssl
import stat
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from browser import CHROMIUM
from local_authority import sign, site
from server import EXECUTABLE, DrydockServer

ODD = 'an odd folder\'s "$HOME" `name`'


def drydock(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the executable to its end, without variables of ours but these."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DRYDOCK_")}
    return subprocess.run(
        [EXECUTABLE, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment | variables,
    )


def printed(*arguments: object, **variables: str) -> str:
    """What it prints; it must succeed."""
    result = drydock(*arguments, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout


def shell(commands: str, **variables: str) -> str:
    """What commands of a shell print; they must succeed."""
    result = subprocess.run(
        ["bash", "-euc", commands], capture_output=True, text=True, timeout=60, env={**os.environ, **variables}
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an authority is kept that a test has made."""
    folder = tmp_path / ODD
    printed("ca", "--ca-dir", folder)
    return folder


@pytest.fixture
def here(folder: Path, tmp_path: Path) -> Path:
    """Key and chain for this machine, signed by that authority."""
    return sign(folder, tmp_path / "here.pem", "localhost", "127.0.0.1", "::1")


def verify(folder: Path, chain: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """What OpenSSL makes of a certificate."""
    return subprocess.run(
        ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", folder / "ca.pem", *flags, chain],
        capture_output=True,
        text=True,
        timeout=30,
    )


# What it is


def test_the_certificate_is_printed_and_the_key_never(folder: Path) -> None:
    certificate = (folder / "ca.pem").read_text()
    assert printed("ca", "--ca-dir", folder) == certificate
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "ca-key.pem").stat().st_mode) == 0o600
    secret = (folder / "ca-key.pem").read_text().splitlines()[1:3]
    for flags in ([], ["--env"], ["--trust-help"], ["--renew"]):
        said = drydock("ca", "--ca-dir", folder, *flags)
        assert said.returncode == 0 and not said.stderr
        assert "PRIVATE" not in said.stdout and not any(line in said.stdout for line in secret)
    assert printed("ca", "--ca-dir", folder) != certificate, "renewed"


def test_openssl_reads_what_it_may_sign_for(folder: Path) -> None:
    text = shell(f"openssl x509 -noout -text -in {shlex.quote(str(folder / 'ca.pem'))}")
    for extension, value in (
        ("Basic Constraints", "CA:TRUE, pathlen:0"),
        ("Key Usage", "Certificate Sign, CRL Sign"),
        ("Name Constraints", "Permitted:"),
    ):
        assert re.search(rf"X509v3 {extension}: critical\s+{value}", text)
    for name in ("localhost", "api.anchorbrowser.io", "link.svc.local.anon.com"):
        assert f"DNS:{name}\n" in text


@pytest.mark.parametrize(
    ("name", "is_right"),
    [("localhost", True), ("deep.below.localhost", True), ("svc.prod.anon.com", True), ("127.9.9.9", True)]
    + [("example.com", False), ("anchorbrowser.io", False), ("10.0.0.1", False), ("::2", False)],
)
def test_openssl_refuses_what_its_key_signs_for_others(folder: Path, tmp_path: Path, name: str, is_right: bool) -> None:
    chain = sign(folder, tmp_path / "chain.pem", name)
    verified = verify(folder, chain)
    assert (verified.returncode == 0) == is_right, verified.stderr
    assert is_right or "permitted subtree violation" in verified.stderr
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    with site(chain) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        try:
            with context.wrap_socket(plain, server_hostname=name) as connection:
                assert is_right and connection.version()
        except ssl.SSLCertVerificationError as error:
            assert not is_right and "permitted subtree violation" in str(error)


def test_processes_that_start_at_once_end_up_with_one_authority(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        all_printed = {*pool.map(lambda _: printed("ca", "--ca-dir", tmp_path / "new"), range(8))}
    assert all_printed == {(tmp_path / "new" / "ca.pem").read_text()}
    assert {file.name for file in (tmp_path / "new").iterdir()} == {"ca.pem", "ca-key.pem"}


def test_the_usual_folder_is_below_the_cache(tmp_path: Path) -> None:
    certificate = printed("ca", XDG_CACHE_HOME=str(tmp_path))
    assert (tmp_path / "drydock" / "ca" / "ca.pem").read_text() == certificate
    assert printed("ca", HOME=str(tmp_path), XDG_CACHE_HOME="") != certificate
    assert (tmp_path / ".cache" / "drydock" / "ca" / "ca.pem").exists()


@pytest.mark.parametrize(
    ("flags", "variables", "words"),
    [
        (["--ca-dir", "memory"], {}, "ends with its server: name a folder with --ca-dir"),
        ([], {"HOME": "", "XDG_CACHE_HOME": ""}, "no home to keep an authority in: name a folder with --ca-dir"),
        (["--ca-dir", "/dev/null/ca"], {}, "cannot be kept in /dev/null/ca: Not a directory"),
        (["--ca-dir", "/tmp/a\nb"], {}, "line break"),
        (["--env", "--trust-help"], {}, "two questions"),
        (["--tls-name", "a b"], {}, "neither the name of a host nor an IP address"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    flags: list[str], variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    refused = drydock("ca", *flags, **{"XDG_CACHE_HOME": str(tmp_path), **variables})
    assert refused.returncode != 0 and not refused.stdout
    assert words in refused.stderr


# Clients, as `drydock ca --env` says


def test_clients_trust_it_by_the_variables_that_are_printed(folder: Path, here: Path, tmp_path: Path) -> None:
    (tmp_path / "ask.mjs").write_text("console.log(await (await fetch(process.argv[2])).text())")
    clients = [
        "curl -sS {url}",
        "node {directory}/ask.mjs {url}",
        "python3 -c 'import urllib.request as r; print(r.urlopen(\"{url}\").read().decode())'",
        "{venv} -c 'import httpx; print(httpx.get(\"{url}\").text)'",
        "{venv} -c 'import requests; print(requests.get(\"{url}\").text)'",
    ]
    with site(here) as port:
        for client in clients:
            command = client.format(
                url=f"https://localhost:{port}/", directory=tmp_path, venv=shlex.quote(os.sys.executable)
            )
            refused = subprocess.run(["bash", "-euc", command], capture_output=True, text=True, timeout=60)
            assert refused.returncode != 0, command
            trust = f'eval "$({shlex.quote(EXECUTABLE)} ca --ca-dir {shlex.quote(str(folder))} --env)"'
            assert shell(f"{trust}\n{command}").strip() == "served", command


def test_the_bundle_has_what_the_system_trusts_and_stays_as_it_is(folder: Path, tmp_path: Path) -> None:
    trust = f'eval "$({shlex.quote(EXECUTABLE)} ca --ca-dir {shlex.quote(str(folder))} --env)"'
    bundle = folder / "bundle.pem"
    shell(trust)
    first = bundle.read_text()
    assert first.endswith((folder / "ca.pem").read_text()) and first.count("BEGIN CERTIFICATE") > 1
    assert shell(f'{trust}\n{trust}\nprintf %s "$SSL_CERT_FILE"') == str(bundle)
    assert bundle.read_text() == first
    # What a person has chosen to trust is in it instead of the system's.
    own = tmp_path / "own.pem"
    own.write_text((folder / "ca.pem").read_text())
    shell(trust, SSL_CERT_FILE=str(own))
    assert bundle.read_text() == own.read_text() * 2


def test_java_trusts_it_by_the_lines_that_are_printed(folder: Path, here: Path, tmp_path: Path) -> None:
    home = Path(shell("readlink -f $(command -v keytool)").strip()).parent.parent
    java = printed("ca", "--ca-dir", folder, "--env").partition("# Java")[2]
    steps = "\n".join(line[1:] for line in java.splitlines() if line.startswith("#   "))
    assert "keytool" in steps and "export JAVA_TOOL_OPTIONS=" in steps
    ask = tmp_path / "Ask.java"
    ask.write_text(
        "public class Ask { public static void main(String[] a) throws Exception {\n"
        "  System.out.print(new String(new java.net.URL(a[0]).openStream().readAllBytes())); } }"
    )
    with site(here) as port:
        command = f"java {shlex.quote(str(ask))} https://localhost:{port}/"
        refused = subprocess.run(["bash", "-euc", command], capture_output=True, text=True, timeout=60)
        assert "PKIX path building failed" in refused.stderr
        assert shell(f"{steps}\n{command}", JAVA_HOME=str(home)).endswith("served")


# Stores, as `drydock ca --trust-help` says


def test_chromium_trusts_it_by_the_lines_that_are_printed(folder: Path, here: Path, tmp_path: Path) -> None:
    lines = printed("ca", "--ca-dir", folder, "--trust-help").splitlines()
    steps = [line.strip() for line in lines if "sql:$HOME" in line]
    assert len(steps) == 2
    shell("\n".join(steps), HOME=str(tmp_path))
    trusted = shell("certutil -L -d sql:$HOME/.pki/nssdb", HOME=str(tmp_path))
    assert re.search(r"^Drydock local authority \(.*\)\s+C,,\s*$", trusted, re.MULTILINE)


def test_chromium_knows_it_by_the_hash_that_is_printed(
    folder: Path, here: Path, tmp_path: Path, browser: Browser
) -> None:
    text = printed("ca", "--ca-dir", folder, "--trust-help")
    flag = re.search(r"--ignore-certificate-errors-spki-list=\S+", text)[0]
    with site(here) as port:
        for arguments, is_trusted in (([], False), ([flag], True)):
            # The flag counts only with a folder of the user's own.
            context = browser.browser_type.launch_persistent_context(
                tmp_path / f"profile-{is_trusted}", executable_path=CHROMIUM, args=[*arguments, "--no-sandbox"]
            )
            page = context.new_page()
            try:
                page.goto(f"https://localhost:{port}/")
                assert is_trusted and page.text_content("body") == "served"
            except Error as error:
                assert not is_trusted and "ERR_CERT_AUTHORITY_INVALID" in str(error)
            finally:
                context.close()


# The server


def test_a_server_makes_no_authority_before_a_client_comes(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    folder = tmp_path / "ca"
    launch("--ca-dir", str(folder))
    assert not folder.exists()


def test_a_server_for_further_names_makes_it_for_whoever_comes_first(
    tmp_path: Path, launch: Callable[..., DrydockServer]
) -> None:
    folder = tmp_path / "ca"
    launch("--ca-dir", str(folder), "--tls-name", "shop.test")
    printed("ca", "--ca-dir", folder)
    assert verify(folder, sign(folder, tmp_path / "shop.pem", "shop.test")).returncode == 0


def test_a_server_refuses_at_start_what_it_cannot_serve_with(folder: Path, here: Path, tmp_path: Path) -> None:
    other = sign(folder, tmp_path / "other.pem", "localhost")
    for flags, words in (
        (["--tls-cert", here], "--tls-cert needs --tls-key"),
        (["--tls-key", here], "--tls-key needs --tls-cert"),
        (["--tls-cert", "/no/such", "--tls-key", here], "--tls-cert /no/such cannot be read: there is no such file"),
        (["--tls-cert", here, "--tls-key", other], f"--tls-key {other} is not the key of the first certificate in"),
        (["--tls-name", "https://shop.test"], "--tls-name https://shop.test is neither"),
        (["--ca-dir", folder, "--tls-name", "shop.test"], "--renew --tls-name shop.test makes a new one"),
        (["--ca-dir", "/dev/null/ca"], "cannot be kept in /dev/null/ca: Not a directory"),
    ):
        refused = drydock("serve", "--port", "0", *flags)
        assert refused.returncode != 0 and words in refused.stderr, refused.stderr
    (folder / "ca-key.pem").chmod(0o644)
    refused = drydock("serve", "--port", "0", "--ca-dir", folder)
    assert refused.returncode != 0 and "can be read by others" in refused.stderr
    [line] = refused.stderr.strip().splitlines()
    # The command that helps can be pasted as it is.
    shell(re.search(r"drydock (ca --ca-dir .* --renew)", line)[0].replace("drydock", shlex.quote(EXECUTABLE), 1))
    assert stat.S_IMODE((folder / "ca-key.pem").stat().st_mode) == 0o600


def test_the_health_check_with_tls_believes_nobody_but_the_authority(folder: Path, tmp_path: Path) -> None:
    # A client that is made with BoringSSL believes no certificate with an address in it.
    with site(sign(folder, tmp_path / "name.pem", "localhost")) as port:
        asked = drydock("healthcheck", "--https", "--port", port, "--ca-dir", folder)
        assert (asked.returncode, asked.stdout) == (0, "ok\n"), asked.stderr
        printed("ca", "--ca-dir", tmp_path / "other")
        refused = drydock("healthcheck", "--https", "--port", port, "--ca-dir", tmp_path / "other")
        assert refused.returncode == 1 and "is not believed" in refused.stderr
        none = drydock("healthcheck", "--https", "--port", port, "--ca-dir", tmp_path / "none")
        assert none.returncode == 1 and "no local certificate authority yet" in none.stderr
        assert not (tmp_path / "none").exists()
    silent = drydock("healthcheck", "--https", "--port", port, "--ca-dir", folder)
    assert silent.returncode == 1 and "no server answers" in silent.stderr
