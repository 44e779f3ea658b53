"""Downloading a customer's key set: what each kind of answer is called, redirects, bounds, silence and crowds."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from anon import Anon
from anon_keys import SigningKey, claims, key_set
from key_set_server import KeySetServer
from plain_http import is_healthy
from world import World

DECODING = "error decoding response body: "
NOT_A_VALUE = DECODING + "expected value at line 1 column 1"
PATH = "/.well-known/jwks.json"
SIGN_IN_PAGE = "<!doctype html>\n<title>Sign in</title>\n"
# What the customer's server answers, the text that comes of it, and the reason.
ANSWERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a page": ({"content": SIGN_IN_PAGE, "content_type": "text/html"}, NOT_A_VALUE, "jwks.notJSON"),
    "a page with 403": (
        {"content": SIGN_IN_PAGE, "content_type": "text/html", "status": 403},
        NOT_A_VALUE,
        "jwks.notJSON",
    ),
    "the text Not Found": ({"content": "Not Found", "status": 404}, NOT_A_VALUE, "jwks.notJSON"),
    "the text Unauthorized": ({"content": "Unauthorized", "status": 401}, NOT_A_VALUE, "jwks.notJSON"),
    "a byte order mark": ({"content": b'\xef\xbb\xbf{"keys":[]}'}, NOT_A_VALUE, "jwks.notJSON"),
    "blank lines, then a page": (
        {"content": "\n\n  <html></html>"},
        DECODING + "expected value at line 3 column 3",
        "jwks.notJSON",
    ),
    "nothing": ({"content": b""}, DECODING + "EOF while parsing a value at line 1 column 0", "jwks.notJSON"),
    "a text with f": (
        {"content": "file not found"},
        DECODING + "expected ident at line 1 column 2",
        "jwks.notJSON",
    ),
    "a text with t": ({"content": "too late"}, DECODING + "expected ident at line 1 column 2", "jwks.notJSON"),
    "a text with n": ({"content": "not found"}, DECODING + "expected ident at line 1 column 2", "jwks.notJSON"),
    "JSON without keys": (
        {"content": b'{"error":"not found"}', "status": 404},
        DECODING + "missing field `keys` at line 1 column 21",
        "jwks.noKeys",
    ),
    "JSON without keys in 403": (
        {"content": b'{\n  "message": "Forbidden"\n}\n', "status": 403},
        DECODING + "missing field `keys` at line 3 column 1",
        "jwks.noKeys",
    ),
    "half a key set": (
        {"content": b'{"keys":['},
        DECODING + "EOF while parsing a list at line 1 column 9",
        "jwks.notJSON",
    ),
}
# What stands at jwksUri itself, the text, and the reason.
ADDRESSES = {
    "$ANON_JWKS_PUBLIC_URL": ("builder error: relative URL without a base", "jwks.unexpandedVariable"),
    "${ANON_JWKS_PUBLIC_URL}/jwks.json": ("builder error: relative URL without a base", "jwks.unexpandedVariable"),
    "/.well-known/jwks.json": ("builder error: relative URL without a base", "jwks.badURL"),
    "customer.example/jwks.json": ("builder error: relative URL without a base", "jwks.badURL"),
    "": ("builder error: relative URL without a base", "jwks.badURL"),
    "ftp://customer.example/jwks.json": (
        "builder error for url (ftp://customer.example/jwks.json): URL scheme is not allowed",
        "jwks.badURL",
    ),
    "file:///etc/passwd": (
        "builder error for url (file:///etc/passwd): URL scheme is not allowed",
        "jwks.badURL",
    ),
    "http://nobody.invalid/jwks.json": (
        "error sending request for url (http://nobody.invalid/jwks.json): error trying to connect: "
        "dns error: failed to lookup address information: Name or service not known",
        "jwks.unreachable",
    ),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_answer_that_is_no_key_set_is_refused_in_the_vendors_words(
    anon: Anon, key_sets: KeySetServer, answer: str
) -> None:
    served, text, reason = ANSWERS[answer]
    url = key_sets.serve(**served)
    anon.assert_refused(anon.create_pool(url), 500, {"error": text}, reason)
    key_sets.serve(key_set(SigningKey("customer-1", "ES256")))
    assert anon.create_pool(url).status_code == 200, "published as it should be, the same call succeeds"


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_that_leads_nowhere_is_refused_in_the_vendors_words(anon: Anon, address: str) -> None:
    text, reason = ADDRESSES[address]
    anon.assert_refused(anon.create_pool(address), 500, {"error": text}, reason)


def test_host_that_does_not_listen_is_named(anon: Anon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}{PATH}"
    text = (
        f"error sending request for url ({url}): error trying to connect: "
        "tcp connect error: Connection refused (os error 111)"
    )
    anon.assert_refused(anon.create_pool(url), 500, {"error": text}, "jwks.unreachable")


def test_pool_that_cannot_be_made_does_not_even_use_an_id(anon: Anon, key_sets: KeySetServer) -> None:
    good, bad = key_sets.serve({"keys": []}), key_sets.serve(SIGN_IN_PAGE, "/sign-in")
    first = anon.pool(good)
    anon.world.reset()
    assert anon.create_pool(bad).status_code == 500
    assert anon.create_pool("ftp://customer.example").status_code == 500
    assert anon.pool(good) == first


def test_status_of_the_answer_is_not_looked_at(anon: Anon, key_sets: KeySetServer) -> None:
    url = key_sets.serve(key_set(SigningKey("customer-1", "ES256")), status=403)
    assert anon.create_pool(url).status_code == 200


def test_pool_shows_where_its_keys_are_and_which_claim_names_the_user(anon: Anon, key_sets: KeySetServer) -> None:
    url = key_sets.serve({"keys": []})
    made = anon.create_pool(url, id_claim="email").json()
    assert (made["authorization"], made["hosted"]) == ({"jwksUri": url, "idClaim": "email"}, False)
    assert anon.demand("GET", f"/org/userPool/{made['id']}") == made


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_followed(anon: Anon, key_sets: KeySetServer, status: int) -> None:
    key = SigningKey("customer-1", "ES256")
    key_sets.serve(key_set(key), "/moved/jwks.json")
    for location in ("/moved/jwks.json", f"{key_sets.base_url}/moved/jwks.json", "moved/jwks.json"):
        client = anon.own_client(key_sets.redirect("/here", location, status))
        assert anon.app_integration(key.sign(claims(anon.world)), client).status_code == 200


def test_nine_redirects_are_followed_and_ten_are_too_many(anon: Anon, key_sets: KeySetServer) -> None:
    for hop in range(10):
        key_sets.redirect(f"/{hop}", f"/{hop + 1}")
    key_sets.serve({"keys": []}, "/10")
    assert anon.create_pool(f"{key_sets.base_url}/1").status_code == 200
    text = f"error following redirect for url ({key_sets.base_url}/9): too many redirects"
    anon.assert_refused(anon.create_pool(f"{key_sets.base_url}/0"), 500, {"error": text}, "jwks.tooManyRedirects")


def test_redirect_to_the_sign_in_page_gives_the_text_of_the_faq(anon: Anon, key_sets: KeySetServer) -> None:
    key_sets.serve(SIGN_IN_PAGE, "/sign-in", content_type="text/html")
    url = key_sets.redirect(PATH, "/sign-in?next=jwks")
    anon.assert_refused(anon.create_pool(url), 500, {"error": NOT_A_VALUE}, "jwks.notJSON")


def test_answer_that_is_too_large_is_not_read_to_its_end(anon: Anon, key_sets: KeySetServer) -> None:
    padding = " " * (2 << 20)
    url = key_sets.serve('{"keys":[]}' + padding)
    text = "request or response body error: length limit exceeded"
    anon.assert_refused(anon.create_pool(url), 500, {"error": text}, "jwks.tooLarge")
    key_sets.serve('{"keys":[]}' + padding[: 1 << 19])
    assert anon.create_pool(url).status_code == 200


def test_host_that_hangs_holds_up_nobody_else(anon: Anon, key_sets: KeySetServer) -> None:
    url = key_sets.serve({"keys": []})
    key_sets.hold()
    with ThreadPoolExecutor(max_workers=1) as pool:
        hanging = pool.submit(anon.create_pool, url)
        key_sets.await_downloads(1)
        ready = anon.credentials
        for number in range(10):
            assert anon.create_pool().status_code == 200
            assert anon.app_integration(ready["appUserIdToken"], ready["webappSdkClient"]["id"]).status_code == 200
            assert anon.issue(f"user-{number}")
        other = key_sets.serve({"keys": []}, "/other.json")
        assert anon.create_pool(other).status_code == 200, "not even another download of the same host's"
        assert not hanging.done()
        key_sets.release()
        assert hanging.result(timeout=20).status_code == 200


def test_parallel_creation_on_one_slow_address_makes_one_download(anon: Anon, key_sets: KeySetServer) -> None:
    crowd = 20
    url = key_sets.serve({"keys": []})
    key_sets.hold()
    with ThreadPoolExecutor(max_workers=crowd) as pool:
        hanging = [pool.submit(anon.create_pool, url) for _ in range(crowd)]
        key_sets.await_downloads(1)
        # Each on a connection of its own: when the last is answered, those that came before have been read.
        for _ in range(50):
            assert is_healthy(anon.world.base_url)
        assert not any(future.done() for future in hanging)
        key_sets.release()
        made = [future.result(timeout=20) for future in hanging]
    assert [answer.status_code for answer in made] == [200] * crowd
    assert len({answer.json()["id"] for answer in made}) == crowd
    assert key_sets.downloads() == 1
    assert anon.create_pool(url).status_code == 200
    assert key_sets.downloads() == 2, "creating a pool later downloads anew"


def test_crowd_that_waits_for_a_bad_answer_hears_it_all(anon: Anon, key_sets: KeySetServer) -> None:
    url = key_sets.serve(SIGN_IN_PAGE)
    key_sets.hold()
    with ThreadPoolExecutor(max_workers=5) as pool:
        hanging = [pool.submit(anon.create_pool, url) for _ in range(5)]
        key_sets.await_downloads(1)
        key_sets.release()
        texts = {future.result(timeout=20).json()["error"] for future in hanging}
    assert texts == {NOT_A_VALUE}


def test_worlds_download_for_themselves(worlds: Callable[..., World], key_sets: KeySetServer) -> None:
    url = key_sets.serve({"keys": []})
    for number, world in enumerate((worlds(), worlds()), start=1):
        anon = Anon(world)
        assert anon.create_pool(url).status_code == 200
        anon.close()
        assert key_sets.downloads() == number
