"""Judges what the server answered by the repository's own OpenAPI descriptions."""

from urllib.parse import parse_qs

from description import Description


class Contract:
    """One or several descriptions, of `anchor`, `anon` and `control`, each for the answers of its own operations."""

    def __init__(self, *names: str) -> None:
        self._descriptions = {name: Description(name) for name in names}

    @property
    def operations(self) -> set[str]:
        """The names of all described operations, as the journal has them."""
        return set().union(*(description.operations for description in self._descriptions.values()))

    def operation(self, method: str, path: str) -> str | None:
        """The operation that a request is for, if one is described. `path` is without its query."""
        found = (description.operation(method, path) for description in self._descriptions.values())
        return next(filter(None, found), None)

    def complaints(
        self,
        operation: str | None,
        status: int,
        headers: dict[str, str],
        body: bytes,
        *,
        method: str = "GET",
        target: str = "/",
        host: str = "",
        has_anchor_key: bool = False,
    ) -> list[str]:
        """What is wrong with an answer; nothing if it is as described.

        `headers` has lower-case names, `target` may have a query, `host` a port. An exchange that no described
        operation took must be a refusal in the words of the vendor that its host, its key or its path belongs to."""
        vendor, _, _ = (operation or "").partition(".")
        if vendor == "drydock":
            return []
        description = self._descriptions.get(vendor) or self._addressee(method, target, host, has_anchor_key)
        if operation in description.operations:
            answer = description.answer_to(operation, status)
        elif status < 400:
            answer = f"{status} for an operation that is not described: {operation}"
        else:
            answer = description.answer_to_nobody(status)
        return description.complaints(answer, headers, body, is_bare=method == "HEAD")

    def _addressee(self, method: str, target: str, host: str, has_anchor_key: bool) -> Description:
        """Whom the server takes a request to be for: the host decides, on any other name a key of Anchor's, then the path."""
        default, *others = self._descriptions.values()
        anon = next((description for description in others if description.name == "anon"), None)
        labels = host.lower().partition(":")[0].split(".")
        if anon is None or "anchorbrowser" in labels:
            return default
        if labels[-2:-1] == ["anon"] or method == "CONNECT":
            return anon
        if has_anchor_key:
            return default
        path, _, query = target.partition("?")
        if path == "/":
            names = parse_qs(query, keep_blank_values=True).keys()
            return anon if names & {"app", "clientId"} and "sessionId" not in names else default
        return anon if anon.knows_first_word_of(path) and not default.knows(path) else default
