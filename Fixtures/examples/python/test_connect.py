"""Anchor: what a customer's code does around an identity, with the vendor's SDK."""

import pytest
from anchorbrowser import Anchorbrowser, APIStatusError

from drydock import World

CALLBACK = "https://my.app/callback"


def connect(anchor: Anchorbrowser, world: World) -> str:
    """From the application to the identity, with Drydock in the user's place."""
    application = anchor.applications.create_application(source="https://example.com")
    token = anchor.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token
    done = world.complete(token)
    assert done["callback"].startswith(f"{CALLBACK}?identity_id=")
    return done["identityId"]


def test_a_user_connects_and_a_browser_uses_the_identity(anchor: Anchorbrowser, world: World) -> None:
    identity = connect(anchor, world)
    session = anchor.sessions.create_session(identities=[{"id": identity}])
    assert session.data.live_view_url


def test_a_token_expires_without_a_quarter_of_an_hour_going_by(anchor: Anchorbrowser, world: World) -> None:
    application = anchor.applications.create_application(source="https://example.com")
    token = anchor.applications.create_identity_token(str(application.id), callback_url=CALLBACK).token
    world.advance("15m")
    with pytest.raises(AssertionError, match="expired"):
        world.complete(token)


def test_out_of_credits_once_and_then_it_works(anchor: Anchorbrowser, world: World) -> None:
    world.add_rule("anchor.createSession", {"problem": "outOfCredits"}, times=1)
    with pytest.raises(APIStatusError) as refused:
        anchor.sessions.create_session()
    assert refused.value.status_code == 402
    assert anchor.sessions.create_session().data.id


def test_a_user_who_connects_twice_has_two_identities_and_nothing_else_changed(
    anchor: Anchorbrowser, world: World
) -> None:
    connect(anchor, world)
    before = world.snapshot()
    connect(anchor, world)
    difference = world.since(before)
    assert len(difference["made"]["anchor.identities"]) == 1, difference["summary"]
    assert difference["removed"] == {}
    world.verify("anchor.createIdentityToken", exactly=2)


@pytest.mark.scenario("identity-validation-slow")
def test_an_identity_is_validated_later(anchor: Anchorbrowser, world: World) -> None:
    identity = connect(anchor, world)
    assert anchor.identities.get_identity(identity).status == "pending"
    world.advance("1h")
    assert anchor.identities.get_identity(identity).status == "validated"


@pytest.mark.parametrize("number", range(24))
def test_worlds_are_apart(anchor: Anchorbrowser, world: World, number: int) -> None:
    """As many tests at once as there are workers: each sees its own application, and no other."""
    anchor.applications.create_application(source=f"https://shop-{number}.example.com")
    [own] = anchor.applications.list_applications().applications
    assert own.url == f"https://shop-{number}.example.com"
    assert len(world.requests(operation="anchor.createApplication")) == 1
