"""Resident memory while a file is uploaded and deleted over and over: what was deleted is given back, whoever could go back to it."""

import json
import os
import tempfile
from http.client import HTTPConnection
from pathlib import Path

import servers
from process import MeasuredProcess
from report import Report, amount
from sizes import Sizes
from tools import say

SIZE = 8_000_000
FLAT = 1.1


def run(report: Report, sizes: Sizes) -> None:
    """In one piece and by a signed URL, in turns; each file goes before the next one comes."""
    half = sizes.uploads // 2
    with tempfile.TemporaryDirectory() as folder, servers.drydock(Path(folder)) as server:
        churn = _Churn(server)
        resident = []
        for number in range(2):
            say(f"files: {half:,} uploads, {number + 1} of 2")
            for turn in range(half):
                churn.upload(turn)
                churn.delete()
            server.settle()
            resident.append(server.resident_mebibytes())
    report.plain(f"memory after {2 * half:,} files of 8 MB came and went", resident[1], "MiB")
    question = f"whether memory still grows: after {2 * half:,} files of 8 MB came and went"
    report.ratio(question, amount(resident[1], "MiB"), resident[1] / resident[0], f"after {half:,}", at_most=FLAT)


class _Churn:
    def __init__(self, server: MeasuredProcess) -> None:
        self._connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        made = json.loads(self._call("POST", "/v1/volumes", b'{"name":"churn"}'))
        self._volume = f"/v1/volumes/{made['data']['id']}"
        self._content = os.urandom(SIZE)

    def upload(self, turn: int) -> None:
        """A file, by the one way or the other."""
        if turn % 2:
            head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n'
            body = head + self._content + b"\r\n--x--\r\n"
            self._call("POST", f"{self._volume}/files", body, "multipart/form-data; boundary=x")
        else:
            answer = json.loads(self._call("POST", f"{self._volume}/files/upload-url", b'{"path":"file"}'))["data"]
            target = answer["signed_url"].split(str(self._connection.port), 1)[1]
            self._call("PUT", target, self._content, answer["headers"]["Content-Type"])

    def delete(self) -> None:
        """That file."""
        self._call("DELETE", f"{self._volume}/files?path=file")

    def _call(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> bytes:
        headers = {"anchor-api-key": "sk-test", "Content-Type": content_type}
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {content!r}")
        return content
