"""Web tasks, pause and resume, and a human in the loop with the vendor's SDK, and many callers at once."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

from world import World


def script(world: World, *results: dict[str, Any], **policies: Any) -> None:
    """Has agents answer so in a world whose clock stands."""
    anchor = {"taskResults": list(results), "policies": policies}
    world.load({"name": "agents", "extends": ["default"], "clock": {"mode": "frozen"}, "anchor": anchor})


def test_a_web_task_runs_in_a_session_of_its_own(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"prompt": {"contains": "price"}, "result": {"price": 3}, "duration": "30s", "steps": 4})
    started = sdk.tools.perform_web_task(prompt="What is the price?", url="https://shop.example.com", async_=True)
    assert started.data.status == "running"
    workflow = started.data.workflow_id
    assert workflow.startswith("perform-web-task-execution-")
    assert sdk.tools.get_perform_web_task_status(workflow).data.status == "RUNNING"
    world.advance("30s")
    done = sdk.tools.get_perform_web_task_status(workflow).data
    assert (done.status, done.result) == ("COMPLETED", {"price": 3})
    # The SDK's model leaves the session out.
    session = world.api.get(f"/v1/tools/perform-web-task/{workflow}/status").json()["data"]["sessionId"]
    assert sdk.sessions.get_session(session).data.status == "completed"


def test_who_waits_gets_the_answer_when_the_clock_is_advanced(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"result": {"price": 3}, "duration": "10m"})
    session = sdk.sessions.create_session().data.id
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(sdk.tools.perform_web_task, prompt="p", session_id=session)
        world.demand("GET", "/requests", params={"operation": "anchor.createSession", "wait": "5s", "count": "1"})
        while not world.api.get("/v1/sessions").json()["data"]["sessions"][0]["task_executions_count"]:
            assert not waiting.done()
        world.advance("10m")
        assert waiting.result(timeout=20).data.result == {"price": 3}


def test_a_task_that_fails_says_why(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"steps": 41, "times": 1}, {"result": {"price": "3"}})
    with pytest.raises(anchorbrowser.BadRequestError, match="Maximum number of steps exceeded"):
        sdk.tools.perform_web_task(prompt="p", max_steps=40)
    schema = {"type": "object", "properties": {"price": {"type": "number"}}}
    with pytest.raises(anchorbrowser.BadRequestError, match="price must be a number, not a string") as refused:
        sdk.tools.perform_web_task(prompt="p", output_schema=schema)
    assert refused.value.response.headers["X-Drydock-Reason"] == "agent.resultMisfit"


def test_results_are_scripted_at_run_time(world: World) -> None:
    script(world, {"result": "old"})
    added = world.demand("POST", "/task-results", json={"result": {"a": 1}, "times": 1})
    assert (added["id"], added["used"]) == ("result-2", 0)
    answers = [world.api.post("/v1/tools/perform-web-task", json={"prompt": "p"}).json() for _ in range(2)]
    assert [answer["data"]["result"] for answer in answers] == [{"a": 1}, {"result": "old"}]
    assert [one["used"] for one in world.demand("GET", "/task-results")["taskResults"]] == [1, 1]
    refused = world.control("POST", "/task-results", json={"on": "anchor.performWebTsak", "result": 1})
    assert refused.status_code == 422 and "performWebTask" in refused.text
    assert world.control("DELETE", "/task-results/nothing").status_code == 404
    assert world.demand("DELETE", "/task-results/result-2")["id"] == "result-2"
    assert world.demand("DELETE", "/task-results") == {"removed": 1}


def test_a_person_is_asked_and_answers(sdk: Anchorbrowser, world: World) -> None:
    fields = [{"name": "user", "label": "User", "required": True}]
    script(world, {"result": {"in": True}, "duration": "10s", "question": {"message": "Who?", "fields": fields}})
    session = sdk.sessions.create_session(session={"tags": ["t"]}).data.id
    started = sdk.tools.perform_web_task(prompt="p", session_id=session, human_intervention=True, async_=True)
    pending = sdk.agent.list_pending_interventions().data
    assert (pending.count, pending.items[0].session_id, pending.items[0].tags) == (1, session, ["t"])
    asked = sdk.agent.get_requested_human_intervention(session).data
    assert (asked.status, asked.requests[0].message, asked.requests[0].fields[0].label) == ("pending", "Who?", "User")
    with pytest.raises(anchorbrowser.BadRequestError, match="lacks user"):
        sdk.agent.respond_to_human_intervention(session, response={})
    request = asked.requests[0].request_id
    sdk.agent.respond_to_human_intervention(session, request_id=request, response={"user": "ada"})
    with pytest.raises(anchorbrowser.NotFoundError):
        sdk.agent.respond_to_human_intervention(session, request_id=request, response={"user": "ada"})
    world.advance("10s")
    assert sdk.tools.get_perform_web_task_status(started.data.workflow_id).data.result == {"in": True}


def test_an_agent_is_paused_and_has_files(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"result": {}, "duration": "10s"})
    session = sdk.sessions.create_session().data.id
    with pytest.raises(anchorbrowser.BadRequestError):
        sdk.agent.pause_agent(session)
    workflow = sdk.tools.perform_web_task(prompt="p", session_id=session, async_=True).data.workflow_id
    sdk.agent.pause_agent(session)
    world.advance("1m")
    assert sdk.tools.get_perform_web_task_status(workflow).data.status == "RUNNING"
    sdk.agent.resume_agent(session)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("folder/may.csv", "a,b\n")
    sdk.agent.upload_agent_files(session, file=("files.zip", archive.getvalue()))
    files = sdk.agent.list_agent_files(session).data.files
    assert [(file.name, file.size, file.type) for file in files] == [("folder/may.csv", 4, "text/csv")]


def test_secrets_are_in_no_journal(world: World) -> None:
    secrets = {"a": "geheim-1", "*.example.com": {"b": "geheim-2"}}
    body = {"prompt": "p", "secret_values": secrets}
    assert world.api.post("/v1/tools/perform-web-task", json=body).status_code == 200
    shown = world.demand("GET", "/requests", params={"operation": "anchor.performWebTask"})
    assert "geheim" not in str(shown)
    snapshot = world.demand("POST", "/snapshots")["id"]
    assert "geheim" not in world.control("GET", f"/snapshots/{snapshot}").text


def test_what_can_be_used_once_is_used_once(world: World) -> None:
    script(world, {"result": {"once": True}, "times": 1})

    def perform(_: int) -> Any:
        return world.api.post("/v1/tools/perform-web-task", json={"prompt": "p"}).json()["data"]["result"]

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(perform, range(100)))
    assert results.count({"once": True}) == 1


def test_older_clients_get_a_text(world: World) -> None:
    script(world, {"result": "done"}, agents={"webTaskResult": "text"})
    answer = world.api.post("/v1/tools/perform-web-task", json={"prompt": "p"}).json()
    assert answer == {"data": {"result": "done"}}
