"""What is in a world, as people think of it: shown, and changed by hand by a program and by the forms of the page alike."""

import time
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from anon import Anon
from webhook_receiver import WebhookReceiver
from world import World

HOSTILE = "<img src=x onerror=document.title='run'>\"'><script>document.title='run'</script>"


def objects(world: World, kind: str) -> list[dict[str, Any]]:
    """The objects of a kind, newest first, with their secrets."""
    [listed] = world.demand("GET", "/objects", params={"kind": kind, "secrets": "shown"})["kinds"]
    assert listed["kind"] == kind
    return listed["objects"]


def submit(world: World, operation: str, **fields: str) -> httpx.Response:
    """Sends a form as a browser does that runs no script."""
    return httpx.post(
        f"{world.base_url}/_drydock/actions/{operation}",
        params={"world": world.name},
        data={name.replace("__", "."): value for name, value in fields.items()},
        headers={"Accept": "text/html"},
        timeout=20,
    )


def ask(world: World, **question: Any) -> str:
    """Has an agent ask a person; returns the question's id."""
    world.demand("POST", "/task-results", json={"result": "done", "question": question})
    session = world.session()["id"]
    task = {"prompt": "p", "async": True, "human_intervention": True}
    assert world.api.post("/v1/tools/perform-web-task", params={"sessionId": session}, json=task).status_code == 200
    return objects(world, "anchor.questions")[0]["id"]


@pytest.fixture(params=["form", "JSON"])
def by_form(request: pytest.FixtureRequest) -> bool:
    """Whether the page's form is sent, or the call itself."""
    return request.param == "form"


@pytest.mark.parametrize(
    ("fields", "state", "identities"),
    [
        ({"outcome": "success"}, "used", 1),
        ({"outcome": "cancel"}, "used", 0),
        ({"outcome": "failed"}, "used", 0),
        ({"userName": "user_locked"}, "used", 0),
        ({"userName": "user_pending"}, "used", 1),
    ],
)
def test_a_token_is_completed(world: World, by_form: bool, fields: dict[str, str], state: str, identities: int) -> None:
    token = world.identity_token(world.application()["id"])
    [shown] = objects(world, "anchor.identityTokens")
    assert (shown["id"], shown["state"], shown["actions"]) == (token, "good", ["completeIdentityToken"])
    assert shown["next"]["what"] == "Expires"
    if by_form:
        done = submit(world, "completeIdentityToken", path__token=token, **{"outcome": "", "userName": "", **fields})
        assert done.status_code == 303 and done.headers["location"] == f"/_drydock/objects?world={world.name}"
        again = submit(world, "completeIdentityToken", path__token=token)
    else:
        world.demand("POST", f"/identity-tokens/{token}/complete", json=fields)
        again = world.control("POST", f"/identity-tokens/{token}/complete", json=fields)
    assert again.status_code == 409 and "first used at" in again.text
    [shown] = objects(world, "anchor.identityTokens")
    assert (shown["state"], shown["actions"]) == (state, [])
    assert len(objects(world, "anchor.identities")) == identities


def test_a_session_is_ended(world: World, by_form: bool) -> None:
    session = world.session()["id"]
    if by_form:
        assert submit(world, "endSession", path__id=session).status_code == 303
    else:
        answer = world.demand("POST", f"/sessions/{session}/end")
        assert answer == {"world": world.name, "vendor": "anchor", "sessionId": session, "ended": True}
        assert world.demand("POST", f"/sessions/{session}/end")["ended"] is False
        assert httpx.post(f"{world.base_url}/_drydock/sessions/{session}/end").json()["world"] == world.name
    assert world.api.get(f"/v1/sessions/{session}").json()["data"]["status"] == "completed"
    refused = world.control("POST", "/sessions/00000000-0000-4000-8000-000000000000/end")
    assert (refused.status_code, refused.json()["error"]["reason"]) == (400, "session.unknown")


def test_a_linked_session_is_forgotten(world: World, anon: Anon, by_form: bool) -> None:
    if by_form:
        form = {"app": "amazon", "appUserId": "ada", "outcome": "", "userName": ""}
        assert submit(world, "completeLink", **form).status_code == 303
    else:
        world.demand("POST", "/link/complete", json={"app": "amazon", "appUserId": "ada"})
    [session] = objects(world, "anon.sessions")
    assert session["title"] == "ada at amazon"
    if by_form:
        assert submit(world, "endSession", path__id=session["id"]).status_code == 303
    else:
        assert world.demand("POST", f"/sessions/{session['id']}/end")["vendor"] == "anon"
    assert objects(world, "anon.sessions") == []
    status = anon.call("GET", "/account/api/v1/session/status", params={"ownerId": "ada", "domain": "amazon"})
    assert status.status_code == 404


@pytest.mark.parametrize(
    ("question", "response", "form"),
    [
        ({"message": "Which code?"}, "123456", {"response": "123456"}),
        ({"message": "Go on?", "inputType": "confirm"}, False, {"response:bool": "false"}),
        (
            {"message": "Who?", "inputType": "fields", "fields": [{"name": "user", "label": "User", "required": True}]},
            {"user": "ada"},
            {"response.user": "ada"},
        ),
    ],
)
def test_a_question_is_answered_once(
    world: World, by_form: bool, question: dict[str, Any], response: Any, form: dict[str, str]
) -> None:
    request = ask(world, **question)
    if by_form:
        answers = [submit(world, "answerIntervention", path__id=request, **form) for _ in range(2)]
        assert answers[0].status_code == 303
    else:
        path = f"/interventions/{request}/answer"
        answers = [world.control("POST", path, json={"response": response}) for _ in range(2)]
        assert answers[0].status_code == 200 and answers[0].json()["requestId"] == request
    assert answers[1].status_code == 404 and "No question" in answers[1].text
    assert objects(world, "anchor.questions") == []
    assert objects(world, "anchor.agentRuns")[0]["state"] == "succeeded"


def test_an_answer_that_the_question_does_not_take_changes_nothing(world: World) -> None:
    request = ask(world, message="Which code?")
    for response in (True, {"a": "b"}, 7, None):
        refused = world.control("POST", f"/interventions/{request}/answer", json={"response": response})
        assert refused.status_code == 400, response
    assert [shown["id"] for shown in objects(world, "anchor.questions")] == [request]


def test_an_event_is_fired_and_its_delivery_is_shown(world: World, by_form: bool) -> None:
    receiver = WebhookReceiver()
    try:
        hook = world.api.post("/v1/webhooks", json={"url": receiver.url(), "subscribed_events": ["task.completed"]})
        assert hook.is_success, hook.text
        if by_form:
            fired = submit(world, "fireWebhookEvent", type="task.completed", **{"data:json": '{"a": 1}'})
            assert fired.status_code == 303
            wrong = submit(world, "fireWebhookEvent", type="task.completed", **{"data:json": "{"})
            assert wrong.status_code == 400 and "is not JSON" in wrong.text
        else:
            world.demand("POST", "/webhooks/events", json={"type": "task.completed", "data": {"a": 1}})
        [delivery] = receiver.expect(1)
        assert delivery.event["data"] == {"a": 1}
        [shown] = objects(world, "anchor.webhookDeliveries")
        assert shown["title"] == "task.completed"
        [shown] = objects(world, "anchor.webhooks")
        masked = world.demand("GET", "/objects", params={"kind": "anchor.webhooks"})["kinds"][0]["objects"][0]
        assert masked["facts"]["Secret"] == f"***{shown['facts']['Secret'][-4:]}"
    finally:
        receiver.close()


def test_forms_of_other_origins_do_nothing(world: World) -> None:
    session = world.session()["id"]
    request = ask(world, message="Which code?")
    foreign = {"Origin": "http://shop.example.com", "Accept": "text/html"}
    for operation, form in (
        ("endSession", {"path.id": session}),
        ("answerIntervention", {"path.id": request, "response": "1"}),
    ):
        answer = httpx.post(
            f"{world.base_url}/_drydock/actions/{operation}",
            params={"world": world.name},
            data=form,
            headers=foreign,
        )
        assert answer.status_code == 403
    assert world.api.get(f"/v1/sessions/{session}").json()["data"]["status"] == "running"
    assert [shown["id"] for shown in objects(world, "anchor.questions")] == [request]


def test_a_person_completes_a_token_and_looks_into_a_session_without_a_script(
    browser: Any, world: World, anon: Anon
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(60_000)
    page = context.new_page()
    world.identity_token(world.application()["id"])
    page.goto(f"{world.base_url}/_drydock/objects?world={world.name}")
    token = page.locator("[data-key='anchor.identityTokens'] li").first
    token.get_by_text("Complete", exact=True).first.click()
    token.get_by_role("combobox", name="User", exact=True).select_option("user_good")
    token.get_by_role("button", name="Complete").click()
    expect(page.locator("[data-key='anchor.identityTokens'] li .tag")).to_have_text("used")
    expect(page.locator("[data-key='anchor.identities'] li")).to_have_count(1)
    context.close()


def test_the_live_view_is_shown_in_place_and_the_session_is_ended(context: BrowserContext, world: World) -> None:
    session = world.session()["id"]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{world.base_url}/_drydock/objects?world={world.name}")
    card = page.locator("[data-key='anchor.sessions'] li").first
    expect(card).to_contain_text("running")
    assert not any("sessionId=" in url for url in asked), "a live view is fetched when it is opened"
    card.get_by_text("Live view", exact=True).click()
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Session")
    world.session()
    expect(page.locator("[data-key='anchor.sessions'] h2 .tag")).to_have_text("2")
    assert page.locator("details[open] iframe").count() == 1, "it stays open while the page follows"
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(f"[data-key='anchor.sessions/{session}']").get_by_role("button", name="End").click()
    expect(page.locator(f"[data-key='anchor.sessions/{session}'] .tag")).to_have_text("completed")
    assert world.api.get(f"/v1/sessions/{session}").json()["data"]["status"] == "completed"


def test_hostile_names_are_text(context: BrowserContext, world: World, anon: Anon) -> None:
    world.application(name=HOSTILE, description=HOSTILE)
    world.identity_token(objects(world, "anchor.applications")[0]["id"], callback="https://a.example/?x=%3Cscript%3E")
    world.identity(name=HOSTILE)
    world.session(session={"tags": [HOSTILE]})
    ask(world, message=HOSTILE, inputType="fields", fields=[{"name": HOSTILE, "label": HOSTILE}])
    world.demand("POST", "/link/complete", json={"app": "amazon", "appUserId": HOSTILE})
    anon.call("POST", "/org/userPool", json={"name": HOSTILE, "description": HOSTILE})
    page = context.new_page()
    for query in ("", "&secrets=shown", "&kind=anchor.questions", "&kind=anon.appUsers"):
        page.goto(f"{world.base_url}/_drydock/objects?world={world.name}{query}")
        assert "run" not in page.title()
        assert page.locator("main img").count() == 0 and page.locator("main script").count() == 0
    expect(page.locator("[data-key^='anon.appUsers/'] h3").first).to_contain_text("<img src=x")


def test_ten_thousand_sessions_make_no_longer_page_and_take_no_longer_than_a_list(world: World) -> None:
    def measure(path: str, **headers: str) -> tuple[int, float]:
        """The bytes of an answer, and the least of several times that it took."""
        taken = []
        with httpx.Client(base_url=world.base_url, timeout=60) as client:
            for _ in range(5):
                began = time.perf_counter()
                answer = client.get(path, headers=headers)
                taken.append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text
        return len(answer.content), min(taken)

    page = f"/_drydock/objects?world={world.name}"
    for _ in range(10):
        batch = world.api.post("/v1/batch-sessions", json={"count": 1000, "configuration": {}})
        assert batch.is_success, batch.text
    world.advance("2h")
    [listed] = world.demand("GET", "/objects", params={"kind": "anchor.sessions"})["kinds"]
    assert (listed["count"], len(listed["objects"])) == (10_000, 100)
    length, took = measure(page, Accept="text/html")
    many, _ = measure(f"{page}&kind=anchor.sessions", Accept="text/html")
    _, listing = measure("/v1/sessions?limit=50", **{"anchor-api-key": world.api_key})
    print(f"page {length} bytes in {took * 1000:.1f} ms, a list in {listing * 1000:.1f} ms; of one kind {many} bytes")
    assert length < 200_000 and many < 400_000
    assert took < 5 * listing + 0.1
