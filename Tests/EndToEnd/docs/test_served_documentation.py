"""The documentation that a running server has: the same words as the repository, for programs and as pages."""

import re

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from axe import expect_no_violation
from browser import PHONE
from documentation import Document, articles, documents
from server import DrydockServer
from world import World

LINK = re.compile(r"\]\([^)]*\)")


@pytest.mark.parametrize("document", documents(), ids=lambda it: it.name)
def test_an_article_has_the_same_words(world: World, document: Document) -> None:
    served = world.control("GET", f"/docs/{document.path.name}")
    assert served.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert LINK.sub("]()", served.text) == LINK.sub("]()", document.text)


def test_an_assistant_finds_every_article_from_the_list(drydock: DrydockServer, world: World) -> None:
    listed = world.control("GET", "/llms.txt").text
    assert listed.startswith("# Drydock\n\n> ")
    found = re.findall(r"^- \[([^]]+)\]\(([^)]+)\): (.+)$", listed, re.MULTILINE)
    for _, address, _ in found:
        assert address.startswith(drydock.base_url)
        assert httpx.get(address).status_code == 200, address
    assert {document.path.stem for document in articles()} <= {
        address.rsplit("/", 1)[1].removesuffix(".md") for _, address, _ in found
    }
    assert "/_drydock/llms.txt" in httpx.get(drydock.base_url).text, "the first page leads there"


@pytest.mark.parametrize("name", ["README", "Operations", "Contributing", "Worlds"])
def test_an_article_is_a_page_that_everybody_can_read(context: BrowserContext, world: World, name: str) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"{world.base_url}/_drydock/docs?world={world.name}")
    page.locator(f"main a[href^='/_drydock/docs/{name}?']").first.click()
    expect(page.locator("article.prose h2").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    expect_no_violation(page, name)


def test_a_link_within_the_articles_leads_to_the_heading(context: BrowserContext, world: World) -> None:
    page = context.new_page()
    page.goto(f"{world.base_url}/_drydock/docs/ControlPlane?world={world.name}")
    page.get_by_role("link", name="snapshots", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worlds")
    expect(page.get_by_role("heading", name="Snapshots, diff, rewind")).to_be_in_viewport()
