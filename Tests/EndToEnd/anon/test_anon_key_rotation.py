"""A customer's key set that changes: how long it is kept, keys that come and go, and a set that goes away."""

from anon import Anon
from anon_keys import SigningKey, claims, key_set
from key_set_server import KeySetServer


def test_key_set_is_kept_for_its_lifetime_on_the_worlds_clock(anon: Anon, key_sets: KeySetServer) -> None:
    anon.world.load({"name": "short", "extends": ["default"], "anon": {"policies": {"jwksLifetime": "10m"}}})
    old, new = SigningKey("customer-1", "ES256"), SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(old)))
    assert key_sets.downloads() == 1, "creating the pool downloads"
    token = old.sign(claims(anon.world))
    for _ in range(3):
        assert anon.app_integration(token, client).status_code == 200
    assert key_sets.downloads() == 1, "using it does not"
    key_sets.serve(key_set(new))
    anon.world.advance("9m59s")
    assert anon.app_integration(token, client).status_code == 200
    anon.world.advance("1s")
    anon.assert_unauthorized(anon.app_integration(token, client), "jwt.badSignature")
    assert anon.app_integration(new.sign(claims(anon.world)), client).status_code == 200
    assert key_sets.downloads() == 2


def test_kid_that_was_added_later_is_found_at_once(anon: Anon, key_sets: KeySetServer) -> None:
    """Rotation as it should be done: publish the new key, sign with it, withdraw the old one."""
    old, new = SigningKey("customer-1", "ES256"), SigningKey("customer-2", "ES256")
    client = anon.own_client(key_sets.serve(key_set(old)))
    anon.assert_unauthorized(anon.app_integration(new.sign(claims(anon.world)), client), "jwt.unknownKid")
    key_sets.serve(key_set(old, new))
    assert anon.app_integration(new.sign(claims(anon.world)), client).status_code == 200
    assert anon.app_integration(old.sign(claims(anon.world)), client).status_code == 200
    key_sets.serve(key_set(new))
    anon.world.advance("5m")
    anon.assert_unauthorized(anon.app_integration(old.sign(claims(anon.world)), client), "jwt.unknownKid")


def test_key_set_that_went_away_is_a_401_with_the_downloads_reason(anon: Anon, key_sets: KeySetServer) -> None:
    key = SigningKey("customer-1", "ES256")
    client = anon.own_client(key_sets.serve(key_set(key)))
    anon.world.advance("5m")
    key_sets.serve("<html>Sign in</html>")
    anon.assert_unauthorized(anon.app_integration(key.sign(claims(anon.world)), client), "jwks.notJSON")
    key_sets.serve(key_set(key))
    assert anon.app_integration(key.sign(claims(anon.world)), client).status_code == 200
