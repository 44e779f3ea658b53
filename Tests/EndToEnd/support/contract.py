"""Judges what the server answered by the repository's own OpenAPI descriptions."""

import json
import re
from typing import Any

import jsonschema
import yaml
from jsonschema import Draft202012Validator

from repository import DESCRIPTIONS

METHODS = {"get", "put", "post", "delete", "patch"}
ERROR_ENVELOPE = {
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


class Contract:
    """One OpenAPI description, `anchor` or `control`, ready to validate answers."""

    def __init__(self, name: str) -> None:
        self.document: dict[str, Any] = yaml.safe_load((DESCRIPTIONS / f"{name}.yaml").read_text())
        self._by_operation: dict[str, dict[str, Any]] = {}
        self._routes: list[tuple[str, re.Pattern[str], str]] = []
        # A literal path comes before one with parameters that would match it as well.
        for path, item in sorted(self.document["paths"].items(), key=lambda pair: pair[0].count("{")):
            pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))
            for method in METHODS & item.keys():
                operation = f"{name}.{item[method]['operationId']}"
                self._by_operation[operation] = item[method]
                self._routes.append((method.upper(), pattern, operation))
        self._checker = jsonschema.FormatChecker()

    @property
    def operations(self) -> set[str]:
        """The names of all described operations, as the journal has them."""
        return set(self._by_operation)

    def operation(self, method: str, path: str) -> str | None:
        """The operation that a request is for, if one is described."""
        return next((name for verb, pattern, name in self._routes if verb == method and pattern.fullmatch(path)), None)

    def complaints(self, operation: str | None, status: int, headers: dict[str, str], body: bytes) -> list[str]:
        """What is wrong with an answer; nothing if it is as described.

        `headers` has lower-case names. An exchange that no described operation took must be an error in the
        vendor's default envelope."""
        described = self._by_operation.get(operation or "")
        if described is None:
            if status < 400:
                return [f"{status} for an operation that is not described: {operation}"]
            return self._against(ERROR_ENVELOPE, headers, body)
        answers = {**self.document.get("x-drydock-global-responses", {}), **described["responses"]}
        answer = answers.get(str(status), answers.get("default"))
        if answer is None:
            return [f"status {status} is not described for {operation}; described: {', '.join(sorted(answers))}"]
        answer = self._resolve(answer)
        return self._missing_headers(answer, headers) + self._content_complaints(answer, headers, body)

    def _missing_headers(self, answer: dict[str, Any], headers: dict[str, str]) -> list[str]:
        complaints = []
        for name, header in answer.get("headers", {}).items():
            header = self._resolve(header)
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    complaints.append(f"the required header {name} is missing")
                continue
            pattern = self._resolve(header.get("schema", {})).get("pattern")
            if pattern and not re.search(pattern, value):
                complaints.append(f"the header {name}: {value} does not match {pattern}")
        return complaints

    def _content_complaints(self, answer: dict[str, Any], headers: dict[str, str], body: bytes) -> list[str]:
        contents = answer.get("content", {})
        if not contents:
            return [f"a body of {len(body)} bytes where none is described"] if body else []
        media_type = headers.get("content-type", "").split(";")[0].strip()
        content = contents.get(media_type)
        if content is None:
            return [f"content type {media_type!r}; described: {', '.join(contents)}"]
        if media_type != "application/json":
            return [] if body else ["an empty body where one is described"]
        return self._against(content.get("schema", {}), headers, body)

    def _against(self, schema: dict[str, Any], headers: dict[str, str], body: bytes) -> list[str]:
        if not headers.get("content-type", "").startswith("application/json"):
            return [f"content type {headers.get('content-type')!r} instead of application/json: {body[:200]!r}"]
        try:
            value = json.loads(body)
        except ValueError as error:
            return [f"the body is not JSON ({error}): {body[:200]!r}"]
        rooted = {**schema, "components": self.document["components"]}
        validator = Draft202012Validator(rooted, format_checker=self._checker)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def _resolve(self, value: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in value:
            found: Any = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            value = found
        return value
