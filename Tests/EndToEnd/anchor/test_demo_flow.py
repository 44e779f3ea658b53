"""The calls of the vendor's chat demo, one after another, as its library makes them."""

import base64
import json

import httpx
import pytest

from poll import until
from world import World

SESSION = {
    "browser": {"extra_stealth": {"active": True}, "captcha_solver": {"active": True}},
    "session": {
        "proxy": {"active": True, "type": "anchor_proxy"},
        "timeout": {"max_duration": 30, "idle_timeout": 10},
    },
}


@pytest.fixture
def cookie(world: World) -> dict[str, str]:
    """The header of a user who is logged in to the demo, in this test's world."""
    return {"Cookie": f"wos-session=sealed-session@{world.name}"}


def project(body: dict) -> str | None:
    """The project's id, looked for where the demo looks."""
    data = body.get("data") or {}
    return (
        body.get("id")
        or data.get("project_id")
        or data.get("id")
        or body.get("project_id")
        or (body.get("project") or {}).get("id")
        or (body.get("projects") or [{}])[0].get("id")
    )


def first_key(body: object) -> str:
    """The API key, looked for where the demo looks."""
    items = body
    if isinstance(body, dict):
        data = body.get("data")
        nested = data.get("items") if isinstance(data, dict) else data
        items = nested or body.get("items") or body.get("apiKeys") or body.get("api_keys")
    return next(items[0][name] for name in ("apikey", "key", "apiKey", "api_key", "secret") if items[0].get(name))


def test_demo_goes_from_its_cookie_to_a_session(world: World, cookie: dict[str, str]) -> None:
    with httpx.Client(base_url=world.base_url, timeout=20) as visitor:
        project_id = project(visitor.get("/api/user/project", headers=cookie).json())
        assert project_id
        key = first_key(visitor.get(f"/v1/projects/{project_id}/api-keys", headers=cookie).json())
    assert key.startswith("sk-")

    with httpx.Client(base_url=world.base_url, headers={"anchor-api-key": key}, timeout=20) as api:
        assert api.get("/v1/applications").json() == {"applications": []}
        made = api.post("/v1/applications", json={"source": "https://linkedin.example.com", "name": "LinkedIn"}).json()
        assert made["name"] == "LinkedIn" and made["url"].startswith("https://linkedin.example.com")
        assert world.api.get("/v1/applications").json()["applications"][0]["id"] == made["id"], "the key has the world"
        path = f"/v1/applications/{made['id']}"
        assert api.get(f"{path}/identities").json() == {"identities": []}

        callback = "https://demo.example.com/api/identity-callback/conversation-1"
        token = api.post(f"{path}/tokens", json={"callbackUrl": callback}).json()["token"]
        page = httpx.get(f"{world.base_url}/identity/create", params={"token": token, "userName": "Ada"})
        assert page.status_code == 200
        returned = httpx.URL(world.complete(token).json()["callback"])
        assert str(returned).startswith(callback + "?")
        identity = returned.params["identity_id"]

        updated = api.put(f"/v1/identities/{identity}", json={"metadata": {"userId": "user-1"}})
        assert updated.json()["metadata"] == {"userId": "user-1"}
        [listed] = api.get(f"{path}/identities").json()["identities"]
        assert listed["id"] == identity and listed["status"].lower() in ("validated", "pending")

        session = api.post("/v1/sessions", json={**SESSION, "identities": [{"id": identity}]}).json()["data"]
        assert session["id"] and session["live_view_url"]
        assert api.get(f"/v1/sessions/{session['id']}").status_code == 200
        task = api.post("/v1/task", json={"name": "linkedin", "language": "typescript", "code": "YQ=="}).json()["data"]
        body = {"input_params": {"profile_url": "https://linkedin.example.com/in/ada"}, "session_id": session["id"]}
        run = api.post(f"/v2/tasks/{task['id']}/run", json=body).json()
        assert run["run_id"] and run["session_id"] == session["id"]
        assert api.get(f"/v2/tasks/runs/{run['run_id']}/status").json()["status"] == "success"
        assert api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"] == "running", "the task leaves it"
        assert api.delete(f"/v1/sessions/{session['id']}").status_code == 200

        for application in api.get("/v1/applications").json()["applications"]:
            query = {"metadata": json.dumps({"userId": "user-1"})}
            for found in api.get(f"/v1/applications/{application['id']}/identities", params=query).json()["identities"]:
                assert api.delete(f"/v1/identities/{found['id']}").is_success
        assert api.get(f"{path}/identities").json() == {"identities": []}


def task(api: httpx.Client) -> str:
    """A task of the customer's, as one of the demo's `TASK_ID_LINKEDIN_…` names it: published once."""
    code = base64.b64encode(b"export default async () => 'sent'").decode()
    body = {"name": "send-message", "language": "typescript", "code": code}
    made = api.post("/v1/task", json=body).json()["data"]
    assert api.post(f"/v1/task/{made['id']}/deploy", json={"code": code}).status_code == 200
    return made["id"]


def usable_session(api: httpx.Client, session: str, identity: str) -> str:
    """The session that is there, or a new one: any error says that it is gone."""
    if api.get(f"/v1/sessions/{session}").is_success:
        return session
    return api.post("/v1/sessions", json={**SESSION, "identities": [{"id": identity}]}).json()["data"]["id"]


def test_demo_runs_tasks_and_web_tasks_in_its_session(world: World) -> None:
    identity = world.identity()["id"]
    with httpx.Client(base_url=world.base_url, headers={"anchor-api-key": world.api_key}, timeout=20) as api:
        created = api.post("/v1/sessions", json={**SESSION, "identities": [{"id": identity}]}).json()["data"]
        assert created["id"] and created["live_view_url"]
        session = usable_session(api, created["id"], identity)
        assert session == created["id"]

        body = {"input_params": {"recipient": "Bob", "message": "Hello"}, "session_id": session}
        run = api.post(f"/v2/tasks/{task(api)}/run", json=body)
        assert run.status_code == 200, run.text
        assert run.json()["status"] in ("queued", "running", "success")
        ended = until(
            lambda: api.get(f"/v2/tasks/runs/{run.json()['run_id']}/status").json(),
            lambda status: status["status"] not in ("queued", "running"),
            what="the end of the run",
        )
        assert ended["status"] == "success" and ended["session_id"] == session, ended

        body = {"prompt": "Read the newest message", "agent": "browser-use"}
        answer = api.post("/v1/tools/perform-web-task", params={"sessionId": session}, json=body)
        assert answer.status_code == 200 and "result" in answer.json()["data"], answer.text
        assert api.get(f"/v1/sessions/{session}").json()["data"]["status"] == "running", "the session is still the user's"

        assert api.delete(f"/v1/sessions/{session}").status_code == 200
        unknown = "11111111-2222-4333-8444-555555555555"
        again = usable_session(api, unknown, identity)
        assert again not in (session, unknown)
        assert api.delete(f"/v1/sessions/{again}").status_code == 200
        assert api.delete(f"/v1/sessions/{unknown}").is_error, "which the demo ignores"


@pytest.mark.parametrize("path", ["/api/user/project", "/v1/projects/any/api-keys"])
def test_demo_endpoints_refuse_a_visitor_without_the_cookie(world: World, path: str) -> None:
    answer = httpx.get(world.base_url + path, headers={"X-Drydock-World": world.name})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401)


def test_session_for_an_unknown_identity_is_refused_as_the_demo_shows_it(world: World) -> None:
    unknown = {"id": "11111111-2222-4333-8444-555555555555"}
    answer = world.api.post("/v1/sessions", json={**SESSION, "identities": [unknown]})
    assert answer.status_code == 400 and answer.json()["error"]["message"]
