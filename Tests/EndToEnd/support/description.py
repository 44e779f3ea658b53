"""One OpenAPI description of the repository, and what it says about an answer."""

import json
import re
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator

from repository import DESCRIPTIONS, read_yaml

METHODS = {"get", "put", "post", "delete", "patch", "options"}
# Where a description says nothing about requests that reach no operation.
REFUSAL = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["code", "message"],
                        "properties": {"code": {"type": "integer"}, "message": {"type": "string", "minLength": 1}},
                    }
                },
            }
        }
    }
}


class Description:
    """`anchor`, `anon` or `control`, ready to validate answers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.document: dict[str, Any] = read_yaml(DESCRIPTIONS / f"{name}.yaml")
        self._answers: dict[str, dict[str, Any]] = {}
        self._routes: list[tuple[str, re.Pattern[str], str]] = []
        # A literal path comes before one with parameters that would match it as well.
        for path, item in sorted(self.document["paths"].items(), key=lambda pair: pair[0].count("{")):
            for method in METHODS & item.keys():
                self._add(item[method], method.upper(), [path, *item[method].get("x-drydock-also-at", [])])
        # The target of CONNECT is no path, so its description lies beside the paths.
        if tunnel := self.document.get("x-drydock-tunnel"):
            self._add(tunnel, "CONNECT", [])
        # What is reached by offering a WebSocket shares its paths with others.
        for operation in self.document.get("x-drydock-websockets", {}).values():
            self._add(operation, "GET", [])
        # A preflight to any path that has no OPTIONS of its own.
        if preflight := self.document.get("x-drydock-preflight"):
            self._add(preflight, "OPTIONS", [])
        self._checker = jsonschema.FormatChecker()

    @property
    def operations(self) -> set[str]:
        """The names of all described operations, as the journal has them."""
        return set(self._answers)

    def operation(self, method: str, path: str) -> str | None:
        """The operation that a request is for, if one is described. `path` is without its query."""
        return next((name for verb, pattern, name in self._routes if verb == method and pattern.fullmatch(path)), None)

    def knows(self, path: str) -> bool:
        """Whether the vendor has something at `path`, with any method."""
        return any(pattern.fullmatch(path) for _, pattern, _ in self._routes)

    def knows_first_word_of(self, path: str) -> bool:
        """Whether a path looks like one of the vendor's: the server goes by its first word."""
        return path.split("/")[1] in {known.split("/")[1] for known in self.document["paths"]}

    def answer_to(self, operation: str, status: int) -> dict[str, Any] | str:
        """The described answer of an operation, or what to say where its status is not described."""
        answers = {**self.document.get("x-drydock-global-responses", {}), **self._answers[operation]}
        return self._chosen(answers, status, operation)

    def answer_to_nobody(self, status: int) -> dict[str, Any] | str:
        """The described answer to a request that reaches no described operation."""
        answers = self.document.get("x-drydock-unmatched-responses")
        if answers is None:
            return REFUSAL if status >= 400 else f"{status} for a request that reached no described operation"
        return self._chosen(answers, status, "requests that reach no described operation")

    def complaints(
        self, answer: dict[str, Any] | str, headers: dict[str, str], body: bytes, is_bare: bool = False
    ) -> list[str]:
        """What is wrong with headers and body of an answer that should be `answer`.

        `headers` has lower-case names. `is_bare` is an answer to HEAD, whose body stays away."""
        if isinstance(answer, str):
            return [answer]
        complaints = self._header_complaints(answer, headers)
        return complaints if is_bare else complaints + self._content_complaints(answer, headers, body)

    def _add(self, operation: dict[str, Any], method: str, paths: list[str]) -> None:
        name = f"{self.name}.{operation['operationId']}"
        self._answers[name] = operation["responses"]
        for path in paths:
            self._routes.append((method, _pattern(path), name))

    def _chosen(self, answers: dict[str, Any], status: int, subject: str) -> dict[str, Any] | str:
        answer = answers.get(str(status), answers.get("default"))
        if answer is None:
            return f"status {status} is not described for {subject}; described: {', '.join(sorted(answers))}"
        return self.resolved(answer)

    def _header_complaints(self, answer: dict[str, Any], headers: dict[str, str]) -> list[str]:
        complaints = []
        for name, header in answer.get("headers", {}).items():
            header = self.resolved(header)
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    complaints.append(f"the required header {name} is missing")
                continue
            pattern = self.resolved(header.get("schema", {})).get("pattern")
            if pattern and not re.search(pattern, value):
                complaints.append(f"the header {name}: {value} does not match {pattern}")
        return complaints

    def _content_complaints(self, answer: dict[str, Any], headers: dict[str, str], body: bytes) -> list[str]:
        contents = answer.get("content", {})
        if not contents:
            return [f"a body of {len(body)} bytes where none is described"] if body else []
        if not body and answer.get("x-drydock-body") == "optional":
            return []
        media_type = headers.get("content-type", "").split(";")[0].strip()
        content = contents.get(media_type)
        if content is None and "*/*" in contents:
            return []  # A customer's file, of whatever type.
        if content is None:
            return [f"content type {media_type!r}; described: {', '.join(contents)}: {body[:200]!r}"]
        if media_type != "application/json":
            return [] if body else ["an empty body where one is described"]
        try:
            value = json.loads(body)
        except ValueError as error:
            return [f"the body is not JSON ({error}): {body[:200]!r}"]
        rooted = {**content.get("schema", {}), "components": self.document["components"]}
        validator = Draft202012Validator(rooted, format_checker=self._checker)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def resolved(self, value: dict[str, Any]) -> dict[str, Any]:
        """What a value is or refers to."""
        while "$ref" in value:
            found: Any = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            value = found
        return value


def _pattern(path: str) -> re.Pattern[str]:
    """What matches a path with any values in the places of its parameters."""
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))
