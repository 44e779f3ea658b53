"""HTTP/2 by hand, for what a client of good manners would not send."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import ProtocolError

from secure import LocalAuthority, connect

Fields = list[tuple[str, str]]


@dataclass
class StreamAnswer:
    """What has come on one stream."""

    status: int = 0
    headers: Fields = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    informational: list[int] = field(default_factory=list)
    reset: int | None = None
    is_whole: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.is_whole or self.reset is not None

    def header(self, name: str) -> str | None:
        """The first field of this name."""
        return next((value for key, value in self.headers if key == name), None)


class HTTP2Client:
    """One connection. `takes=False` leaves the windows as they are, so that an answer beyond them waits for ever."""

    def __init__(self, authority: LocalAuthority, port: int, *, name: str = "localhost", takes: bool = True) -> None:
        self.socket: ssl.SSLSocket = connect(authority, port, name=name, protocols=("h2",))
        assert self.socket.selected_alpn_protocol() == "h2"
        configuration = H2Configuration(
            client_side=True, header_encoding="utf-8", validate_outbound_headers=False, normalize_outbound_headers=False
        )
        self.h2 = H2Connection(configuration)
        self.answers: dict[int, StreamAnswer] = {}
        self.goodbye: int | None = None
        self.is_closed = False
        self._authority = f"{name}:{port}"
        self._takes = takes
        self.h2.initiate_connection()
        self.flush()

    def __enter__(self) -> "HTTP2Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    # Sending

    def flush(self) -> None:
        """Sends what the library has ready."""
        self.send(self.h2.data_to_send())

    def send(self, data: bytes) -> None:
        """Sends bytes as they are; a server that has hung up is noted."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.is_closed = True

    def fields(self, method: str, path: str, *more: tuple[str, str], authority: str | None = None) -> Fields:
        """The head of an ordinary request."""
        return [
            (":method", method),
            (":scheme", "https"),
            (":authority", authority or self._authority),
            (":path", path),
            *more,
        ]

    def begin(self, fields: Iterable[tuple[str, str]], *, ends: bool = True) -> int:
        """Sends a request's head; returns its stream."""
        stream = self.h2.get_next_available_stream_id()
        self.answers[stream] = StreamAnswer()
        self.h2.send_headers(stream, list(fields), end_stream=ends)
        self.flush()
        return stream

    def send_body(self, stream: int, data: bytes, *, ends: bool = True) -> None:
        """Sends a piece of a body that fits in the window."""
        size = self.h2.max_outbound_frame_size
        pieces = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
        for index, piece in enumerate(pieces):
            self.h2.send_data(stream, piece, end_stream=ends and index == len(pieces) - 1)
        self.flush()

    # Receiving

    def wait(self, accept: Callable[[], object], what: str, seconds: float = 10) -> None:
        """Reads until `accept` holds; fails when the time is over or the server has hung up before."""
        self.socket.settimeout(seconds)
        while not accept():
            assert not self.is_closed, f"the server hung up before {what}"
            try:
                data = self.socket.recv(65536)
            except (ConnectionResetError, ssl.SSLError, BrokenPipeError):
                data = b""
            except TimeoutError:
                raise AssertionError(f"{what} did not come about in {seconds:g} s") from None
            self._take(data)

    def answer(self, stream: int, seconds: float = 10) -> StreamAnswer:
        """The answer on a stream, whole or broken off."""
        answer = self.answers[stream]
        self.wait(lambda: answer.is_over, f"the end of the answer on stream {stream}", seconds)
        return answer

    def ask(self, method: str, path: str, *more: tuple[str, str], body: bytes | None = None) -> StreamAnswer:
        """One request with its answer."""
        stream = self.begin(self.fields(method, path, *more), ends=body is None)
        if body is not None:
            self.send_body(stream, body)
        return self.answer(stream)

    def wait_for_end(self, seconds: float = 10) -> None:
        """Reads until the server has said goodbye, or has hung up."""
        self.wait(lambda: self.is_closed or self.goodbye is not None, "the end of the connection", seconds)

    def _take(self, data: bytes) -> None:
        if not data:
            self.is_closed = True
            return
        try:
            events = self.h2.receive_data(data)
        except ProtocolError:
            # The library has given the connection up before the server's goodbye came.
            self.is_closed = True
            return
        for event in events:
            self._note(event)
        self.flush()

    def _note(self, event: Event) -> None:
        if isinstance(event, ConnectionTerminated):
            self.goodbye = int(event.error_code or 0)
            return
        answer = self.answers.get(getattr(event, "stream_id", None) or 0)
        if answer is None:
            return
        match event:
            case InformationalResponseReceived():
                answer.informational.append(int(dict(event.headers)[":status"]))
            case ResponseReceived():
                fields = [(str(name), str(value)) for name, value in event.headers]
                answer.status = int(dict(fields)[":status"])
                answer.headers = [field for field in fields if not field[0].startswith(":")]
            case DataReceived():
                answer.body += event.data
                if self._takes:
                    self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case StreamEnded():
                answer.is_whole = True
            case StreamReset():
                answer.reset = int(event.error_code)
