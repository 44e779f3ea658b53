"""README and articles as a whole: docc builds them, links lead somewhere, tables are true, all code is in a test."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from documentation import CATALOG, CONTRACT, Document, article, articles, documents, readme
from repository import END_TO_END, ROOT
from server import EXECUTABLE

# Which test runs which block of code: by document, language, and a text that only this block of the document has.
TESTS = {
    "docs/test_readme.py": {
        ("README", "sh", "swift run"): "test_the_two_commands_of_the_readme_are_there",
        ("README", "sh", "curl"): "test_the_first_conversation_of_the_readme_runs_as_printed",
        ("README", "sh", "export"): "test_the_first_test_of_the_readme_runs_as_printed",
        ("README", "python", "import"): "test_the_first_test_of_the_readme_runs_as_printed",
    },
    "docs/test_https_article.py": {
        ("HTTPS", "sh", "--env"): "test_a_client_trusts_the_server_as_printed",
        ("HTTPS", "sh", "--renew"): "test_the_authority_is_made_anew_as_printed",
        ("HTTPS", "sh", "--tls-cert"): "test_a_certificate_of_ones_own_is_served_as_printed",
    },
    "https/test_https_proxy.py": {
        ("HTTPS", "sh", "HTTPS_PROXY"): "test_curl_goes_through_the_proxy_as_printed",
    },
    "https/test_names.py": {
        ("HTTPS", "text", "127.0.0.1"): "test_fetch_of_node_calls_the_vendor",
        ("HTTPS", "sh", "--port 443"): "test_fetch_of_node_calls_the_vendor",
    },
    "https/test_tls_faults.py": {
        ("HTTPS", "yaml", "rules:"): "test_the_rule_of_the_article_is_read_and_the_errors_are_those_that_are_printed",
    },
    "docs/test_contributors_tools.py": {
        ("Benchmarks", "sh", "order-functions"): "test_the_linker_puts_side_by_side_what_the_list_has",
        ("Contributing", "sh", "thread-sanitizer"): "test_a_report_of_the_thread_sanitizer_is_a_race_unless_a_reason_is_known",
    },
    "docs/test_articles.py": {
        ("Anon", "sh", "/link/complete"): "test_the_anon_quickstart_of_the_documentation_runs_as_printed",
        ("Anon", "sh", "drydock token"): "test_tokens_are_signed_as_printed",
        ("Anon", "yaml", "tunnel"): "test_the_tunnel_of_the_documentation_leads_to_its_names_only",
        ("Benchmarks", "sh", "--strict"): "test_the_benchmarks_know_the_flags_and_parts_that_are_documented",
        ("Clock", "sh", "--clock"): "test_a_clock_is_moved_as_printed",
        ("Containers", "sh", "curl"): "test_the_compose_commands_are_those_of_the_compose_file",
        ("Containers", "sh", "--profile browser"): "test_the_compose_profile_with_browsers_is_that_of_the_compose_file",
        ("Containers", "sh", "--profile names"): "test_the_compose_profile_with_names_has_all_names_of_the_vendors",
        ("Containers", "yaml", "authority:/ca"): "test_the_compose_profile_with_names_has_all_names_of_the_vendors",
        ("Containers", "sh", "swift build"): "test_the_binary_alone_is_built_as_the_image_is",
        ("Contributing", "sh", "swift format"): "test_a_contributor_formats_what_is_linted",
        ("Data", "sh", "--data"): "test_worlds_are_kept_as_printed",
        ("Diagnosis", "", "X-Drydock-Reason"): "test_a_refusal_says_why_as_printed",
        ("Diagnosis", "yaml", "getDemonstration"): "test_a_canned_answer_is_scripted_as_printed",
        ("Files", "sh", "/v1/volumes"): "test_a_volume_is_filled_as_printed",
        ("Files", "yaml", "extensions:"): "test_the_uploads_of_the_documentation_have_no_complaints",
        ("Agents", "sh", "advance"): "test_an_agent_answers_as_printed",
        ("Agents", "sh", "pending-interventions"): "test_an_agents_question_is_answered_as_printed",
        ("Agents", "yaml", "taskResults:"): "test_the_task_results_of_the_documentation_have_no_complaints",
        ("Sessions", "sh", "/v1/batch-sessions"): "test_a_batch_is_made_as_printed",
        ("Sessions", "yaml", "batchSessions:"): "test_the_policies_of_sessions_in_the_documentation_have_no_complaints",
        ("WebhookEvents", "yaml", "webhookRetries"): "test_the_webhooks_of_the_documentation_have_no_complaints",
        ("Tasks", "sh", "/v2/tasks"): "test_a_task_is_run_as_printed",
        ("Tasks", "yaml", "tasks:"): "test_the_tasks_of_the_documentation_have_no_complaints",
        ("Files", "yaml", "volumes:"): "test_the_volumes_of_the_documentation_have_no_complaints",
        ("Scenarios", "yaml", "title:"): "test_the_scenario_of_the_documentation_has_no_complaints",
        ("Scenarios", "sh", "drydock schema"): "test_the_schema_is_written_where_the_documentation_says",
        ("Tools", "sh", "/v1/tools"): "test_page_tools_answer_as_printed",
        ("Tools", "sh", "/v1/identities"): "test_a_dynamic_sign_in_goes_as_printed",
        ("Tools", "yaml", "pages:"): "test_what_tools_script_in_the_documentation_has_no_complaints",
        ("Tools", "yaml", "taskResults:"): "test_what_tools_script_in_the_documentation_has_no_complaints",
        ("Tools", "yaml", "signInFlows:"): "test_what_tools_script_in_the_documentation_has_no_complaints",
        ("Worlds", "sh", "/reset"): "test_a_world_is_reset_as_printed",
    },
    "browsers/test_browsers_article.py": {
        ("Browsers", "sh", "--browser auto"): "test_the_flag_of_the_article_finds_a_browser",
        ("Browsers", "json", '"title"'): "test_scenarios_of_the_article_have_no_complaints",
        ("Browsers", "json", "endedBy"): "test_the_journal_has_the_end_of_an_attachment_as_printed",
        ("Browsers", "python", "import"): "test_article_prints_the_examples_in_twenty_lines",
        ("Browsers", "js", "import"): "test_article_prints_the_examples_in_twenty_lines",
        ("Browsers", "yaml", "applications"): "test_scenarios_of_the_article_have_no_complaints",
    },
    "control/test_check.py": {
        ("Drift", "sh", "--only"): "test_commands_of_the_article_run_as_printed",
        ("Drift", "sh", "jq"): "test_commands_of_the_article_run_as_printed",
        ("Drift", "text", "getProfile"): "test_report_is_as_the_article_prints_it",
    },
    "control/test_events.py": {
        ("Events", "sh", "curl -N"): "test_curl_as_the_documentation_has_it_shows_events_as_they_come",
    },
    "control/test_metrics.py": {
        ("Events", "yaml", "scrape_configs"): "test_prometheus_scrapes_every_number",
    },
    "control/test_rules.py": {
        ("Rules", "yaml", "rules:"): "test_rules_of_the_documentation_are_read_as_they_stand",
    },
    "docs/test_testing_article.py": {
        ("Testing", "python", "first-test"): "test_every_block_of_the_article_is_in_a_test_of_this_file",
        ("Testing", "python", "registered_once"): "test_the_tests_of_the_article_pass",
        ("Testing", "python", "a_quarter_of_an_hour"): "test_the_tests_of_the_article_pass",
        ("Testing", "python", "out_of_credits"): "test_the_tests_of_the_article_pass",
        ("Testing", "python", "makes_one_identity"): "test_the_tests_of_the_article_pass",
        ("Testing", "sh", "requests.har"): "test_a_red_tests_world_can_be_looked_into",
        ("Testing", "sh", "drydock serve"): "test_the_suite_runs_in_parallel_as_in_any_shell",
        ("Testing", "yaml", "runs-on"): "test_the_workflow_runs_the_suite_against_its_service",
        (
            "Testing",
            "yaml",
            "depends_on",
        ): "test_the_compose_service_may_use_the_control_plane_by_the_name_that_it_calls",
        ("Testing", "js", "node:test"): "test_the_test_for_node_passes",
        ("Testing", "swift", "withDrydock"): "test_the_swift_test_is_one_of_the_swift_tests",
        ("Testing", "sh", "openapi-python-client"): "test_a_client_is_generated_as_the_article_says",
    },
    "docs/test_sharding_article.py": {
        ("Sharding", "sh", "nginx -e"): "test_three_instances_are_one_as_printed",
        ("Sharding", "yaml", "RING_HASH"): "test_envoy_hashes_the_host_and_does_not_hurry_answers",
        ("Sharding", "yaml", "StatefulSet"): "test_nginx_names_the_pods_that_the_stateful_set_makes",
        ("Sharding", "nginx", "resolve"): "test_nginx_names_the_pods_that_the_stateful_set_makes",
    },
    "docs/test_webhooks_article.py": {
        ("Webhooks", "sh", "subscribed_events"): "test_the_articles_commands_do_what_it_says",
        ("Webhooks", "sh", "advance"): "test_the_articles_commands_do_what_it_says",
        ("Webhooks", "sh", "/verify"): "test_the_articles_commands_do_what_it_says",
        ("Webhooks", "python", "is_genuine"): "test_the_articles_receiver_is_that_of_the_example",
        ("Webhooks", "yaml", "webhookTimestamps"): "test_deliveries_carry_the_real_time_by_the_articles_scenario",
        ("Webhooks", "yaml", "duplicate"): "test_the_articles_rules_and_scenario_have_no_complaints",
    },
    "control/test_verification.py": {
        ("Verification", "sh", "/verify"): "test_the_documentation_asks_what_came_as_printed",
        ("Verification", "", "expectation"): "test_the_documentation_asks_what_came_as_printed",
    },
    "control/test_snapshots.py": {
        ("Worlds", "sh", "/snapshots"): "test_the_snapshots_of_the_documentation_run_as_printed",
    },
}


def docc() -> Path:
    """The documentation compiler of the toolchain that `swift` is of."""
    swift = shutil.which("swift")
    assert swift, "there is no swift on the path, hence no docc beside it"
    places = [Path(swift).resolve().parent / "docc", Path(swift).parent / "docc"]
    found = [place for place in places if place.is_file()]
    assert found, f"the toolchain has no docc: neither {' nor '.join(map(str, places))} is there"
    return found[0]


def test_docc_builds_the_catalog_without_a_warning(tmp_path: Path) -> None:
    built = subprocess.run(
        [docc(), "convert", CATALOG, "--output-path", tmp_path / "out", "--warnings-as-errors"]
        + ["--fallback-display-name", "Drydock", "--fallback-bundle-identifier", "drydock"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "warning:" not in built.stdout + built.stderr
    pages = {path.stem for path in (tmp_path / "out" / "data" / "documentation" / "drydock").glob("*.json")}
    assert pages == {document.path.stem.lower() for document in articles()} - {"drydock"}


@pytest.mark.parametrize(
    "document", [*documents(), *map(Document, sorted(CONTRACT.glob("*.md")))], ids=lambda it: it.name
)
def test_every_relative_link_leads_to_a_file_and_an_anchor_that_are_there(document: Document) -> None:
    wrong = []
    for link in document.links():
        if re.match(r"https?:", link):
            continue
        path, anchor = document.target(link)
        if not path.exists() or ROOT not in path.parents:
            wrong.append(f"{link}: no such file")
        elif anchor and anchor not in Document(path).anchors():
            wrong.append(f"{link}: no such heading")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("start", ["README", "Drydock"])
def test_every_article_is_named_on_the_first_pages(start: str) -> None:
    first = readme() if start == "README" else article(start)
    named = {first.target(link)[0].name for link in first.links()}
    assert {document.name for document in articles()} - named <= {"Drydock.md"}


@pytest.mark.parametrize("document", articles(), ids=lambda it: it.name)
def test_an_article_has_a_title_and_says_what_it_is_about(document: Document) -> None:
    title, empty, abstract = document.text.split("\n")[:3]
    assert title.startswith("# ") and not empty and abstract
    assert len(re.findall(r"^# ", document.prose(), re.MULTILINE)) == 1


def test_every_block_of_code_is_in_a_test() -> None:
    claims = [claim for tests in TESTS.values() for claim in tests]
    for document in documents():
        for block in document.all_blocks():
            name = (document.path.stem, block.language)
            claimed = [claim for claim in claims if claim[:2] == name and claim[2] in block.code]
            assert len(claimed) == 1, f"{document.name}: {claimed or 'no test'} for\n{block.code}"
    for file, tests in TESTS.items():
        text = (END_TO_END / file).read_text()
        for (name, language, having), function in tests.items():
            document = readme() if name == "README" else article(name)
            assert document.block(language, having=having)
            assert f"\ndef {function}(" in text


def test_the_flags_are_those_that_help_prints() -> None:
    printed = subprocess.run(
        [EXECUTABLE, "serve", "--help"], capture_output=True, text=True, timeout=20, check=True
    ).stdout
    # A flag's text may go over several lines.
    texts = re.findall(r"^  (--[\w-]+)(.*?)(?=^  -|\Z)", printed[printed.index("OPTIONS:") :], re.DOTALL | re.MULTILINE)
    helped = {flag: (found[1] if (found := re.search(r"default\s+(\S+?)\]", text)) else None) for flag, text in texts}
    helped.pop("--version", None)
    documented = {}
    for flag, default, text in article("Flags").rows("flags"):
        documented[re.match(r"`(--[\w-]+)", flag)[1]] = default.strip("`")
        assert text
    assert list(documented) == list(helped), "all of them, in the same order"
    assert {flag: documented[flag] for flag, default in helped.items() if default} == {
        flag: default for flag, default in helped.items() if default
    }


def test_the_verbs_are_those_that_help_prints() -> None:
    printed = subprocess.run([EXECUTABLE, "--help"], capture_output=True, text=True, timeout=20, check=True).stdout
    verbs = re.findall(r"^  ([a-z]+)(?: \(default\))?\s", printed[printed.index("SUBCOMMANDS:") :], re.MULTILINE)
    section = article("Flags").text.split("## Verbs")[1].split("\n## ")[0]
    assert set(re.findall(r"`(?:drydock )?([a-z]+)`", section)) == set(verbs)


def test_the_control_plane_has_every_call_that_it_describes() -> None:
    described = yaml.safe_load((ROOT / "Fixtures" / "openapi" / "control.yaml").read_text())["paths"]
    expected = {
        f"{method.upper()} {path.removeprefix('/_drydock') or '/'}"
        for path, item in described.items()
        for method in item
        if method in ("get", "post", "put", "patch", "delete")
    }
    listed = set()
    for cell in re.findall(r"^\| (`.*?) \| ", article("ControlPlane").text, re.MULTILINE):
        for methods, path in re.findall(r"`([A-Z/]+) (/\S*)`", cell):
            listed |= {f"{method} {path}" for method in methods.split("/")}
    assert listed == expected


@pytest.mark.parametrize("name", ["policies-anchor", "policies-anon"])
def test_the_policies_are_those_of_the_scenario_schema(name: str) -> None:
    schema = yaml.safe_load((ROOT / "Fixtures" / "schema" / "scenario.schema.json").read_text())
    vendor = name.removeprefix("policies-")
    known = schema["properties"][vendor]["properties"]["policies"]["properties"]
    named = [re.match(r"`(\w+):", policy)[1] for *_, policy in article("Choices").rows(name)]
    assert set(named) == set(known)
