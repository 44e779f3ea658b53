"""Tasks of both generations with the vendor's SDK, and many callers at once."""

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

from world import World

CODE = base64.b64encode(b"export default async () => ({ total: 3 })").decode()
TASK = "7a5c0000-0000-4000-8000-000000000001"
PARAMETERS = [{"name": "user", "type": "string"}, {"name": "pin_code", "type": "secret"}]


def script(world: World, *results: dict[str, Any], **more: Any) -> None:
    """Has agents answer so in a world whose clock stands."""
    tasks = [{"id": TASK, "name": "Connect to Ada", "inputs": PARAMETERS}]
    anchor = {"tasks": tasks, "taskResults": list(results), **more}
    world.load({"name": "tasks", "extends": ["default"], "clock": {"mode": "frozen"}, "anchor": anchor})


def test_a_task_is_generated_and_run(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"task": "Profile", "result": {"headline": "Engineer"}, "duration": "30s"})
    made = sdk.tasks.generate_task(
        task_name="Profile", task_prompt="Read the headline", input_schema=[{"name": "url", "type": "string"}]
    )
    assert made.status == "generating"
    assert sdk.tasks.get_task_generation_status(made.id).status == "generating"
    world.advance("2s")
    assert sdk.tasks.get_task_generation_status(made.id).status == "ready"
    run = sdk.tasks.run_task(made.id, input_params={"url": "https://example.com"})
    assert (run.status, run.result) == ("queued", None)
    world.advance("29s")
    assert sdk.tasks.get_task_run_status(run.run_id).status == "running"
    world.advance("1s")
    done = sdk.tasks.get_task_run_status(run.run_id)
    assert (done.status, done.result) == ("success", {"headline": "Engineer"})
    assert sdk.sessions.get_session(done.session_id).data.status == "completed"
    with pytest.raises(anchorbrowser.BadRequestError, match="url is required"):
        sdk.tasks.run_task(made.id, input_params={})
    with pytest.raises(anchorbrowser.NotFoundError, match="Task not found"):
        sdk.tasks.run_task("11111111-2222-4333-8444-555555555555", input_params={})


def test_a_legacy_task_goes_from_draft_to_executions(sdk: Anchorbrowser, world: World) -> None:
    script(world, {"task": "report", "result": {"total": 3}, "times": 1}, {"error": {"message": "No such page"}})
    legacy = sdk.tasks_legacy
    made = legacy.create_task(name="report", language="typescript").data
    task = str(made.id)
    legacy.save_task_draft(task, code=CODE)
    assert legacy.get_task_draft(task).data.code == CODE
    assert legacy.deploy_task(task).data.version == "1"
    assert legacy.create_task(name="report", language="typescript", code=CODE).data.latest_version == "2"
    assert [version.version for version in legacy.list_task_versions(task).data.versions] == ["1", "2"]
    run = legacy.run_adhoc_task(task_id=task, inputs={"ANCHOR_MONTH": "may"}).data
    assert (run.success, run.output) == (True, '{"total":3}')
    failed = legacy.run_task_by_name("report", async_=True).data
    assert (failed.success, failed.message) == (True, "Task execution started")
    executions = legacy.list_task_executions(task).data
    assert [row.status for row in executions.results] == ["failure", "success"]
    assert legacy.get_task_execution(task, str(executions.results[0].id)).data.error_message == "No such page"
    assert legacy.update_task(task, name="bill").data.name == "bill"
    assert [row.name for row in legacy.list_tasks().data.tasks if row.id == made.id] == ["bill"]
    assert legacy.publish_task_version(task, "2", description="Better").data.description == "Better"
    assert legacy.delete_task_version(task, "2").data.success
    assert legacy.get_latest_task_version(task).data.version == "1"
    assert legacy.delete_task(task).data.success
    with pytest.raises(anchorbrowser.NotFoundError):
        legacy.get_task(task)


def test_a_secret_of_a_task_is_in_no_journal(world: World) -> None:
    script(world)
    body = {"input_params": {"user": "ada", "pin_code": "4711-0815"}, "sync": True}
    run = world.api.post(f"/v2/tasks/{TASK}/run", json=body)
    assert run.status_code == 200, run.text
    [entry] = world.journal(operation="anchor.runTask")
    assert entry["request"]["body"]["input_params"] == {"user": "ada", "pin_code": "***"}
    assert "4711" not in str(world.journal())
    form = {"input_params": (None, '{"user": "ada", "pin_code": "4711-0815"}')}
    assert world.api.post(f"/v2/tasks/{TASK}/run", files=form).status_code == 200
    assert "4711" not in str(world.journal())


def test_one_name_is_one_task_however_many_ask(world: World) -> None:
    body = {"name": "race", "language": "typescript", "code": CODE}
    with ThreadPoolExecutor(32) as pool:
        made = list(pool.map(lambda _: world.api.post("/v1/task", json=body).json()["data"], range(100)))
    assert len({task["id"] for task in made}) == 1
    assert {task["latestVersion"] for task in made} == {str(number) for number in range(1, 101)}
    assert world.api.get("/v1/task").json()["data"]["total"] == 1


def test_a_hundred_runs_at_once_are_a_hundred_runs(world: World) -> None:
    script(world, {"result": {"first": True}, "times": 50}, {"result": {"first": False}})
    body = {"input_params": {"user": "ada", "pin_code": "1"}, "sync": True}
    with ThreadPoolExecutor(32) as pool:
        runs = list(pool.map(lambda _: world.api.post(f"/v2/tasks/{TASK}/run", json=body).json(), range(100)))
    assert len({run["run_id"] for run in runs}) == len({run["session_id"] for run in runs}) == 100
    assert [run["status"] for run in runs] == ["success"] * 100
    assert sum(run["result"]["first"] for run in runs) == 50, "each result is used as often as it says"
    statuses = world.api.get("/v1/sessions/all/status").json()["data"]["items"]
    assert {row["status"] for row in statuses} == {"completed"}
