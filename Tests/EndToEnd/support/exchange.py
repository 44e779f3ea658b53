"""The journal's entries as the tests read them, and their judgement."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import client_record
from contract import Contract
from world import World


@dataclass(frozen=True)
class Exchange:
    """One request with its answer, from the journal. `by_hand` is an answer that a rule dictated."""

    operation: str | None
    method: str
    path: str
    host: str
    status: int
    headers: dict[str, str]
    body: bytes
    reason: str | None
    by_hand: bool
    has_anchor_key: bool

    @classmethod
    def read(cls, entry: dict[str, Any]) -> "Exchange":
        """Reads an entry of `GET /_drydock/requests`."""
        request, response = entry["request"], entry["response"]
        return cls(
            operation=entry["operation"],
            method=request["method"],
            path=request["path"],
            host=next((value for name, value in request["headers"].items() if name.lower() == "host"), ""),
            has_anchor_key=any(name.lower() == "anchor-api-key" for name in request["headers"]),
            status=response["status"],
            headers={name.lower(): value for name, value in response["headers"].items()},
            body=_body(response),
            reason=(entry["reason"] or {}).get("code"),
            by_hand=entry["rule"] is not None and (entry["reason"] or {}).get("code") != "rule.problem",
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status} ({self.operation})"


def answers_outside(contract: Contract, world: World) -> list[str]:
    """What is wrong with the answers in a world's journal; those that a rule dictated are left out."""
    return complaints_about(contract, world.journal())


def complaints_about(contract: Contract, entries: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the answers of a journal's entries; those that a rule dictated are left out."""
    entries = [entry for entry in entries if entry["direction"] == "incoming"]
    client_record.keep(entries)
    exchanges = [exchange for exchange in map(Exchange.read, entries) if not exchange.by_hand]
    return [
        f"{exchange}: {complaint}"
        for exchange in exchanges
        for complaint in contract.complaints(
            exchange.operation,
            exchange.status,
            exchange.headers,
            exchange.body,
            method=exchange.method,
            target=exchange.path,
            host=exchange.host,
            has_anchor_key=exchange.has_anchor_key,
        )
    ]


def _body(response: dict[str, Any]) -> bytes:
    match response["encoding"]:
        case None:
            return b""
        case "json":
            return json.dumps(response["body"]).encode()
        case "base64":
            return base64.b64decode(response["body"])
        case _:
            return response["body"].encode()
