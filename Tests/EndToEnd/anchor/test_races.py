"""The built-in scenarios of consistency and races: each shows how a client fails that takes too much for granted, and
the way that copes."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import anchorbrowser
import httpx
import pytest
from anchorbrowser import Anchorbrowser

from anon import LINKEDIN, Anon
from integrator import Integrator, Storing
from world import World


@pytest.fixture
def integrators() -> Iterator[Callable[[Storing], Integrator]]:
    """Makes integrators' servers and stops them after the test."""
    made: list[Integrator] = []

    def make(storing: Storing) -> Integrator:
        made.append(Integrator(storing))
        return made[-1]

    yield make
    for integrator in made:
        integrator.close()


def connected(world: World) -> tuple[str, str]:
    """The ids of an application and of an identity that the hosted page has just made there."""
    application = world.application()["id"]
    return application, world.complete(world.identity_token(application)).json()["identityId"]


def read_patiently(sdk: Anchorbrowser, identity: str, pause: Callable[[], None], tries: int = 5) -> int:
    """Reads an identity that may not be there yet, as a client should; returns at which try it was."""
    for number in range(1, tries + 1):
        try:
            sdk.identities.get_identity(identity)
            return number
        except anchorbrowser.NotFoundError:
            pause()
    raise AssertionError(f"no identity after {tries} tries")


# An identity that the API does not know yet


def test_identity_is_there_at_the_third_try_and_asking_again_is_the_fix(world: World, sdk: Anchorbrowser) -> None:
    world.load("identity-visible-after-reads")
    _, identity = connected(world)
    with pytest.raises(anchorbrowser.NotFoundError) as refused:
        sdk.identities.get_identity(identity)
    assert refused.value.response.headers["X-Drydock-Reason"] == "identity.notVisible"
    assert refused.value.body["error"]["message"] == "Identity not found", "as for an id that never was"
    assert read_patiently(sdk, identity, pause=lambda: None) == 2


def test_session_with_an_identity_that_is_not_there_yet_is_refused_and_made_after_a_read_that_succeeds(
    world: World, sdk: Anchorbrowser
) -> None:
    world.load("identity-visible-after-reads")
    application, identity = connected(world)
    with pytest.raises(anchorbrowser.BadRequestError) as refused:
        sdk.sessions.create_session(identities=[{"id": identity}])
    assert refused.value.response.headers["X-Drydock-Reason"] == "identity.notVisible"
    assert sdk.applications.list_application_identities(application).identities == []
    read_patiently(sdk, identity, pause=lambda: None)
    assert sdk.sessions.create_session(identities=[{"id": identity}]).data.id
    assert len(sdk.applications.list_application_identities(application).identities) == 1


def test_identity_is_there_after_two_seconds_of_the_worlds_clock(world: World, sdk: Anchorbrowser) -> None:
    world.load("identity-visible-later")
    application, identity = connected(world)
    for _ in range(5):
        with pytest.raises(anchorbrowser.NotFoundError):
            sdk.identities.get_identity(identity)
    assert sdk.applications.list_application_identities(application).identities == []
    assert read_patiently(sdk, identity, pause=lambda: world.advance("500ms")) == 5, "four pauses of half a second"
    assert len(sdk.applications.list_application_identities(application).identities) == 1


# A callback that is called twice


@pytest.mark.serial
@pytest.mark.parametrize(
    ("scenario", "storing", "accounts"),
    [
        ("callback-twice", Storing.EACH_TIME, 2),
        ("callback-twice", Storing.LOOK_THEN_STORE, 1),
        ("callback-twice", Storing.LOCKED, 1),
        ("callback-twice-at-once", Storing.EACH_TIME, 2),
        ("callback-twice-at-once", Storing.LOOK_THEN_STORE, 2),
        ("callback-twice-at-once", Storing.LOCKED, 1),
    ],
)
def test_callback_that_comes_twice_makes_one_account_where_it_is_handled_as_one(
    world: World, integrators: Callable[[Storing], Integrator], scenario: str, storing: Storing, accounts: int
) -> None:
    integrator = integrators(storing)
    world.load({"name": "local", "extends": [scenario, "callback-loopback"]})
    token = world.identity_token(world.application()["id"], integrator.callback)
    done = world.complete(token, deliver=True).json()
    assert done["deliveries"] == [{"status": 204}, {"status": 204}] and done["delivery"] == {"status": 204}
    assert done["reason"]["code"] == "callback.twice"
    assert integrator.calls == [done["identityId"]] * 2
    assert integrator.accounts == [done["identityId"]] * accounts


def test_callback_is_called_once_unless_a_scenario_says_otherwise(
    world: World, integrators: Callable[[Storing], Integrator]
) -> None:
    integrator = integrators(Storing.EACH_TIME)
    world.load("callback-loopback")
    done = world.complete(world.identity_token(world.application()["id"], integrator.callback), deliver=True).json()
    assert "deliveries" not in done
    assert integrator.accounts == [done["identityId"]]


# A user who double-clicks


def last_form(world: World, token: str) -> tuple[str, dict[str, str]]:
    """Goes to the last step of the hosted page; returns its address and its form, filled in."""
    address = f"{world.base_url}/identity/create?token={token}"
    page = httpx.get(address)
    for typed in ({}, {"userName": "user_good"}):
        page = httpx.post(address, data={**hidden(page), **typed}, follow_redirects=True)
    return address, {**hidden(page), "password": "secret"}


def hidden(page: httpx.Response) -> dict[str, str]:
    """What the page's last form carries to the next step."""
    return dict(re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page.text.rpartition("<form")[2]))


def double_click(address: str, form: dict[str, str], clicks: int = 2) -> list[httpx.Response]:
    """Sends the form so many times at once."""
    with ThreadPoolExecutor(max_workers=clicks) as pool:
        return list(
            pool.map(lambda _: httpx.post(address, data=form, timeout=20, follow_redirects=True), range(clicks))
        )


@pytest.mark.parametrize("clicks", [2, 20])
def test_double_click_makes_one_identity_and_every_answer_leads_to_the_same_callback(world: World, clicks: int) -> None:
    token = world.identity_token(world.application()["id"])
    answers = double_click(*last_form(world, token), clicks)
    assert [answer.status_code for answer in answers] == [200] * clicks
    [callback] = {re.search(r'class="button" href="(.*?)"', answer.text).group(1) for answer in answers}
    reasons = sorted(answer.headers.get("X-Drydock-Reason", "") for answer in answers)
    assert reasons == ["", *["form.repeated"] * (clicks - 1)]
    [application] = world.api.get("/v1/applications").json()["applications"]
    [identity] = world.api.get(f"/v1/applications/{application['id']}/identities").json()["identities"]
    assert identity["id"] in callback


def test_double_click_that_is_refused_leaves_an_identity_that_a_look_at_the_list_finds(
    world: World, sdk: Anchorbrowser
) -> None:
    world.load("double-click")
    application = world.application()["id"]
    answers = double_click(*last_form(world, world.identity_token(application)))
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert refused.headers["X-Drydock-Reason"] == "form.sentTwice"
    [identity] = sdk.applications.list_application_identities(application).identities
    assert f"identity_id={identity.id}" in refused.text, "the page leads on to the callback"


# A link whose access is revoked


def test_session_that_was_active_is_revoked_at_the_next_call_and_linking_anew_is_the_fix(anon: Anon) -> None:
    anon.world.load("link-revoked-between-calls")
    linked = anon.link("ada")
    assert anon.status("ada").json() == {"status": "active"}
    anon.assert_refused(anon.cdp_url("ada"), 404, {"error": "Session not found"}, "session.notActive")
    assert anon.status("ada").json() == {"status": "revoked"}
    assert anon.link("ada")["sessionId"] == linked["sessionId"]
    for _ in range(3):
        assert anon.status("ada").json() == {"status": "active"}
        assert anon.cdp_url("ada").status_code == 200


def test_whichever_call_comes_second_finds_the_session_revoked(anon: Anon) -> None:
    anon.world.load("link-revoked-between-calls")
    anon.link("ada")
    assert anon.cdp_url("ada").status_code == 200
    conversations = anon.call("GET", f"/actions/{LINKEDIN}/listConversations", params={"appUserId": "ada"})
    assert (conversations.status_code, anon.last_reason()) == (404, "session.notActive")
