"""Requests made from the repository's descriptions and then broken in one layer; the same ones for the same seed."""

import json
import random
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from description import METHODS, Description

# Server-sent events never end.
ENDLESS = {"/_drydock/events"}
WORLDS = [f"hostile-{number}" for number in range(8)]
# What the control plane is told is told to these: a rule that orders a 500 must not look like a mistake of ours.
ORDERED_WORLDS = [f"ordered-{number}" for number in range(4)]
NASTY = [
    *("", " ", "\0", "\r\n", "%00", "%0d%0aX-Injected:1", "..", "../../etc/passwd", "%2e%2e%2f", "%", "%zz", "%ff%fe"),
    *("a" * 3000, "💥" * 200, "\u202e", "é", "null", "undefined", "-1", "0", "1e999", "99999999999999999999", "NaN"),
    *("true", "[]", "{}", "'", '"', "';--", "<script>", "${jndi:x}", "@", "@default", "x@y@z", "a=b&c=d", "#", "?"),
    *(
        "a.b.c",
        "e30.e30.e30",
        "9999-12-31T23:59:59Z",
        "-5s",
        "15m",
        "1000000000000h",
        "2026-13-45T99:99:99Z",
        "*",
        ".*(",
        "[a-",
    ),
]
KINDS: list[Any] = [None, True, 0, -1, 1.5, 1e308, 10**30, "", "text", [], {}, [[]], {"a": {"b": []}}]


@dataclass(frozen=True)
class Request:
    """Bytes to send; if they are `whole`, the server can tell where they end, and the connection stays usable."""

    data: bytes
    whole: bool
    world: str
    is_control: bool


@dataclass(frozen=True)
class _Operation:
    method: str
    path: str
    query: tuple[str, ...]
    content_type: str | None
    schema: dict[str, Any]
    description: Description


class HostileRequests:
    """An endless stream of requests that follows from `seed`; `known` values exist and get past the first check."""

    def __init__(self, seed: int, known: dict[str, str]) -> None:
        self._random = random.Random(seed)
        self._known = known
        self._operations = _all_operations()

    def next(self) -> Request:
        """The next one: two of three are broken in one place, the others are as described."""
        choose = self._random
        operation = choose.choice(self._operations)
        is_control = operation.path.startswith("/_drydock")
        layer = choose.choice(("none", "none", "path", "query", "header", "json", "json", "bytes", "frame"))
        world = choose.choice(ORDERED_WORLDS if is_control or choose.random() < 0.05 else WORLDS)
        target = self._path(operation, layer == "path") + self._query(operation, world, is_control, layer == "query")
        fields = {
            "Host": "localhost",
            "anchor-api-key": f"sk-test@{world}",
            "Authorization": f"Bearer anon_test@{world}",
        }
        fields["X-Drydock-World"] = world
        body = b""
        if operation.content_type:
            fields["Content-Type"] = operation.content_type
            body = self._body(operation, layer == "json")
        if layer == "bytes":
            body = self._broken(body)
        if layer == "header":
            self._break_header(fields)
        method = operation.method
        if layer == "frame" and choose.random() < 0.3:
            method = choose.choice(["get", "HEAD", "TRACE", "PATCH", "DELETE", "OPTIONS", "PRI", "G\0T", "X" * 500])
        if body or method in ("POST", "PUT", "PATCH"):
            fields["Content-Length"] = str(len(body))
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        data = "\r\n".join(lines).encode("utf-8", "surrogatepass") + body
        if layer == "frame":
            data = self._broken(data)
        whole = layer not in ("frame", "header") and method != "HEAD"
        return Request(data, whole, world, is_control)

    def _path(self, operation: _Operation, is_broken: bool) -> str:
        parts = []
        for part in operation.path.split("/"):
            if part.startswith("{"):
                name = part.strip("{}")
                part = self._known.get(name) or quote(self._random.choice(NASTY), safe="")
            parts.append(part)
        if is_broken:
            index = self._random.randrange(len(parts))
            nasty = self._random.choice(NASTY)
            parts[index] = quote(nasty, safe="") if self._random.random() < 0.7 else _printable(nasty)
            if self._random.random() < 0.2:
                parts.insert(index, self._random.choice(["", ".", "..", "%2f"]))
        return "/".join(parts) or "/"

    def _query(self, operation: _Operation, world: str, is_control: bool, is_broken: bool) -> str:
        pairs = [(name, self._value(name)) for name in operation.query if self._random.random() < 0.5]
        # A wait is of real time; its own tests have it.
        pairs = [(name, value) for name, value in pairs if name not in ("world", "wait")]
        if is_control:
            pairs.append(("world", world))
        if is_broken:
            for _ in range(self._random.choice([1, 1, 2, 50])):
                pairs.insert(0, (quote(self._random.choice(NASTY)), self._random.choice(NASTY)))
        if not pairs:
            return ""
        return "?" + "&".join(f"{_printable(name)}={quote(str(value), safe='')}" for name, value in pairs)

    def _value(self, name: str) -> Any:
        if name in self._known and self._random.random() < 0.6:
            return self._known[name]
        return self._random.choice(NASTY)

    def _body(self, operation: _Operation, is_broken: bool) -> bytes:
        value = self._sample(operation.schema, operation.description, 0)
        if is_broken:
            value = self._broken_value(value)
        if operation.content_type == "application/x-www-form-urlencoded" and isinstance(value, dict):
            return "&".join(f"{quote(str(name))}={quote(str(member))}" for name, member in value.items()).encode()
        text = json.dumps(value, ensure_ascii=self._random.random() < 0.8)
        if is_broken and self._random.random() < 0.1:
            text = "[" * 500 + text + "]" * 500
        return text.encode("utf-8", "surrogatepass")

    def _sample(self, schema: Any, description: Description, depth: int) -> Any:
        """A value that the schema lets pass, more or less."""
        if not isinstance(schema, dict):
            return None
        while "$ref" in schema:
            schema = description.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        for word in ("anyOf", "oneOf"):
            if word in schema:
                return self._sample(self._random.choice(schema[word]), description, depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        value: Any = {}
        for part in schema.get("allOf", []):
            sample = self._sample(part, description, depth)
            if isinstance(sample, dict):
                value |= sample
        kind = schema.get("type", "object" if "properties" in schema or "allOf" in schema else None)
        if isinstance(kind, list):
            kind = self._random.choice(kind)
        match kind:
            case "object":
                required = schema.get("required", [])
                for name, member in schema.get("properties", {}).items():
                    if name in required or (depth < 4 and self._random.random() < 0.5):
                        value[name] = self._member(name, member, description, depth)
                return value
            case "array":
                return [
                    self._sample(schema.get("items"), description, depth + 1) for _ in range(self._random.randrange(3))
                ]
            case "string":
                return schema.get("example", self._random.choice(["text", "15m", "https://a.test", "a@b.test", *NASTY]))
            case "integer" | "number":
                return self._random.choice([0, 1, 2, 60, 1.5, 10**12])
            case "boolean":
                return self._random.random() < 0.5
            case _:
                return self._random.choice(KINDS)

    def _member(self, name: str, schema: Any, description: Description, depth: int) -> Any:
        if name in self._known and self._random.random() < 0.6:
            return self._known[name]
        return self._sample(schema, description, depth + 1)

    def _broken_value(self, value: Any) -> Any:
        """The value with something else in one place of it."""
        if isinstance(value, dict) and value and self._random.random() < 0.8:
            name = self._random.choice(list(value))
            match self._random.randrange(4):
                case 0:
                    return {key: member for key, member in value.items() if key != name}
                case 1:
                    return {**value, self._random.choice(NASTY): self._random.choice(KINDS)}
                case _:
                    return {**value, name: self._broken_value(value[name])}
        if isinstance(value, list) and value and self._random.random() < 0.8:
            return [self._broken_value(value[0]), *value[1:]] * self._random.choice([1, 1, 100])
        return self._random.choice([*KINDS, *NASTY])

    def _break_header(self, fields: dict[str, str]) -> None:
        nasty = _printable(self._random.choice(NASTY))
        extra = [
            *("Cookie", "Origin", "Sec-Fetch-Site", "Range", "If-None-Match", "Accept-Encoding", "Accept", "Expect"),
            *("Upgrade", "Connection", "Referer", "X-Anon-Sdk-Client-Id", "Proxy-Authorization", "X-Forwarded-Host"),
            *("Transfer-Encoding", "Content-Length", "Content-Encoding", "Last-Event-ID", "traceparent"),
        ]
        name = self._random.choice([*fields, *extra])
        if name == "X-Drydock-World":
            # New worlds are no leak, but they look like one; only names that none can have.
            nasty = f" {nasty}/"
        elif name in ("anchor-api-key", "Authorization"):
            nasty = nasty.replace("@", "")
        fields[name] = nasty

    def _broken(self, data: bytes) -> bytes:
        """The bytes with some of them changed, lost, doubled or cut off."""
        broken = bytearray(data)
        for _ in range(self._random.choice([1, 1, 2, 8])):
            at = self._random.randrange(len(broken) + 1)
            match self._random.randrange(5):
                case 0 if broken:
                    broken[at - 1] = self._random.randrange(256)
                case 1:
                    broken[at:at] = self._random.randbytes(self._random.randrange(1, 9))
                case 2:
                    del broken[at : at + self._random.randrange(1, 9)]
                case 3:
                    broken[at:at] = broken[max(0, at - 40) : at]
                case _:
                    del broken[max(at, len(broken) - 20) :]
        return bytes(broken)


@cache
def _all_operations() -> list[_Operation]:
    return [operation for name in ("anchor", "anon", "control") for operation in _operations(Description(name))]


def _operations(description: Description) -> list[_Operation]:
    parameters = description.document["components"].get("parameters", {})
    found = []
    for path, item in description.document["paths"].items():
        for method in METHODS & item.keys():
            declared = item[method].get("parameters", []) + item.get("parameters", [])
            resolved = [parameters[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each for each in declared]
            query = tuple(each["name"] for each in resolved if each["in"] == "query")
            content = item[method].get("requestBody", {}).get("content", {})
            kind = next(iter(content), None)
            schema = content[kind].get("schema", {}) if kind else {}
            if path not in ENDLESS:
                found.append(_Operation(method.upper(), path, query, kind, schema, description))
    return sorted(found, key=lambda operation: (operation.path, operation.method))


def _printable(text: str) -> str:
    """The text without what would end a line or a word."""
    return "".join(letter for letter in text if letter > " " and letter != "\x7f")
