"""The customer's own identity provider: keys, the key set that it publishes, and the tokens that it signs."""

from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from joserfc import jwk

from world import World

LIFETIME_SECONDS = 3600
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class SigningKey:
    """One key of the customer's, which PyJWT signs with and joserfc publishes."""

    def __init__(self, kid: str, algorithm: str = "RS256") -> None:
        self.kid = kid
        self.algorithm = algorithm
        self._private: PrivateKey
        match algorithm:
            case "RS256":
                self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
                self._published = jwk.RSAKey.import_key(self._private.public_key())
            case "ES256":
                self._private = ec.generate_private_key(ec.SECP256R1())
                self._published = jwk.ECKey.import_key(self._private.public_key())
            case "EdDSA":
                self._private = ed25519.Ed25519PrivateKey.generate()
                self._published = jwk.OKPKey.import_key(self._private.public_key())
            case _:
                raise ValueError(algorithm)

    @property
    def jwk(self) -> dict[str, Any]:
        """The public half, as it stands in a key set."""
        return {**self._published.as_dict(private=False), "kid": self.kid, "alg": self.algorithm, "use": "sig"}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token with exactly these claims. The header has `kid`; given as None it has none."""
        merged = {"kid": self.kid, **header}
        kept = {name: value for name, value in merged.items() if value is not None}
        return jwt.encode(claims, self._private, algorithm=self.algorithm, headers=kept)


def key_set(*keys: SigningKey) -> dict[str, Any]:
    """What the customer publishes at jwksUri."""
    return {"keys": [key.jwk for key in keys]}


def now(world: World) -> int:
    """The world's time in seconds since 1970."""
    instant = datetime.fromisoformat(world.demand("GET", "/clock")["now"])
    return int(instant.astimezone(UTC).timestamp())


def claims(world: World, subject: str = "ada", **more: Any) -> dict[str, Any]:
    """What a good token says at the world's time. A claim that is given as None is left out."""
    issued = now(world)
    good = {
        "iss": "https://login.customer.example",
        "aud": "https://customer.example",
        "sub": subject,
        "iat": issued,
        "exp": issued + LIFETIME_SECONDS,
    }
    return {name: value for name, value in {**good, **more}.items() if value is not None}
