"""Worlds with something in them to look at."""

import httpx
import pytest

from anon import Anon
from world import World


@pytest.fixture
def busy(world: World, anon: Anon) -> World:
    """A world in which both vendors were used, rightly and wrongly, and a rule is in force."""
    application = world.application("https://shop.example.com")["id"]
    token = world.identity_token(application)
    world.complete(token)
    httpx.get(f"{world.base_url}/identity/create?token={token}", headers={"Accept": "text/html"})
    world.session()
    world.api.get("/v1/sessions/00000000-0000-4000-8000-000000000000")
    world.api.get("/v1/nothing/like/it")
    anon.link("ada")
    world.add_rule("anchor.createSession", {"problem": "outOfCredits"}, times=1)
    world.api.post("/v1/sessions", json={})
    world.demand("POST", "/snapshots", json={"name": "before"})
    return world
