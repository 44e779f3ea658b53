"""The articles' blocks of code that no test of their subject runs."""

import base64
import json
import os
import re
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import yaml

from documentation import article
from repository import ROOT
from server import EXECUTABLE, DrydockServer
from world import World

PRINTED = "http://127.0.0.1:4010"


def run(commands: str, directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs commands in a directory, with `drydock` on the path and curl failing where an answer is an error."""
    programs = directory / "bin"
    programs.mkdir(exist_ok=True)
    if not (programs / "drydock").exists():
        (programs / "drydock").symlink_to(Path(EXECUTABLE).resolve())
    return subprocess.run(
        ["bash", "-euc", re.sub(r"\bcurl (?!-s)", "curl -sf ", commands)],
        cwd=directory,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def payload(token: str) -> dict[str, object]:
    """The claims of a JWT."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


# Scenarios


def test_the_scenario_of_the_documentation_has_no_complaints(tmp_path: Path) -> None:
    path = tmp_path / "documented.yaml"
    path.write_text(article("Scenarios").block("yaml", having="title:"))
    linted = subprocess.run([EXECUTABLE, "lint", str(path)], capture_output=True, text=True, timeout=60)
    assert linted.returncode == 0, linted.stderr


def test_the_schema_is_written_where_the_documentation_says(drydock: DrydockServer, tmp_path: Path) -> None:
    command = article("Scenarios").block("sh")
    run(command, tmp_path)
    named = re.search(r"\$schema=(\S+)", command)[1]
    served = httpx.get(f"{drydock.base_url}/_drydock/scenario.schema.json").text
    assert (tmp_path / named).read_text() == served


# Worlds and clock


def test_a_world_is_reset_as_printed(world: World, tmp_path: Path) -> None:
    world.application()
    command = article("Worlds").block("sh", having="/reset")
    run(command.replace(PRINTED, world.base_url).replace("checkout-7", world.name), tmp_path)
    assert world.api.get("/v1/applications").json()["applications"] == []


def test_a_clock_is_moved_as_printed(launch: Callable[..., DrydockServer], tmp_path: Path) -> None:
    start, *moves = article("Clock").block("sh").splitlines()
    server = launch(*start.partition("#")[0].split()[2:])
    clocks = [json.loads(run(move, tmp_path, BASE=server.base_url).stdout) for move in moves]
    assert [clock["now"][:16] for clock in clocks[:2]] == ["2026-01-01T00:15", "2026-02-01T00:00"]
    assert [clock["mode"] for clock in clocks] == ["frozen", "frozen", "running"]


# Files


def test_a_volume_is_filled_as_printed(world: World, tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("order,total\n")
    commands = article("Files").block("sh", having="/v1/volumes")
    printed = run(commands.replace(PRINTED, world.base_url).replace("sk-test@files", world.api_key), tmp_path).stdout
    uploaded, listed = printed.replace("}}{", "}}\n{").splitlines()
    assert json.loads(uploaded)["data"]["content_type"] == "text/csv"
    assert [item["path"] for item in json.loads(listed)["data"]["items"]] == ["2026", "2026/may.csv"]


def test_a_batch_is_made_as_printed(launch: Callable[..., DrydockServer], tmp_path: Path) -> None:
    server = launch("--clock", "frozen")
    commands = article("Sessions").block("sh", having="/v1/batch-sessions")
    printed = run(commands.replace(PRINTED, server.base_url), tmp_path).stdout
    assert json.loads("{" + printed.partition('{"data"')[1][1:] + printed.partition('{"data"')[2])["data"]["count"] == 20


def test_the_policies_of_sessions_in_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("Sessions").block("yaml", having="batchSessions:"), tmp_path)


def test_the_volumes_of_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("Files").block("yaml", having="volumes:"), tmp_path)


def test_the_webhooks_of_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("WebhookEvents").block("yaml", having="webhooks:"), tmp_path)


def test_the_uploads_of_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("Files").block("yaml", having="extensions:"), tmp_path)


# Tools


def test_page_tools_answer_as_printed(world: World, tmp_path: Path) -> None:
    commands = article("Tools").block("sh", having="/v1/tools")
    printed = run(commands.replace(PRINTED, world.base_url).replace("sk-test@tools", world.api_key), tmp_path).stdout
    assert printed.startswith("<!doctype html>") and "# A canned page\n" in printed
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_a_dynamic_sign_in_goes_as_printed(world: World, tmp_path: Path) -> None:
    commands = article("Tools").block("sh", having="/v1/identities")
    printed = run(commands.replace(PRINTED, world.base_url).replace("sk-test@sign-in", world.api_key), tmp_path).stdout
    *views, kept = [json.loads(line) for line in printed.replace("}{", "}\n{").splitlines()]
    assert [view["type"] for view in views] == ["form", "form", "authenticated"]
    assert world.api.get(f"/v1/identities/{kept['identityId']}").json()["name"] == "ada"


def test_what_tools_script_in_the_documentation_has_no_complaints(tmp_path: Path) -> None:
    for part in ("pages:", "taskResults:", "signInFlows:"):
        lint(article("Tools").block("yaml", having=part), tmp_path)


def lint(part: str, folder: Path) -> None:
    path = folder / "documented.yaml"
    path.write_text(f"title: A part of one\n{part}")
    linted = subprocess.run([EXECUTABLE, "lint", str(path)], capture_output=True, text=True, timeout=60)
    assert linted.returncode == 0, linted.stderr


# Tasks


def of_agents(world: World, commands: str) -> str:
    """The commands, in the test's own world."""
    for printed, own in ((PRINTED, world.base_url), ("sk-test@agents", world.api_key), ("world=agents", f"world={world.name}")):
        commands = commands.replace(printed, own)
    return commands


def test_an_agent_answers_as_printed(world: World, tmp_path: Path) -> None:
    run(of_agents(world, article("Agents").block("sh", having="advance")), tmp_path)
    answers = [entry["response"]["body"]["data"] for entry in world.journal(operation="anchor.getWebTaskStatus")]
    assert [answer["status"] for answer in answers] == ["RUNNING", "COMPLETED"]
    assert answers[1]["result"] == {"price": 3}


def test_an_agents_question_is_answered_as_printed(world: World, tmp_path: Path) -> None:
    names = article("Agents").block("sh", having="advance").split("curl")[0]
    run(of_agents(world, names + article("Agents").block("sh", having="pending-interventions")), tmp_path)
    [answered] = world.journal(operation="anchor.respondToIntervention")
    assert answered["response"]["status"] == 200
    assert world.api.get("/v1/sessions/pending-interventions").json()["data"]["count"] == 0


def test_the_task_results_of_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("Agents").block("yaml", having="taskResults:"), tmp_path)


def test_a_task_is_run_as_printed(world: World, tmp_path: Path) -> None:
    world.load({"name": "tasks", "extends": ["default"], **yaml.safe_load(article("Tasks").block("yaml"))})
    commands = article("Tasks").block("sh", having="/v2/tasks")
    for printed, own in ((PRINTED, world.base_url), ("sk-test@tasks", world.api_key), ("world=tasks", f"world={world.name}")):
        commands = commands.replace(printed, own)
    answers = run(commands, tmp_path).stdout
    running, done = (json.loads(line) for line in answers.replace("}{", "}\n{").splitlines())
    assert [running["status"], done["status"]] == ["running", "success"]
    assert done["result"] == {"headline": "Engineer"}


def test_the_tasks_of_the_documentation_have_no_complaints(tmp_path: Path) -> None:
    lint(article("Tasks").block("yaml", having="tasks:"), tmp_path)


# Anon


def test_the_anon_quickstart_of_the_documentation_runs_as_printed(drydock: DrydockServer) -> None:
    commands = article("Anon").block("sh", having="/link/complete")
    commands = commands.replace(PRINTED, drydock.base_url).rstrip()
    status = commands.split("\n")[-2]
    result = subprocess.run(
        ["bash", "-euc", f"{commands}\n{status}"], capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.endswith('{"status":"unknown"}{"status":"active"}'), result.stdout


def test_tokens_are_signed_as_printed(tmp_path: Path) -> None:
    commands = article("Anon").block("sh", having="drydock token")
    right, wrong = run(commands, tmp_path, CLIENT_ID="client-1").stdout.split()
    assert payload(right)["sub"] == "user-1" and payload(right)["sdkClientId"] == "client-1"
    assert wrong.count(".") == 2
    for option, names in (("algorithm", r"RS256; --algorithm (.*)"), ("mistake", r"unknownKid +# (.*)")):
        for name in re.findall(r"\w+", re.search(names, commands)[1].replace(" or ", " ")):
            assert run(f"drydock token --{option} {name}", tmp_path).stdout.count(".") == 2


def test_the_tunnel_of_the_documentation_leads_to_its_names_only(world: World) -> None:
    scenario = yaml.safe_load(article("Anon").block("yaml"))
    world.load(scenario)
    [name] = scenario["anon"]["policies"]["tunnel"]["hosts"]
    world.demand("POST", "/link/complete", json={"app": "amazon", "appUserId": "linked"})
    key = world.key("anon_test").replace("@", "%40")
    answers = [
        subprocess.run(
            ["curl", "-s", "-w", "%{http_connect}", "-x", world.base_url.replace("://", f"://{user}:{key}@")]
            + [f"https://{host}/"],
            capture_output=True,
            text=True,
            timeout=20,
        ).stdout
        for user, host in (("nobody", name), ("linked", "elsewhere.test"))
    ]
    assert answers == ["502", "403"], "a user who never linked; a name that is not mapped"


# Diagnosis


def test_a_refusal_says_why_as_printed(world: World) -> None:
    status, *headers = article("Diagnosis").block("").strip().splitlines()
    token = world.identity_token(world.application()["id"])
    assert world.complete(token).is_success
    refused = world.api.get("/identity/create", params={"token": token})
    assert status == f"HTTP/1.1 {refused.status_code} {refused.reason_phrase}"
    shown = dict(header.replace(PRINTED, world.base_url).split(": ", 1) for header in headers)
    assert {name: refused.headers.get(name) for name in shown} == shown


def test_a_canned_answer_is_scripted_as_printed(world: World) -> None:
    assert world.api.get("/v1/demonstrations/s").headers["X-Drydock-Reason"] == "operation.canned"
    for rule in yaml.safe_load(article("Diagnosis").block("yaml"))["rules"]:
        # YAML 1.1 takes `on` for a truth value.
        rule["on"] = rule.pop(True)
        world.demand("POST", "/rules", json=rule)
    states = [world.api.get("/v1/demonstrations/s").json()["status"] for _ in range(3)]
    assert states == ["recording", "recording", "completed"]


# Running it


def test_worlds_are_kept_as_printed(launch: Callable[..., DrydockServer]) -> None:
    arguments = article("Data").block("sh").partition("#")[0].split()[2:]
    server = launch(*arguments)
    httpx.get(f"{server.base_url}/v1/applications", headers={"anchor-api-key": "sk-test"}).raise_for_status()
    assert (server.port_file.parent / arguments[1]).read_bytes().startswith(b"SQLite format 3")


def test_the_compose_commands_are_those_of_the_compose_file(drydock: DrydockServer, tmp_path: Path) -> None:
    start, check = article("Containers").block("sh", having="curl").splitlines()
    assert start == "docker compose up --build --wait"
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    [service] = (service for service in services.values() if "profiles" not in service)
    assert "build" in service and "healthcheck" in service, "there is something to build and to wait for"
    [port] = service["ports"]
    address, inside = port.rsplit(":", 1)
    assert inside == address.rpartition(":")[2] and f"http://{address}/" in check
    run(check.replace(PRINTED, drydock.base_url), tmp_path)


def test_the_compose_profile_with_browsers_is_that_of_the_compose_file() -> None:
    words = article("Containers").block("sh", having="--profile browser").split()
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    profile, name = words[words.index("--profile") + 1], words[-1]
    assert [name] == [service for service, entry in services.items() if profile in entry.get("profiles", [])]
    service = services[name]
    assert "/tmp" in service["tmpfs"] and service["build"]["target"] == name
    stage = service["build"]["dockerfile_inline"].partition(f" AS {name}\n")[2]
    flags = json.loads(stage[stage.index("CMD [") + len("CMD ") :].replace("\\\n", ""))
    helped = subprocess.run([EXECUTABLE, "serve", "--help"], capture_output=True, text=True, check=True).stdout
    assert all(flag in helped for flag in flags if flag.startswith("--"))


def test_the_compose_profile_with_names_has_all_names_of_the_vendors(
    launch: Callable[..., DrydockServer], tmp_path: Path
) -> None:
    words = article("Containers").block("sh", having="--profile names").split()
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    profile, name = words[words.index("--profile") + 1], words[-1]
    service = compose["services"][name]
    assert service["profiles"] == [profile] and service["build"]["target"] == "drydock"
    command = service["command"]
    volume, _, folder = service["volumes"][0].partition(":")
    assert volume in compose["volumes"] and command[command.index("--ca-dir") + 1] == folder
    assert service["healthcheck"]["test"][-2:] == ["--ca-dir", folder]
    application = yaml.safe_load(article("Containers").block("yaml", having="authority:/ca"))["services"]["application"]
    assert application["volumes"] == [f"{volume}:{folder}:ro"]
    assert set(application["environment"].values()) == {f"{folder}/ca.pem"}

    server = launch("--ca-dir", str(tmp_path / "ca"), "--tls-name", name)
    printed = subprocess.run(
        [EXECUTABLE, "ca", "--ca-dir", str(tmp_path / "ca")], capture_output=True, text=True, check=True
    ).stdout
    context = ssl.create_default_context(cadata=printed)
    for alias in [*service["networks"]["default"]["aliases"], name]:
        with (
            socket.create_connection(("127.0.0.1", server.port)) as connection,
            context.wrap_socket(connection, server_hostname=alias) as secure,
        ):
            assert secure.version() == "TLSv1.3"


def test_the_binary_alone_is_built_as_the_image_is() -> None:
    build, strip = article("Containers").block("sh", having="swift build").splitlines()
    image = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["drydock"]["build"][
        "dockerfile_inline"
    ]
    assert build in image
    product = build.rpartition(" ")[2]
    assert strip == f"strip .build/release/{product}"
    assert f'.executable(name: "{product}"' in (ROOT / "Package.swift").read_text()


def test_the_benchmarks_know_the_flags_and_parts_that_are_documented() -> None:
    benchmarks = article("Benchmarks")
    commands = [line.partition("#")[0].split() for line in benchmarks.block("sh", having="--strict").splitlines()]
    assert {command[0] for command in commands} == {"Tests/Benchmarks/run"}
    help_text = subprocess.run(
        [ROOT / commands[0][0], "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    for command in commands:
        assert all(word in help_text for word in command[1:] if word.startswith("--"))
    parts = re.search(r"--only PART\s+one of ([\w, \n]+?)\n  -", help_text)[1]
    assert re.findall(r"^\| `(\w+)` \|", benchmarks.text, re.MULTILINE) == re.findall(r"\w+", parts)


def test_the_benchmarks_write_their_results_between_the_marks_of_the_article(tmp_path: Path) -> None:
    copy = tmp_path / "Benchmarks.md"
    copy.write_text(article("Benchmarks").text)
    publishing = """
import sys
from pathlib import Path
from publication import publish
from report import Report

report = Report(["drydock", "bare SwiftNIO"])
report.compare("GET identity", "µs", {"drydock": 30.0, "bare SwiftNIO": 20.0})
report.ratio("a read", "30 µs", 1.5, "bare SwiftNIO", at_most=1.5)
report.ratio("reads per second", "900 /s", 0.9, "another", at_least=1.05)
report.plain("memory", 37, "MiB", at_most=36)
for command in ("first", "second"):
    publish(report, command, Path(sys.argv[1]))
"""
    support = ROOT / "Tests" / "Benchmarks" / "support"
    subprocess.run(["python3", "-B", "-c", publishing, str(copy)], cwd=support, timeout=60, check=True)
    was, now = (text.split("<!-- results:begin -->") for text in (article("Benchmarks").text, copy.read_text()))
    assert now[0] == was[0]
    results, rest = now[1].split("<!-- results:end -->")
    assert rest == was[1].split("<!-- results:end -->")[1]
    assert "`second`" in results and "`first`" not in results
    for row in (
        "| a read | 30 µs | 1.50 × bare SwiftNIO | ≤ 1.5, held |",
        "| reads per second | 900 /s | 0.90 × another | ≥ 1.05, **missed** |",
        "| memory | 37 MiB |  | ≤ 36 MiB, **missed** |",
        "| GET identity | ×1.50 (30 µs) | ×1.00 (20 µs) |",
    ):
        assert row in results


# Contributing


def test_a_contributor_formats_what_is_linted(tmp_path: Path) -> None:
    form, tests = article("Contributing").block("sh", having="swift format").splitlines()
    assert os.access(ROOT / tests, os.X_OK)
    places = ["Sources", "Tests", "Package.swift"]
    words = form.split()
    assert words[-len(places) :] == places and all((ROOT / place).exists() for place in places)
    (tmp_path / ".swift-format").write_text((ROOT / ".swift-format").read_text())
    (tmp_path / "Crooked.swift").write_text("let  a=1\n")
    subprocess.run([*words[: -len(places)], "."], cwd=tmp_path, check=True, timeout=60)
    assert (tmp_path / "Crooked.swift").read_text() == "let a = 1\n"
