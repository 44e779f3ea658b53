"""The vendor's newest SDK as the tests use it."""

from anchorbrowser import Anchorbrowser

from world import World


def strict_sdk(world: World, key: str | None = None) -> Anchorbrowser:
    """A client of `world` that refuses every answer which does not fit the SDK's types."""
    return Anchorbrowser(
        base_url=world.base_url, api_key=key or world.api_key, timeout=20, _strict_response_validation=True
    )
