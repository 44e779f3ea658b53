"""A receiver of Anchor's webhooks, for Flask: `flask --app receiver run`. The secret is in WEBHOOK_SECRET."""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Mapping

from flask import Flask, Response, jsonify, request

app = Flask(__name__)
events: dict[str, dict] = {}


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether the vendor signed the body with this secret within the last two minutes."""
    timestamp = headers.get("Anchor-Timestamp", "")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > 120:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    signatures = [part[3:] for part in headers.get("Anchor-Signature", "").split(",") if part.startswith("v1=")]
    return any(hmac.compare_digest(expected, signature) for signature in signatures)


@app.post("/webhooks")
def receive() -> Response:
    """Takes an event once. The signature is of the bytes that came, so they are not parsed before."""
    body = request.get_data()
    if not is_genuine(os.environ["WEBHOOK_SECRET"], request.headers, body, time.time()):
        return Response(status=401)
    event = json.loads(body)
    # At least once means that some come twice.
    events.setdefault(event["id"], event)
    return Response(status=204)


@app.get("/events")
def received() -> Response:
    """What was received, for the test."""
    return jsonify(list(events.values()))
