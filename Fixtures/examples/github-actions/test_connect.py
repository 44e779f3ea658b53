"""What a customer's code does around an identity, with the vendor's SDK: every test in a world of its own."""

import os
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from anchorbrowser import Anchorbrowser, APIStatusError

BASE_URL = os.environ["ANCHORBROWSER_BASE_URL"]
CALLBACK = "https://my.app/callback"


@pytest.fixture
def world() -> str:
    """A name that no other test has, whatever runs beside it."""
    return uuid4().hex


@pytest.fixture
def anchor(world: str) -> Iterator[Anchorbrowser]:
    """The SDK, unchanged; the key leads to the test's world."""
    key = f"{os.environ['ANCHORBROWSER_API_KEY']}@{world}"
    with Anchorbrowser(base_url=BASE_URL, api_key=key, max_retries=0) as client:
        yield client


def test_a_user_connects_and_a_browser_uses_the_identity(anchor: Anchorbrowser) -> None:
    application = anchor.applications.create_application(source="https://example.com")
    token = anchor.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token
    # What a person does on the hosted page.
    done = httpx.post(f"{BASE_URL}/_drydock/identity-tokens/{token}/complete", json={"outcome": "success"}).json()
    assert done["callback"].startswith(f"{CALLBACK}?identity_id={done['identityId']}")
    assert anchor.sessions.create_session(identities=[{"id": done["identityId"]}]).data.live_view_url


def test_out_of_credits_once_and_then_it_works(anchor: Anchorbrowser, world: str) -> None:
    rule = {"on": "anchor.createSession", "effect": {"problem": "outOfCredits"}, "times": 1}
    httpx.post(f"{BASE_URL}/_drydock/rules", params={"world": world}, json=rule).raise_for_status()
    with pytest.raises(APIStatusError) as refused:
        anchor.sessions.create_session()
    assert refused.value.status_code == 402
    assert anchor.sessions.create_session().data.id
