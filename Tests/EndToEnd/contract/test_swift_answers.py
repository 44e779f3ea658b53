"""The answers that the Swift tests saw are held against the description as well."""

import json

import pytest

from contract import Contract
from exchange import complaints_about
from repository import PREPARED

ANSWERS = PREPARED / "swift-answers"


def test_every_answer_of_the_swift_tests_is_as_described(contract: Contract) -> None:
    journals = sorted(ANSWERS.glob("*.json"))
    if not journals:
        pytest.skip("no Swift test has run before: Tests/run runs them first")
    # A rule of a Swift test may order an error of any operation, also one that the vendor does not have there.
    entries = [
        entry
        for path in journals
        for entry in json.loads(path.read_text())["requests"]
        if (entry["reason"] or {}).get("code") != "rule.problem"
    ]
    assert len(entries) > 100
    complaints = complaints_about(contract, entries)
    assert not complaints, "answers outside the description:\n" + "\n".join(sorted(set(complaints))[:50])
