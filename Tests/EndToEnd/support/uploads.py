"""Extensions and certificates as clients upload them, and forms that are the same in every run."""

import io
import json
import zipfile
from typing import Any

AUTHORITY = """-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUe8b0mldoPf7BAXZOtlPlcCuNpgkwCgYIKoZIzj0EAwIw
LDEYMBYGA1UEAwwPRXhhbXBsZSBSb290IENBMRAwDgYDVQQKDAdFeGFtcGxlMB4X
DTI2MTEyOTA2NDMxNVoXDTQ2MTEyNDA2NDMxNVowLDEYMBYGA1UEAwwPRXhhbXBs
ZSBSb290IENBMRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAERkpyDoHTf9jaSjr2ltmES6dhZ8r8OOEK5/JETh96pg7vmVWYw6Df/nSs
9qJ898HgFlf/Or0AnGMuF9cX4jrJhqNTMFEwHQYDVR0OBBYEFJpJQttjkS6LkFY4
jLXfeygNmO1IMB8GA1UdIwQYMBaAFJpJQttjkS6LkFY4jLXfeygNmO1IMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgW/5BiW/13bhz6tt5QmMay/4E
B25LzzzT0Pr9Lk7PpOMCIQD8CsV2pj916WqSGI4f1Q86rW8bjtQZFO57JWXPB1fD
Kg==
-----END CERTIFICATE-----
"""
"""An authority that nobody trusts; the key is nowhere."""

KEY_LINE = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMqDdDmgF8NKfYeIv"
"""The first line of the key of another one."""

MANIFEST = {
    "manifest_version": 3,
    "name": "Mark",
    "version": "1.2",
    "content_scripts": [
        {
            "matches": ["<all_urls>"],
            "js": ["scripts/mark.js"],
            "run_at": "document_start",
        }
    ],
}
SCRIPT = 'document.documentElement.dataset.marked = "MARK";'


def extension_files(mark: str = "yes") -> dict[str, str]:
    """An extension whose content script marks each page."""
    return {
        "manifest.json": json.dumps(MANIFEST),
        "scripts/mark.js": SCRIPT.replace("MARK", mark),
    }


def extension_archive(mark: str = "yes", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same as Python zips it, without the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, text in extension_files(mark).items():
            archive.writestr(zipfile.ZipInfo(name), text, compress_type=method)
    return buffer.getvalue()


def fixed_form(**parts: Any) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form whose boundary is always the same; a file is a pair of its name and its bytes."""
    body = b""
    for name, value in parts.items():
        file_name, content = value if isinstance(value, tuple) else (None, value.encode())
        file = f'; filename="{file_name}"' if file_name else ""
        body += f'--form\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return {"Content-Type": "multipart/form-data; boundary=form"}, body + b"--form--\r\n"
