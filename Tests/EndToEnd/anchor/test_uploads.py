"""Extensions, certificates and integrations as the vendor's SDK and plain clients bring them."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from anchorbrowser import Anchorbrowser, BadRequestError, ConflictError, NotFoundError

from uploads import AUTHORITY, extension_archive, extension_files
from world import World

TOKEN = "ops_eyJzaWduSW5BZGRyZXNzIjoibXkuMXBhc3N3b3JkLmNvbSJ9"


def test_certificates_through_the_sdk(sdk: Anchorbrowser) -> None:
    made = sdk.certificates.create_certificate(
        name="proxy-ca", file=("ca.pem", AUTHORITY.encode()), description="The proxy"
    )
    assert made.data is not None and made.data.name == "proxy-ca" and made.data.description == "The proxy"
    with pytest.raises(ConflictError):
        sdk.certificates.create_certificate(name="proxy-ca", file=AUTHORITY.encode())
    with pytest.raises(BadRequestError):
        sdk.certificates.create_certificate(name="other", file=b"no certificate")
    listed = sdk.certificates.list_certificates().data
    assert listed is not None and [item.name for item in listed] == ["proxy-ca"]
    sdk.certificates.delete_certificate("proxy-ca")
    with pytest.raises(NotFoundError):
        sdk.certificates.delete_certificate("proxy-ca")


def test_extensions_through_the_sdk(sdk: Anchorbrowser) -> None:
    made = sdk.extensions.upload_extension(name="My mark", file=("mark.zip", extension_archive())).data
    assert made is not None and made.id is not None and made.manifest is not None
    assert (made.name, made.manifest.name, made.manifest.version) == (
        "My mark",
        "Mark",
        "1.2",
    )
    assert sdk.extensions.get_extension(made.id) == made
    assert sdk.extensions.list_extensions().data == [made]
    with pytest.raises(BadRequestError):
        sdk.extensions.upload_extension(name="None", file=b"no archive")
    sdk.extensions.delete_extension(made.id)
    with pytest.raises(NotFoundError):
        sdk.extensions.get_extension(made.id)


def test_integrations_through_the_sdk(sdk: Anchorbrowser) -> None:
    credentials = {"type": "serviceAccount", "data": {"serviceAccount": TOKEN}}
    made = sdk.integrations.create_integration(name="Vault", type="1PASSWORD", credentials=credentials).data
    assert made is not None and made.integration is not None and made.integration.id is not None
    listed = sdk.integrations.list_integrations().data
    assert listed is not None and listed.integrations == [made.integration]
    reference = {
        "id": str(made.integration.id),
        "type": "1PASSWORD",
        "configuration": {"load_mode": "all"},
    }
    sdk.sessions.create_session(integrations=[reference])
    gone = sdk.integrations.delete_integration(str(made.integration.id)).data
    assert gone is not None and gone.integration is not None and gone.integration.deleted is True
    with pytest.raises(BadRequestError):
        sdk.sessions.create_session(integrations=[reference])


def zipped(folder: Path) -> bytes:
    """The same files as the command `zip` packs them."""
    if shutil.which("zip") is None:
        pytest.skip("no zip on the PATH")
    for name, text in extension_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(["zip", "-q", "-r", "../extension.zip", "."], cwd=folder, check=True)
    return (folder.parent / "extension.zip").read_bytes()


@pytest.mark.parametrize("maker", ["stored", "deflated", "zip"])
def test_extensions_of_usual_tools_are_taken(world: World, tmp_path: Path, maker: str) -> None:
    if maker == "zip":
        (tmp_path / "extension").mkdir()
        archive = zipped(tmp_path / "extension")
    else:
        archive = extension_archive(method=zipfile.ZIP_STORED if maker == "stored" else zipfile.ZIP_DEFLATED)
    answer = world.api.post("/v1/extensions", data={"name": "Mark"}, files={"file": ("mark.zip", archive)})
    assert answer.status_code == 200, answer.text
    made = answer.json()["data"]
    assert made["manifest"] == {"name": "Mark", "version": "1.2", "manifest_version": 3}
    assert world.api.get(f"/v1/extensions/{made['id']}").json() == made
    session = world.api.post("/v1/sessions", json={"browser": {"extensions": [made["id"]]}})
    assert session.status_code == 200
    assert "X-Drydock-Reason" not in session.headers


def test_an_extension_may_be_larger_than_other_bodies(world: World) -> None:
    large = io.BytesIO(extension_archive())
    with zipfile.ZipFile(large, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("noise.bin", bytes(range(256)) * (40 << 12))
    for content, status in ((large.getvalue(), 200), (bytes(51 << 20), 413)):
        files = {"file": ("large.zip", content)}
        answer = world.api.post("/v1/extensions", data={"name": "Large"}, files=files, timeout=60)
        assert answer.status_code == status, answer.text


def test_integrations_never_show_their_token(world: World) -> None:
    body = {"name": "Vault", "type": "1PASSWORD"}
    body["credentials"] = {"type": "serviceAccount", "data": {"serviceAccount": TOKEN}}
    made = world.api.post("/v1/integrations", json=body)
    assert made.status_code == 200, made.text
    integration = made.json()["data"]["integration"]
    assert integration["path"].endswith(integration["id"])
    reference = {
        "id": integration["id"],
        "type": "1PASSWORD",
        "configuration": {"load_mode": "all"},
    }
    world.session(integrations=[reference])
    snapshot = world.demand("POST", "/snapshots", json={"name": "one"})
    exported = world.control("GET", f"/snapshots/{snapshot['id']}")
    assert "tokenHash" in exported.text
    answers = [
        made,
        exported,
        world.api.get("/v1/integrations"),
        world.api.delete(f"/v1/integrations/{integration['id']}"),
    ]
    assert all(answer.status_code == 200 and TOKEN not in answer.text for answer in answers)
