"""Requests made from a description alone: what operations take that have no behaviour, and hence no place in a story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from description import METHODS, Description

UUID = "7b0f3c1e-12ab-4cde-8f01-23456789abcd"
FORMATS = {
    "uuid": UUID,
    "uri": "https://app.example.com/",
    "date-time": "2026-01-01T00:00:00Z",
    "email": "ada@example.com",
    "binary": "bytes",
}
BOUNDARY = "described"


@dataclass(frozen=True)
class DescribedOperation:
    """One operation of a description: where it is, and what is said of it."""

    name: str
    method: str
    path: str
    parameters: list[dict[str, Any]]
    item: dict[str, Any]

    @property
    def is_canned(self) -> bool:
        """Whether nothing but the description answers it."""
        return self.item.get("x-drydock-coverage") == "canned"


class DescribedRequests:
    """Makes requests for the operations of one description."""

    def __init__(self, description: Description) -> None:
        self._description = description

    def operations(self) -> Iterator[DescribedOperation]:
        """All operations, in the order of the document."""
        for path, item in self._description.document["paths"].items():
            shared = item.get("parameters", [])
            for method, operation in item.items():
                if method in METHODS:
                    parameters = [self._resolve(one) for one in [*shared, *operation.get("parameters", [])]]
                    name = f"{self._description.name}.{operation['operationId']}"
                    yield DescribedOperation(name, method.upper(), path, parameters, operation)

    def body_schema(self, operation: DescribedOperation) -> tuple[str, dict[str, Any]] | None:
        """The media type of an operation's body and its schema; None if it has no body."""
        content = self._resolve(operation.item.get("requestBody", {})).get("content", {})
        return next(((kind, self._resolve(media["schema"])) for kind, media in content.items()), None)

    def path(self, operation: DescribedOperation) -> str:
        """The operation's path with examples in the places of its parameters."""
        values = {one["name"]: self._parameter(one) for one in operation.parameters if one["in"] == "path"}
        return re.sub(r"\{(.*?)\}", lambda match: str(values[match[1]]), operation.path)

    def request(self, operation: DescribedOperation, is_bare: bool = False) -> dict[str, Any]:
        """A request, as arguments for an HTTP client: whatever is described is sent, or of the query only what must be."""
        query = {
            one["name"]: self._parameter(one)
            for one in operation.parameters
            if one["in"] == "query" and (one.get("required") or not is_bare)
        }
        arguments: dict[str, Any] = {"method": operation.method, "url": self.path(operation)}
        if query:
            arguments["params"] = {name: _text(value) for name, value in query.items()}
        if body := self.body_schema(operation):
            kind, schema = body
            value = self.example(schema)
            arguments |= form(value) if kind == "multipart/form-data" else {"json": value}
        return arguments

    def example(self, schema: dict[str, Any]) -> Any:
        """A value that fits a schema."""
        schema = self._resolve(schema)
        for word in ("example", "const", "default"):
            if word in schema:
                return schema[word]
        if "enum" in schema:
            return schema["enum"][0]
        if choices := schema.get("oneOf") or schema.get("anyOf"):
            return self.example(choices[0])
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind == "string":
            return FORMATS.get(schema.get("format"), "described").ljust(schema.get("minLength", 0), "-")
        if kind in ("integer", "number"):
            return schema.get("minimum", 1)
        if kind == "array":
            return [self.example(schema["items"]) for _ in range(schema.get("minItems", 0))]
        if kind == "object":
            return {name: self.example(member) for name, member in schema.get("properties", {}).items()}
        return kind == "boolean" or None

    def _parameter(self, parameter: dict[str, Any]) -> Any:
        return parameter.get("example", self.example(parameter["schema"]))

    def _resolve(self, value: dict[str, Any]) -> dict[str, Any]:
        """What a value is or refers to, with what stands beside the reference."""
        if "$ref" not in value:
            return value
        beside = {name: member for name, member in value.items() if name != "$ref"}
        return {**self._resolve(self._description.resolved(value)), **beside}


def form(fields: dict[str, Any]) -> dict[str, Any]:
    """A form with a file and other fields. Its boundary is always the same: clients make up another one each time."""
    parts = []
    for name, value in fields.items():
        file_name = '; filename="a.txt"' if name == "file" else ""
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file_name}\r\n\r\n{_text(value)}\r\n'
        )
    content = "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()
    return {"content": content, "headers": {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
