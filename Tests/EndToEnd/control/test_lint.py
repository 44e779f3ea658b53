"""Every class of mistake in a scenario file: what lint says, and what the JSON Schema says that editors use."""

import json
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator

from commands import run, run_drydock
from repository import ROOT
from server import EXECUTABLE, DrydockServer

SCENARIOS = sorted((ROOT / "Fixtures" / "scenarios").rglob("*.yaml"))
SCHEMA = ROOT / "Fixtures" / "schema" / "scenario.schema.json"
TWINS = "7b0f0000-0000-4000-8000-000000000001"


class Loader(yaml.SafeLoader):
    """YAML as Drydock and editors read it: a date-time stays a text, only JSON's words are booleans."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in ("timestamp", "bool")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema as the program prints it."""
    return json.loads(run(EXECUTABLE, "schema"))


def rule(members: str) -> str:
    """A scenario with one rule."""
    return f"rules:\n  - {members}\n"


# What is wrong, the file, the place, the words, and whether a schema can tell.
MISTAKES = [
    (
        "an unknown key",
        "anchor:\n  aplications: []\n",
        "2:3",
        "unknown key `aplications` in `anchor`; did you mean `applications`?",
        True,
    ),
    ("a wrong type", "seed: seven\n", "1:7", "`seed` must be a whole number, not a string", True),
    ("a text for a list", "extends: default\n", "1:10", "`extends` must be a list, not a string", True),
    (
        "a missing key",
        "anchor:\n  applications:\n    - name: A\n",
        "3:7",
        "`anchor.applications[0].source` is missing",
        True,
    ),
    (
        "a dangling reference",
        "anchor:\n  applications:\n    - { name: Example, source: https://a.test }\n"
        "  identities:\n    - { application: Exmple, name: Ada }\n",
        "5:22",
        'there is no application "Exmple"; did you mean "Example"?',
        False,
    ),
    (
        "an id twice, Anchor",
        f"anchor:\n  applications:\n    - {{ id: {TWINS}, source: https://a.test }}\n"
        f"    - {{ id: {TWINS}, source: https://b.test }}\n",
        "4:13",
        f'the id "{TWINS}" is given twice',
        False,
    ),
    (
        "an id twice, Anon",
        "anon:\n  userPools:\n    - { id: p, name: a }\n    - { id: p, name: b }\n",
        "4:13",
        'the id "p" is given twice',
        False,
    ),
    (
        "a rule's id twice",
        "rules:\n  - { id: a, effect: { delay: 1s } }\n  - { id: a, effect: { delay: 2s } }\n",
        "3:11",
        "the id `a` belongs to `rules[0]` already",
        False,
    ),
    (
        "an unknown operation",
        rule("{ on: anchor.createSesion, effect: { delay: 1s } }"),
        "2:11",
        "no operation is called `anchor.createSesion`; did you mean `anchor.createSession`?",
        False,
    ),
    (
        "an unknown problem",
        rule("{ on: anchor.createSession, effect: { problem: outOfCredit } }"),
        "2:52",
        "anchor has no problem `outOfCredit`; did you mean `outOfCredits`?",
        False,
    ),
    (
        "a bad duration",
        "anchor:\n  policies: { identityValidation: { after: soon } }\n",
        "2:44",
        "`anchor.policies.identityValidation.after` must be a duration such as 15m, 2h30m or PT15M, not `soon`",
        True,
    ),
    (
        "a bad instant",
        "clock: { start: 2026-02-30T00:00:00Z }\n",
        "1:17",
        "`clock.start` must be a date-time such as 2026-01-01T00:00:00Z, not `2026-02-30T00:00:00Z`",
        True,
    ),
    (
        "a bad regular expression",
        rule('{ when: { query: { a: { matches: "[" } } }, effect: { delay: 1s } }'),
        "2:38",
        "`rules[0].when.query.a.matches` is no regular expression: `[` has a `[` without `]`",
        True,
    ),
    (
        "a word that is not in the list",
        "anon:\n  policies: { cors: asQouted }\n",
        "2:21",
        "`anon.policies.cors` must be one of asQuoted, asExplained, open, not `asQouted`; did you mean `asQuoted`?",
        True,
    ),
    (
        "a bad status",
        rule("{ effect: { reply: { status: 99 } } }"),
        "2:34",
        "`rules[0].effect.reply.status` must be from 200 to 599, not 99",
        True,
    ),
    (
        "a probability beyond one",
        rule("{ probability: 1.5, effect: { delay: 1s } }"),
        "2:20",
        "`rules[0].probability` must be from 0 to 1, not 1.5",
        True,
    ),
    (
        "a rule that acts never",
        rule("{ times: 0, effect: { delay: 1s } }"),
        "2:14",
        "`rules[0].times` must be at least 1, not 0",
        True,
    ),
    (
        "two answers",
        rule("{ on: anchor.createSession, effect: { problem: outOfCredits, reply: { status: 200 } } }"),
        "2:66",
        "`problem` and `reply` exclude each other in `rules[0].effect`",
        True,
    ),
    (
        "extending what is not there",
        "extends: [defalt]\n",
        "1:11",
        "there is no scenario `defalt`; did you mean `default`?",
        False,
    ),
    (
        "extending itself",
        "extends: [mistake]\n",
        "1:11",
        "`mistake` extends itself: mistake → mistake",
        False,
    ),
    ("a key twice", "seed: 1\nseed: 2\n", "1:1", "`seed` stands more than once in this mapping", False),
    (
        "two documents",
        "name: a\n---\nname: b\n",
        "2:1",
        "not YAML: but found another document (expected a single document in the stream that begins at 1:1)",
        False,
    ),
    (
        "an alias as key",
        "anon: &a { policies: {} }\n*a : 1\n",
        "2:1",
        "an alias or a collection cannot be a key where aliases are used",
        False,
    ),
    (
        "a tab",
        "anchor:\n\tapplications: []\n",
        "2:1",
        "not YAML: found character that cannot start any token (while scanning for the next token that begins at 2:1)"
        "; lines are indented with spaces, not tabs",
        False,
    ),
    ("no UTF-8", b"title: caf\xe9\n", "1:11", "not UTF-8", False),
    ("too deep", "[" * 100_000, "1:1", "nested deeper than 64 levels", False),
    ("too large", "title: " + "a" * (1 << 20), "1:1", "the text is longer than 1 MiB", False),
]

# What no editor takes for a YAML document, schema or not.
BROKEN_TEXTS = {"a key twice", "two documents", "an alias as key", "a tab", "no UTF-8", "too deep", "too large"}


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [mistake[1:4] for mistake in MISTAKES],
    ids=[mistake[0] for mistake in MISTAKES],
)
def test_a_mistake_is_told_with_file_line_and_column(
    tmp_path: Path, content: str | bytes, place: str, words: str
) -> None:
    file = tmp_path / "mistake.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    linted = run_drydock("lint", file)
    assert linted.returncode == 1
    assert linted.stderr.splitlines() == [f"{file}:{place}: {words}"]


def test_circles_are_told_with_their_way(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: [{base}]\n")
    linted = run_drydock("lint", tmp_path)
    assert linted.returncode == 1
    assert f"{tmp_path}/c.yaml:1:11: `a` extends itself: a → b → c → a" in linted.stderr.splitlines()


def test_of_very_many_mistakes_the_first_are_told_soon(tmp_path: Path) -> None:
    references = [f"    - {{ application: Exmple {number}, name: a }}\n" for number in range(1000)]
    sites = [f"    - {{ name: Example {number}, source: https://a{number}.test }}\n" for number in range(1000)]
    files = {
        "keys": "".join(f"sed{number}: 1\n" for number in range(80_000)),
        "operations": "rules:\n" + "".join(f"  - {{ on: anchor.x{n}, effect: {{ delay: 1s }} }}\n" for n in range(9000)),
        "references": "anchor:\n  applications:\n" + "".join(sites) + "  identities:\n" + "".join(references),
        "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(20_000)),
    }
    more = "here and behind there are more mistakes than the 100 that are told"
    for name, content in files.items():
        last = "`rules` has more than 1000, which is the limit" if name == "operations" else more
        file = tmp_path / f"{name}.yaml"
        file.write_text(content)
        began = time.monotonic()
        linted = run_drydock("lint", file)
        assert linted.returncode == 1
        lines = linted.stderr.splitlines()
        assert len(lines) <= 101, name
        assert lines[-1].endswith(last), name
        # A debug build on a busy machine; without bounds this took minutes.
        assert time.monotonic() - began < 60, name


@pytest.mark.parametrize("depth", [1000, 100_000])
@pytest.mark.parametrize("brackets", ["[]", '{"a":}'], ids=["lists", "objects"])
def test_deep_bodies_are_refused(drydock: DrydockServer, depth: int, brackets: str) -> None:
    opening, closing = brackets[:-1], brackets[-1]
    body = opening * depth + ("1" if ":" in opening else "") + closing * depth
    calls = [
        ("PUT", "/_drydock/scenario", "application/yaml", 422),
        ("PUT", "/_drydock/scenario", "application/json", 400),
        ("POST", "/_drydock/rules", "application/json", 400),
        ("POST", "/_drydock/requests/find", "application/json", 400),
        ("POST", "/_drydock/clock", "application/json", 400),
        ("POST", "/v1/applications", "application/json", 400),
        ("POST", "/v1/sessions", "application/json", 400),
        ("POST", "/org/login", "application/json", 400),
    ]
    for method, path, content_type, status in calls:
        headers = {"Content-Type": content_type, "X-Drydock-World": "deep"}
        if path.startswith("/v1"):
            headers["anchor-api-key"] = "k"
        answer = httpx.request(method, drydock.base_url + path, content=body, headers=headers)
        assert answer.status_code in (status, 422), f"{method} {path}: {answer.status_code} {answer.text}"
        assert "nested deeper" in answer.text.lower() or not path.startswith("/_drydock"), answer.text
    assert httpx.get(f"{drydock.base_url}/_drydock/health").status_code == 200


def test_a_yaml_bomb_is_refused(drydock: DrydockServer) -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    bomb = "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *levels])
    answer = httpx.put(
        f"{drydock.base_url}/_drydock/scenario", content=bomb, headers={"Content-Type": "application/yaml"}, timeout=30
    )
    assert answer.status_code == 422
    assert "with all its aliases written out, the text has more than 1000000 values" in answer.text


def test_the_schema_in_the_repository_is_the_programs(schema: dict[str, Any], drydock: DrydockServer) -> None:
    """`.build/release/drydock schema > Fixtures/schema/scenario.schema.json` renews it."""
    served = httpx.get(f"{drydock.base_url}/_drydock/scenario.schema.json")
    assert served.headers["content-type"] == "application/schema+json"
    assert served.json() == schema
    assert SCHEMA.read_text() == served.text
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_built_in_scenario_fits_the_schema_that_it_names(path: Path, schema: dict[str, Any]) -> None:
    text = path.read_text()
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named and (path.parent / named[1]).resolve() == SCHEMA
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(yaml.load(text, Loader))] == []


@pytest.mark.parametrize(
    ("content", "is_told"),
    [(mistake[1], mistake[4]) for mistake in MISTAKES if mistake[0] not in BROKEN_TEXTS],
    ids=[mistake[0] for mistake in MISTAKES if mistake[0] not in BROKEN_TEXTS],
)
def test_editors_are_told_what_a_schema_can_tell(content: str, is_told: bool, schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert validator.is_valid(yaml.load(content, Loader)) is not is_told


@pytest.mark.parametrize(
    "content",
    [
        "seed:\nclock:\nrules:\nextends: ~\nanchor: null\n",
        "clock: { start: null, mode: null }\n",
        rule("{ id: null, on: null, when: null, times: null, effect: { delay: 1s, problem: null, reply: null } }"),
        rule("{ on: anchor.createSession, effect: { problem: outOfCredits, reply: null } }"),
        rule("{ when: { query: { a: null }, header: null }, effect: { connection: reset, afterHandling: null } }"),
        "anchor:\n  policies:\n  applications:\n    - { source: https://a.test, name: null, id: null }\n",
        "anon:\n  policies: { cors: null, tunnel: null }\n  userPools: null\n",
    ],
)
def test_an_optional_key_may_be_null_in_a_file_and_in_the_schema(
    tmp_path: Path, content: str, schema: dict[str, Any]
) -> None:
    file = tmp_path / "nulls.yaml"
    file.write_text(content)
    assert run_drydock("lint", file).stderr == ""
    errors = Draft202012Validator(schema).iter_errors(yaml.load(content, Loader))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    "content",
    [
        "anchor:\n  applications:\n    - { source: null }\n",
        rule("{ on: anchor.createSession, effect: null }"),
        rule("{ effect: { delay: null } }"),
        "rules: [null]\n",
    ],
)
def test_what_is_needed_must_not_be_null_in_either(tmp_path: Path, content: str, schema: dict[str, Any]) -> None:
    file = tmp_path / "nulls.yaml"
    file.write_text(content)
    assert run_drydock("lint", file).returncode == 1
    assert not Draft202012Validator(schema).is_valid(yaml.load(content, Loader))
