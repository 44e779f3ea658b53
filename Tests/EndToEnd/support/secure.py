"""A server that is reached by HTTPS, and clients that trust its authority and nobody else."""

import socket
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

from server import EXECUTABLE, DrydockServer

ADDRESS = "https://localhost:{port}"
TIMEOUT_SECONDS = 20.0


class LocalAuthority:
    """The authority of a folder, made by `drydock ca`, as clients come to trust it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "ca.pem"
        subprocess.run([EXECUTABLE, "ca", "--ca-dir", folder], check=True, capture_output=True, timeout=60)

    def context(self, *protocols: str) -> ssl.SSLContext:
        """A client that trusts it alone, and offers these protocols."""
        context = ssl.create_default_context(cafile=self.file)
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    def variables(self) -> dict[str, str]:
        """What Node, Python and curl are told by their environment so that they trust it."""
        names = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
        return dict.fromkeys(names, str(self.file))

    def bundle(self, file: Path) -> Path:
        """A trust store for Java, with the password `changeit`."""
        subprocess.run(
            ["keytool", "-importcert", "-noprompt", "-alias", "drydock", "-file", self.file, "-keystore", file]
            + ["-storetype", "PKCS12", "-storepass", "changeit"],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return file


def connect(
    authority: LocalAuthority,
    port: int,
    *,
    name: str | None = "localhost",
    protocols: Sequence[str] = (),
    context: ssl.SSLContext | None = None,
) -> ssl.SSLSocket:
    """A connection with TLS to a server on this machine; `name` is in the hello and must be in the certificate."""
    plain = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        return (context or authority.context(*protocols)).wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise


def secure_server(folder: Path, authority: LocalAuthority, *arguments: str, **variables: str) -> DrydockServer:
    """A server whose tests call it by HTTPS."""
    flags = ("--ca-dir", str(authority.folder), "--clock", "frozen", "--log-level", "warning", *arguments)
    return DrydockServer(folder, *flags, address=ADDRESS, **variables)
