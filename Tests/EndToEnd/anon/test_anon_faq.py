"""The FAQ itself: complete, the same wherever it is read, and each entry shown by a test."""

import html

from anon import Anon
from commands import run
from faq import printed_ids, shown_ids
from server import EXECUTABLE


def test_every_entry_is_shown_by_a_test() -> None:
    printed, shown = printed_ids(), set(shown_ids())
    assert set(printed["anon"]) - shown == set(), "entries without a test"
    assert shown - {identifier for ids in printed.values() for identifier in ids} == set(), "tests without an entry"


def test_faq_is_the_same_on_the_command_line_and_over_http(anon: Anon) -> None:
    entries = anon.world.demand("GET", "/faq")["entries"]
    served: dict[str, list[str]] = {}
    for entry in entries:
        served.setdefault(entry["vendor"], []).append(entry["id"])
    assert printed_ids() == served
    for entry in entries:
        printed = " ".join(run(EXECUTABLE, "faq", entry["id"]).split())
        for part in ("title", "symptom", "cause", "fix", "recipe"):
            assert " ".join(entry[part].split()) in printed, (entry["id"], part)
        assert anon.world.demand("GET", f"/faq/{entry['id']}") == entry
        page = anon.world.control("GET", f"/faq/{entry['id']}", headers={"Accept": "text/html"})
        assert page.headers["Content-Type"].startswith("text/html")
        for part in ("title", "symptom", "cause", "fix"):
            assert " ".join(entry[part].split()) in " ".join(html.unescape(page.text).split()), (entry["id"], part)


def test_scenarios_of_the_faq_are_built_in_and_each_has_an_entry(anon: Anon) -> None:
    entries = anon.world.demand("GET", "/faq")["entries"]
    used = {entry["scenario"] for entry in entries if (entry["scenario"] or "").startswith("faq/")}
    listed = {scenario["name"] for scenario in anon.world.demand("GET", "/scenarios")["scenarios"]}
    assert {name for name in listed if name.startswith("faq/")} == used
    assert {entry["scenario"] or "default" for entry in entries} <= listed
