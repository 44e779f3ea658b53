"""A tour of all operations of both vendors: each is called, in an order in which each has something to answer."""

import base64
import json
import re
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from described_requests import DescribedRequests
from description import Description
from plain_http import plain_client
from poll import until
from uploads import AUTHORITY, extension_archive, fixed_form
from world import World

CALLBACK = "https://app.example.com/callback"
LINKEDIN = "linkedin"
WEB = "http://localhost:3000"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@dataclass(frozen=True)
class Answered:
    """An answer to one operation: its headers and body as text."""

    operation: str
    step: str
    status: int
    text: str


class Tour:
    """Walks through one world; the same walk sends the same requests."""

    def __init__(self, world: World, tunnel_target: str) -> None:
        self.answers: list[Answered] = []
        self._world = world
        self._tunnel_target = tunnel_target
        self._client = plain_client(
            world.base_url, headers={"X-Drydock-World": world.name, "Accept-Encoding": "identity"}, timeout=30
        )

    def walk(self) -> list[Answered]:
        """All operations; returns the answers."""
        try:
            self._anchor()
            self._anon()
            self._canned()
        finally:
            self._client.close()
        return self.answers

    def _call(self, operation: str, method: str, path: str, status: int = 200, **arguments: Any) -> httpx.Response:
        response = self._client.request(method, path, **arguments)
        assert response.status_code == status, f"{operation}: {response.status_code} {response.text}"
        self._keep(operation, f"{method} {path.partition('?')[0]}", status, _head(response), response.content)
        return response

    def _keep(self, operation: str, step: str, status: int, head: str, body: bytes) -> None:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            text = base64.b16encode(body).decode()
        self.answers.append(Answered(operation, step, status, f"{head}\n{text}"))

    # Anchor

    def _anchor(self) -> None:
        key = {"anchor-api-key": "sk-test"}

        def call(name: str, method: str, path: str, status: int = 200, **arguments: Any) -> httpx.Response:
            headers = {**key, **arguments.pop("extra", {})}
            return self._call(f"anchor.{name}", method, path, status, headers=headers, **arguments)

        cookie = {"headers": {"Cookie": "wos-session=anybody"}}
        project = self._call("anchor.getUserProject", "GET", "/api/user/project", **cookie).json()
        keys = f"/v1/projects/{_first_uuid(json.dumps(project))}/api-keys"
        self._call("anchor.listProjectAPIKeys", "GET", keys, **cookie)
        body = {"source": "https://shop.example.com", "name": "Shop"}
        application = call("createApplication", "POST", "/v1/applications", 201, json=body).json()["id"]
        path = f"/v1/applications/{application}"
        call("listApplications", "GET", "/v1/applications")
        call("getApplication", "GET", path)
        flow = {"name": "Login", "methods": ["username_password"]}
        flow_id = call("createAuthFlow", "POST", f"{path}/auth-flows", 201, json=flow).json()["id"]
        call("listAuthFlows", "GET", f"{path}/auth-flows")
        call("updateAuthFlow", "PATCH", f"{path}/auth-flows/{flow_id}", json={"name": "Sign-in"})
        call("deleteAuthFlow", "DELETE", f"{path}/auth-flows/{flow_id}")
        tokens = [
            call("createIdentityToken", "POST", f"{path}/tokens", 201, json={"callbackUrl": CALLBACK}).json()["token"]
            for _ in range(2)
        ]
        self._hosted_page(tokens[0])
        self._world.advance("15m")
        call("openIdentityCreatePage", "GET", "/identity/create", 409, params={"token": tokens[0]})
        call("openIdentityCreatePage", "GET", "/identity/create", 410, params={"token": tokens[1]})
        call("openIdentityCreatePage", "GET", "/identity/create", 404, params={"token": "unknown"})
        self._identities(call, path)
        self._sessions(call)
        self._profiles(call)
        self._volumes(call)
        self._uploads(call)
        self._agents(call)
        self._tasks(call)
        self._legacy_tasks(call)
        self._events(call)
        self._batches(call)
        self._session_tokens(call)
        self._older_sessions(call)
        self._webhooks(call)
        self._page_tools(call)
        self._dynamic_sign_in(call)
        call("deleteApplication", "DELETE", path)
        call("getApplication", "GET", path, 404)
        self._call("anchor.listApplications", "GET", "/v1/applications", 401)

    def _hosted_page(self, token: str) -> None:
        query = {"params": {"token": token}}
        page = self._call("anchor.openIdentityCreatePage", "GET", "/identity/create", **query)
        for typed in ({}, {"userName": ""}, {"userName": "user_good"}, {"password": "secret"}):
            hidden = dict(
                re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page.text.split("Sign in as")[0])
            )
            status = 422 if typed == {"userName": ""} else 200
            form = {"data": {**hidden, **typed}}
            led = self._call("anchor.submitIdentityCreatePage", "POST", "/identity/create", 303, **form, **query)
            step = led.headers["Location"]
            page = self._call("anchor.openIdentityCreatePage", "GET", step, status)
        assert "Success" in page.text

    @staticmethod
    def _identities(call: Any, application: str) -> None:
        credentials = [{"type": "username_password", "username": "ada", "password": "secret"}]
        body = {"source": "https://shop.example.com/login", "credentials": credentials}
        identity = call("createIdentity", "POST", "/v1/identities", 201, json=body).json()["id"]
        path = f"/v1/identities/{identity}"
        call("getIdentity", "GET", path)
        call("updateIdentity", "PUT", path, json={"metadata": {"userId": "u-1"}})
        call("getIdentityCredentials", "GET", f"{path}/credentials")
        call("reauthenticateIdentity", "POST", f"{path}/reauthenticate", json={})
        call("listApplicationIdentities", "GET", f"{application}/identities")
        call("deleteIdentity", "DELETE", path)
        call("getIdentity", "GET", path, 404)

    def _sessions(self, call: Any) -> None:
        session = call("createSession", "POST", "/v1/sessions", json={"session": {"tags": ["a"]}}).json()["data"]["id"]
        path = f"/v1/sessions/{session}"
        call("getSession", "GET", path)
        call("openLiveView", "GET", "/", params={"sessionId": session})
        call("openLiveView", "GET", "/", 404, params={"sessionId": "unknown"})
        query = {"apiKey": "sk-test", "sessionId": session}
        for name, place in (("attachSession", "/"), ("attachPage", "/devtools/page/p")):
            self._call(f"anchor.{name}", "GET", place, 501, params=query, headers=UPGRADE)
        for name, place in (("describeBrowser", "version"), ("listTargets", "list"), ("listTargetsAtRoot", "")):
            call(name, "GET", f"/json/{place}", 501, params=query)
        # The tour's server runs no browser.
        call("streamLiveView", "GET", "/live-view/frames", 501, params={"sessionId": session})
        call("getLiveViewPage", "GET", "/live-view/page", 501, params={"sessionId": session})
        call("sendLiveViewInput", "POST", "/live-view/input", 501, params={"sessionId": session}, json={"events": []})
        self._session_page(call, path)
        call("getSessionTags", "GET", f"{path}/tags")
        call("setSessionTags", "PUT", f"{path}/tags", json={"tags": ["b"]})
        call("deleteSessionTags", "DELETE", f"{path}/tags")
        call("pauseRecording", "POST", f"{path}/recordings/pause")
        call("resumeRecording", "POST", f"{path}/recordings/resume")
        self._world.advance("90s")
        call("listSessions", "GET", "/v1/sessions")
        call("getAllSessionsStatus", "GET", "/v1/sessions/all/status")
        call("endSession", "DELETE", path)
        recordings = call("listSessionRecordings", "GET", f"{path}/recordings")
        call("fetchPrimaryRecording", "GET", f"{path}/recordings/primary/fetch")
        recording = next(item["id"] for item in recordings.json()["data"]["items"])
        call("deleteRecording", "DELETE", f"{path}/recordings/{recording}")
        for granularity in ("hour", "day", "week"):
            call("getSessionsHistory", "GET", "/v1/sessions/history", params={"granularity": granularity})
        call("getSessionsHistory", "GET", "/v1/sessions/history")
        call("createSession", "POST", "/v1/sessions")
        call("endAllSessions", "DELETE", "/v1/sessions/all")
        call("getSession", "GET", path)

    @staticmethod
    def _session_page(call: Any, path: str) -> None:
        place = {"x": 20, "y": 30}
        for name, step, body in (
            ("goToURL", "goto", {"url": "https://shop.example.com/"}),
            ("moveMouse", "mouse/move", place),
            ("pressMouseButton", "mouse/down", place),
            ("releaseMouseButton", "mouse/up", place),
            ("clickMouse", "mouse/click", place),
            ("doubleClickMouse", "mouse/doubleClick", place),
            ("dragAndDrop", "drag-and-drop", {"startX": 1, "startY": 2, "endX": 3, "endY": 4}),
            ("scroll", "scroll", {**place, "deltaY": 100}),
            ("typeText", "keyboard/type", {"text": "Ada"}),
            ("pressKeyboardShortcut", "keyboard/shortcut", {"keys": ["Ctrl", "a"]}),
            ("setClipboard", "clipboard", {"text": "copied"}),
            ("pasteText", "paste", {"text": "pasted"}),
        ):
            call(name, "POST", f"{path}/{step}", json=body)
        call("getClipboard", "GET", f"{path}/clipboard")
        call("copySelection", "POST", f"{path}/copy")
        # A boundary of our own: the client's would be another one each time.
        form = {"Content-Type": "multipart/form-data; boundary=tour"}
        part = b'--tour\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nbytes\r\n--tour--\r\n'
        call("uploadSessionFiles", "POST", f"{path}/uploads", content=part, extra=form)
        call("takeSessionScreenshot", "GET", f"{path}/screenshot")
        call("listSessionPages", "GET", f"{path}/pages")
        call("listSessionDownloads", "GET", f"{path}/downloads")
        for name, prefix in (("fetchDownload", path.removeprefix("/v1")), ("fetchSessionDownload", path)):
            call(name, "GET", f"{prefix}/downloads/none/fetch", 404)

    @staticmethod
    def _profiles(call: Any) -> None:
        call("createProfile", "POST", "/v1/profiles", json={"name": "browser"})
        call("listProfiles", "GET", "/v1/profiles")
        call("getProfile", "GET", "/v1/profiles/browser")
        call("updateProfile", "PUT", "/v1/profiles/browser", json={"description": "Ours"})
        call("deleteProfile", "DELETE", "/v1/profiles/browser")

    def _webhooks(self, call: Any) -> None:
        # Nobody is there: the one delivery is taken as if somebody were.
        self._world.add_rule("anchor.deliverWebhook", {"reply": {"status": 204}})
        body = {"url": "http://127.0.0.1:9/hook", "subscribed_events": ["batch.failed"]}
        webhook = call("createWebhook", "POST", "/v1/webhooks", 201, json=body).json()["id"]
        path = f"/v1/webhooks/{webhook}"
        call("createWebhook", "POST", "/v1/webhooks", 400, json={**body, "url": "https://10.0.0.1/hook"})
        call("listWebhooks", "GET", "/v1/webhooks")
        call("getWebhook", "GET", path)
        call("updateWebhook", "PATCH", path, json={"description": "Ours"})
        call("rotateWebhookSecret", "POST", f"{path}/rotate-secret")
        call("testWebhook", "POST", f"{path}/test", 202, json={"event_type": "batch.failed"})
        until(self._has_delivered, what="the end of the delivery")
        deliveries = call("listWebhookDeliveries", "GET", f"{path}/events", params={"include_payload": "true"}).json()
        assert [row["status"] for row in deliveries["events"]] == ["succeeded"]
        assert all(row["scheduled_at"] and row["completed_at"] for row in deliveries["events"])
        call("deleteWebhook", "DELETE", path)
        call("getWebhook", "GET", path, 404)

    def _has_delivered(self) -> bool:
        """Whether the one delivery is done. It is seen in a snapshot: how often it is looked at must leave no trace in the journal."""
        self._world.demand("POST", "/snapshots", json={"name": "tour"})
        document = self._world.demand("GET", "/snapshots/tour")
        self._world.demand("DELETE", "/snapshots/tour")
        return '"succeeded"' in json.dumps(document)

    def _volumes(self, call: Any) -> None:
        volume = call("createVolume", "POST", "/v1/volumes", json={"name": "reports"}).json()["data"]["id"]
        path = f"/v1/volumes/{volume}"
        call("listVolumes", "GET", "/v1/volumes")
        call("getVolumeByName", "GET", "/v1/volumes/by-name/reports")
        call("getVolume", "GET", path)
        call("createVolumeDirectory", "POST", f"{path}/directories", json={"path": "2026"})
        form, body = fixed_form(path="2026/may.csv", file=("may.csv", b"a,b\n"))
        call("uploadVolumeFile", "POST", f"{path}/files", content=body, extra=form)
        call("uploadVolumeFile", "POST", f"{path}/files", 409, content=body, extra=form)
        wanted = {"path": "2026/june.csv", "content_type": "text/csv", "size": 4}
        upload = call("createVolumeUploadURL", "POST", f"{path}/files/upload-url", json=wanted).json()["data"]
        target = upload["signed_url"].removeprefix(self._world.base_url)
        self._call("anchor.putVolumeUpload", "PUT", target, headers=upload["headers"], content=b"c,d\n")
        self._call("anchor.putVolumeUpload", "PUT", target + "0", 403, headers=upload["headers"], content=b"c,d\n")
        call("listVolumeFiles", "GET", f"{path}/files", params={"recursive": "true"})
        call("listVolumePaths", "GET", f"{path}/paths", params={"prefix": "2026/", "limit": "2"})
        call("getVolumeFileInfo", "GET", f"{path}/files/stat", params={"path": "2026/june.csv"})
        query = {"path": "2026/june.csv"}
        download = call("downloadVolumeFile", "GET", f"{path}/files/download", params=query).json()["data"]
        call("downloadVolumeFile", "GET", f"{path}/files/download", 302, params={**query, "redirect": "true"})
        target = download["signed_url"].removeprefix(self._world.base_url)
        self._call("anchor.getVolumeDownload", "GET", target)
        call("deleteVolumeFiles", "DELETE", f"{path}/files", params={"prefix": "2026/", "recursive": "true"})
        call("deleteVolume", "DELETE", path)
        call("getVolume", "GET", path, 404)

    @staticmethod
    def _uploads(call: Any) -> None:
        for group, file, content in (
            ("Extension", "mark.zip", extension_archive()),
            ("Certificate", "ca.pem", AUTHORITY.encode()),
        ):
            path = f"/v1/{group.lower()}s"
            form, body = fixed_form(name="tour", file=(file, content))
            made = call(f"upload{group}", "POST", path, content=body, extra=form).json()["data"]
            call(f"list{group}s", "GET", path)
            if group == "Extension":
                call("getExtension", "GET", f"{path}/{made['id']}")
            name = made["id" if group == "Extension" else "name"]
            call(f"delete{group}", "DELETE", f"{path}/{name}")
            call(f"delete{group}", "DELETE", f"{path}/{name}", 404)
        token = {"type": "serviceAccount", "data": {"serviceAccount": "ops_" + "tour" * 10}}
        body = {"name": "Vault", "type": "1PASSWORD", "credentials": token}
        made = call("createIntegration", "POST", "/v1/integrations", json=body).json()["data"]["integration"]
        call("listIntegrations", "GET", "/v1/integrations")
        call("deleteIntegration", "DELETE", f"/v1/integrations/{made['id']}")

    def _agents(self, call: Any) -> None:
        script = {"result": "Done", "duration": "2s", "files": [{"name": "a.txt", "content": "A"}], "times": 1}
        question = {"result": "Done", "duration": "2s", "question": {"message": "Go on?"}, "times": 2}
        for result in (question, script):
            self._world.demand("POST", "/task-results", json=result)
        session = call("createSession", "POST", "/v1/sessions").json()["data"]["id"]
        path, body = f"/v1/sessions/{session}/agent", {"prompt": "Look around", "human_intervention": True}
        for name in ("pause", "resume"):
            call(f"{name}Agent", "POST", f"{path}/{name}", 400)
        started = []
        for _ in range(3):
            answer = call(
                "performWebTask", "POST", "/v1/tools/perform-web-task", params={"sessionId": session}, json={**body, "async": True}
            )
            started.append(answer.json()["data"]["workflow_id"])
        for name in ("pause", "resume"):
            call(f"{name}Agent", "POST", f"{path}/{name}")
        form, content = fixed_form(file=("files.zip", extension_archive()))
        call("uploadAgentFiles", "POST", f"{path}/files", content=content, extra=form)
        call("listAgentFiles", "GET", f"{path}/files")
        asked = call("getRequestedIntervention", "GET", f"{path}/requested-human-intervention").json()["data"]["requests"]
        call("listPendingInterventions", "GET", "/v1/sessions/pending-interventions")
        page = f"/interventions/{asked[0]['requestId']}"
        call("openInterventionPage", "GET", page)
        call("submitInterventionPage", "POST", page, 303, data={"field-0": "Yes"})
        call("openInterventionPage", "GET", page, 404)
        call("respondToIntervention", "POST", f"{path}/respond-to-human-intervention", json={"response": "Yes"})
        call("getWebTaskStatus", "GET", f"/v1/tools/perform-web-task/{started[0]}/status")
        self._world.advance("2s")
        call("getWebTaskStatus", "GET", f"/v1/tools/perform-web-task/{started[0]}/status")
        call("fetchArtifact", "GET", f"/artifacts/{started[0]}/a.txt", params={"sessionId": session})
        call("performWebTask", "POST", "/v1/tools/perform-web-task", json=body)
        call("listSessions", "GET", "/v1/sessions")
        call("endSession", "DELETE", f"/v1/sessions/{session}")

    def _tasks(self, call: Any) -> None:
        body = {"taskName": "Tour", "taskPrompt": "Look around"}
        task = call("generateTask", "POST", "/v2/tasks/generate", json=body).json()["id"]
        path = f"/v2/tasks/{task}"
        call("getTaskGenerationStatus", "GET", f"{path}/generation-status")
        call("runTask", "POST", f"{path}/run", 404, json={"input_params": {}})
        self._world.advance("2s")
        call("getTaskGenerationStatus", "GET", f"{path}/generation-status")
        for more in ({}, {"sync": True}):
            run = call("runTask", "POST", f"{path}/run", json={"input_params": {}, **more}).json()["run_id"]
        call("getTaskRunStatus", "GET", f"/v2/tasks/runs/{run}/status")
        call("publishTaskDraft", "POST", f"{path}/publish-draft", 404)
        call("listTaskVersions", "GET", f"{path}/versions")

    @staticmethod
    def _legacy_tasks(call: Any) -> None:
        body = {"name": "tour", "language": "typescript", "code": "dG91cg=="}
        task = call("createLegacyTask", "POST", "/v1/task", json=body).json()["data"]["id"]
        path = f"/v1/task/{task}"
        call("listLegacyTasks", "GET", "/v1/task")
        call("getLegacyTask", "GET", path)
        call("updateLegacyTask", "PUT", path, json={"description": "A tour"})
        call("saveLegacyTaskDraft", "POST", f"{path}/draft", json={"code": "dG91cg=="})
        call("getLegacyTaskDraft", "GET", f"{path}/draft")
        call("deployLegacyTask", "POST", f"{path}/deploy", json={})
        call("getLatestLegacyTaskVersion", "GET", f"{path}/latest")
        call("listLegacyTaskVersions", "GET", f"{path}/versions")
        call("getLegacyTaskVersion", "GET", f"{path}/1")
        call("updateLegacyTaskVersion", "POST", f"{path}/1", json={"description": "The first"})
        run = call("runLegacyTask", "POST", "/v1/task/run", json={"taskId": task}).json()["data"]
        call("runLegacyTaskByName", "POST", "/v1/task/run/tour", json={"async": True})
        call("listLegacyTaskExecutions", "GET", f"{path}/executions")
        call("getLegacyTaskExecution", "GET", f"{path}/executions/{run['executionResultId']}")
        call("deleteLegacyTaskVersion", "DELETE", f"{path}/2")
        call("deleteLegacyTask", "DELETE", path)
        call("getLegacyTask", "GET", path, 404)
    @staticmethod
    def _page_tools(call: Any) -> None:
        page = {"url": "https://shop.example.com/"}
        call("fetchWebpage", "POST", "/v1/tools/fetch-webpage", json=page)
        call("unlockWebpage", "POST", "/v1/tools/fetch/webpage", json=page)
        call("unlockWebpage", "POST", "/v1/tools/fetch/webpage", 422, json={"url": "https://nowhere.invalid/"})
        call("takeScreenshot", "POST", "/v1/tools/screenshot", json=page)
        call("printPage", "POST", "/v1/tools/page-pdf", json=page)
        session = call("createSession", "POST", "/v1/sessions").json()["data"]["id"]
        query = {"params": {"sessionId": session}}
        call("executeCode", "POST", "/v1/tools/execute-code", json={"code": "return 1"}, **query)
        body = {"description": "Read the newest bill"}
        call("extractToolParameters", "POST", "/v1/tools/extract-params", json=body)
        call("printPage", "POST", "/v1/tools/page-pdf", json=page, **query)

    @staticmethod
    def _dynamic_sign_in(call: Any) -> None:
        session = call("createSession", "POST", "/v1/sessions").json()["data"]["id"]
        path = "/v1/identities/dynamic/{}/" + session
        site = {"url": "https://shop.example.com/login", "host": "shop.example.com"}
        call("getDynamicAuthFlowState", "GET", path.format("state"), 404)
        call("startDynamicAuthFlow", "POST", path.format("start"), json=site)
        call("finalizeDynamicAuthFlow", "POST", path.format("finalize"), 409)
        for values in ({"username": "user_mfa"}, {"password": "secret"}, {"code": "000000"}, {"code": "123456"}):
            body = {"option_index": 0, "values": values}
            call("resolveDynamicAuthFlow", "POST", path.format("resolve"), json=body)
            call("getDynamicAuthFlowState", "GET", path.format("state"))
        identity = call("finalizeDynamicAuthFlow", "POST", path.format("finalize")).json()["identityId"]
        call("getIdentity", "GET", f"/v1/identities/{identity}")
    @staticmethod
    def _events(call: Any) -> None:
        for name, prefix in (("Event", "/v1"), ("OlderEvent", "/api/v1")):
            call(f"signal{name}", "POST", f"{prefix}/events/mfa", json={"data": {"code": "123456"}})
            call(f"waitFor{name}", "POST", f"{prefix}/events/mfa/wait")
            call(f"waitFor{name}", "POST", f"{prefix}/events/mfa/wait", 408, json={"timeoutMs": 0})

    def _batches(self, call: Any) -> None:
        asked = call("createSessionAsync", "POST", "/v1/sessions/async").json()["data"]["request_id"]
        status = f"/v1/sessions/async/{asked}/status"
        call("getAsyncSessionStatus", "GET", status)
        paths = []
        for count in (2, 3):
            made = call("createBatchSessions", "POST", "/v1/batch-sessions", json={"count": count}).json()["data"]
            paths.append(f"/v1/batch-sessions/{made['batch_id']}")
        self._world.advance("1s")
        call("getBatchSessions", "GET", paths[0])
        call("updateBatchSessions", "PATCH", paths[1], json={"status": "cancelled"})
        self._world.advance("1s")
        call("getAsyncSessionStatus", "GET", status)
        for path in paths:
            call("getBatchSessions", "GET", path)
        call("updateBatchSessions", "PATCH", paths[0], 409, json={"status": "cancelled"})
        call("retryBatchSessions", "POST", f"{paths[0]}/retry", 400)
        call("listBatchSessions", "GET", "/v1/batch-sessions")
        call("deleteBatchSessions", "DELETE", paths[0])
        call("getBatchSessions", "GET", paths[0], 404)

    def _session_tokens(self, call: Any) -> None:
        session = call("createSession", "POST", "/v1/sessions").json()["data"]["id"]
        path = f"/v1/sessions/{session}/tokens"
        minted = call("createSessionToken", "POST", path).json()
        token = minted["live_view_url"].partition("token=")[2]
        self._call("anchor.openLiveView", "GET", "/", params={"token": token})
        self._call("anchor.openLiveView", "GET", "/", 403, params={"sessionId": session})
        call("deleteSessionToken", "DELETE", f"{path}/{token}")
        self._call("anchor.openLiveView", "GET", "/", 401, params={"token": token})
        call("endSession", "DELETE", f"/v1/sessions/{session}")
        listed = call("listSessionRecordings", "GET", f"/v1/sessions/{session}/recordings").json()["data"]["items"]
        shared = f"/v1/sessions/{session}/recordings/{listed[0]['id']}/fetch"
        sent = self._call("anchor.fetchRecording", "GET", shared, 302)
        target = sent.headers["Location"].removeprefix(self._world.base_url)
        self._call("anchor.getRecordingFilm", "GET", target)
        self._call("anchor.getRecordingFilm", "GET", target + "0", 403)

    @staticmethod
    def _older_sessions(call: Any) -> None:
        session = call("createLegacySession", "POST", "/api/sessions", json={"headless": True}).json()["id"]
        path = f"/api/sessions/{session}"
        call("listActiveLegacySessions", "GET", "/api/sessions/active")
        call("getLegacySession", "GET", path)
        call("endLegacySession", "DELETE", path)
        call("getLegacyRecording", "GET", f"{path}/recording")
        session = call("createOlderSession", "POST", "/api/v1/sessions").json()["data"]["id"]
        path = f"/api/v1/sessions/{session}"
        call("listOlderSessions", "GET", "/api/v1/sessions")
        call("getOlderSession", "GET", path)
        call("endOlderSession", "DELETE", path)

    # Anon

    def _anon(self) -> None:
        def call(name: str, method: str, path: str, status: int = 200, bearer: str | None = "anon_test", **more: Any):
            headers = {**({"Authorization": f"Bearer {bearer}"} if bearer else {}), **more.pop("headers", {})}
            return self._call(f"anon.{name}", method, path, status, headers=headers, **more)

        member = {"name": "Ada", "email": "ada@ours.example", "password": "secret"}
        body = {"name": "Ours", "member": member}
        organization = call("createOrganization", "POST", "/org/organization", bearer=None, json=body).json()["id"]
        body = {"email": member["email"], "password": member["password"]}
        session = call("login", "POST", "/org/login", bearer=None, json=body).json()["token"]
        call("login", "POST", "/org/login", 401, bearer=None, json={**body, "password": "wrong"})
        call("getOrganization", "GET", f"/org/organization/{organization}", bearer=session)
        body = {"name": "Bob", "email": "bob@ours.example", "password": "secret", "role": "ReadOnly"}
        made = call("createMember", "POST", "/org/member", bearer=session, json=body).json()
        call("getMember", "GET", f"/org/member/{_first_uuid(json.dumps(made))}", bearer=session)
        body = {"name": "Users", "description": "Ours"}
        pool = call("createUserPool", "POST", "/org/userPool", json=body).json()["id"]
        call("createUserPool", "POST", "/org/userPool", 401, bearer=None, json=body)
        call("getUserPool", "GET", f"/org/userPool/{pool}")
        body = {"name": "Web", "description": "Link", "kind": {"application": {"userPoolId": pool}}}
        client = call("createSdkClient", "POST", "/org/sdkClient", json=body).json()["id"]
        call("getSdkClient", "GET", f"/org/sdkClient/{client}")
        body = {"name": "Backend", "description": "Jobs", "kind": "service"}
        service = call("createSdkClient", "POST", "/org/sdkClient", bearer=session, json=body).json()["id"]
        body = {"appUserId": "ada", "userPoolId": pool}
        issued = call("createAppUserIdToken", "POST", "/org/appUserIdToken", json=body).json()["appUserIdToken"]
        self._anon_link(call, issued, client)
        self._anon_sessions(call, issued, client, service)
        self._anon_actions(call)
        self._preflights(call)
        call("getKeySet", "GET", "/.well-known/jwks.json", bearer=None)
        self._tunnel("page.test:443", 200)
        self._tunnel("elsewhere.test:443", 403)
        owner = {"params": {"ownerId": "ada", "domain": LINKEDIN}}
        call("deleteSession", "DELETE", "/account/api/v1/session", **owner)
        call("getSessionStatus", "GET", "/account/api/v1/session/status", 404, **owner)

    def _anon_link(self, call: Any, token: str, client: str) -> None:
        query = {"app": LINKEDIN, "appUserId": "ada", "redirectUrl": f"{WEB}/done"}
        call("createLinkUrl", "GET", "/link/url", params=query)
        call("createOlderLinkUrl", "GET", "/api/url", params=query)
        link = {"params": {"app": LINKEDIN, "clientId": client, "appUserIdToken": token, "redirectUrl": f"{WEB}/done"}}
        page = call("openLink", "GET", "/link", bearer=None, **link)
        call("openLink", "GET", "/link", 404, bearer=None, params={**link["params"], "app": "nobody-knows"})
        for typed in ({}, {}, {"userName": "user_good", "password": "secret"}):
            hidden = dict(re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page.text))
            led = call("advanceLink", "POST", "/link", 303, bearer=None, data={**hidden, **typed}, **link)
            page = call("openLink", "GET", led.headers["Location"], bearer=None)
        assert "Success" in page.text
        page = call("openLink", "GET", "/link", bearer=None, **link)

    def _anon_sessions(self, call: Any, token: str, client: str, service: str) -> None:
        owner = {"params": {"ownerId": "ada", "domain": LINKEDIN}}
        self._world.advance("1h")
        for _ in range(2):
            call("getSessionStatus", "GET", "/account/api/v1/session/status", **owner)
        session = call("getSession", "GET", "/account/api/v1/session", **owner).json()["sessionId"]
        call("listSessions", "GET", "/account/api/v1/session/list")
        grant = {"json": {"sessionId": session, "sdkClientId": service}}
        call("createSessionAccessGrant", "POST", "/account/api/v1/sessionAccessGrant", **grant)
        call("deleteSessionAccessGrant", "DELETE", "/account/api/v1/sessionAccessGrant", **grant)
        headers = {"X-Anon-Sdk-Client-Id": client, "Origin": WEB}
        integration = "/account/api/v1/appIntegration"
        call("getAppIntegration", "GET", integration, bearer=token, headers=headers, params={"id": LINKEDIN})
        call("getAppIntegration", "GET", integration, bearer=token, headers=headers)
        call("getAppUser", "GET", "/account/api/v1/appUser", params={"externalUserId": "ada"})
        body = {"apps": [LINKEDIN], "appUserId": "ada"}
        browser = call("createCdpUrl", "POST", "/account/api/v1/cdpUrl", json=body).json()
        call("openLiveStream", "GET", urlsplit(browser["liveStreamingUrl"]).path, bearer=None)
        call("openLiveStream", "GET", "/live/unknown", 404, bearer=None)
        call("attachBrowser", "GET", urlsplit(browser["cdpUrl"]).path, 501, bearer=None, headers=UPGRADE)
        path = urlsplit(browser["liveStreamingUrl"]).path
        call("streamLiveStream", "GET", f"{path}/frames", 501, bearer=None)
        call("getLiveStreamPage", "GET", f"{path}/page", 501, bearer=None)
        call("sendLiveStreamInput", "POST", f"{path}/input", 501, bearer=None, json={"events": []})

    def _anon_actions(self, call: Any) -> None:
        user = {"params": {"appUserId": "ada"}}
        path = "/actions/linkedin"
        conversations = call("listConversations", "GET", f"{path}/listConversations", **user).json()["conversations"]
        conversation = conversations[0]["id"]
        query = {"params": {"appUserId": "ada", "conversationId": conversation}}
        call("listMessages", "GET", f"{path}/listMessages", **query)
        connections = call("listConnections", "GET", f"{path}/listConnections", **user).json()["connections"]
        profile = connections[0]["id"]
        call("getProfile", "GET", f"{path}/getProfile", params={"appUserId": "ada", "id": profile})
        call("searchProfiles", "POST", f"{path}/search", json={"profileName": "a", "appUserId": "ada"})
        body = {"profileId": profile, "message": "Hello", "appUserId": "ada"}
        call("createConversation", "POST", f"{path}/createConversation", json=body)
        body = {"conversationId": conversation, "message": "Hello", "appUserId": "ada"}
        call("sendMessage", "POST", f"{path}/sendMessage", json=body)
        link = {"url": None, "app": "instagram", "appUserId": "ada"}
        self._world.demand("POST", "/link/complete", json={name: text for name, text in link.items() if text})
        path = "/messenger/v2"
        call("linkMessenger", "POST", f"{path}/link", json={"userId": "ada", "platform": "instagram"})
        answer = call("listMessengerConversations", "GET", f"{path}/conversations", params={"userId": "ada"}).json()
        body = {"userId": "ada", "conversationId": answer["conversations"][0]["id"], "message": "Hello"}
        call("sendMessengerMessage", "POST", f"{path}/send-message", json=body)
        call("setMessengerWebhook", "POST", f"{path}/webhook", json={"url": "https://app.example.com/hook"})
        call("setMessengerKey", "POST", f"{path}/api-key", json={"apiKey": "secret"})

    @staticmethod
    def _preflights(call: Any) -> None:
        headers = {"Origin": WEB, "Access-Control-Request-Method": "GET"}
        paths = {
            "AppIntegration": "appIntegration",
            "Session": "session",
            "SessionStatus": "session/status",
            "SessionList": "session/list",
            "SessionAccessGrant": "sessionAccessGrant",
        }
        for name, path in paths.items():
            call(f"preflight{name}", "OPTIONS", f"/account/api/v1/{path}", 204, bearer=None, headers=headers)
        headers["Access-Control-Request-Method"] = "POST"
        call("preflight", "OPTIONS", "/org/appUserIdToken", 204, bearer=None, headers=headers)

    def _tunnel(self, target: str, status: int) -> None:
        """Asks for a tunnel and reads the head of the answer."""
        credentials = base64.b64encode(f"ada:anon_test@{self._world.name}".encode()).decode()
        address = urlsplit(self._world.base_url)
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            head = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nProxy-Authorization: Basic {credentials}\r\n\r\n"
            connection.sendall(head.encode())
            answer = b""
            while b"\r\n\r\n" not in answer:
                part = connection.recv(4096)
                assert part, f"the connection ended after {answer!r}"
                answer += part
        first, _, rest = answer.partition(b"\r\n")
        assert first.split()[1] == str(status).encode(), answer
        self._keep("anon.openTunnel", f"CONNECT {target}", status, rest.decode(), b"")

    # What is only described

    def _canned(self) -> None:
        requests = DescribedRequests(Description("anchor"))
        for operation in requests.operations():
            if operation.is_canned:
                request = requests.request(operation, is_bare=True)
                headers = {"anchor-api-key": "sk-test", **request.pop("headers", {})}
                status = next(int(status) for status in operation.item["responses"] if status < "400")
                self._call(
                    operation.name, request.pop("method"), request.pop("url"), status, headers=headers, **request
                )


def _head(response: httpx.Response) -> str:
    return "\n".join(f"{name.decode()}: {value.decode()}" for name, value in response.headers.raw)


def _first_uuid(text: str) -> str:
    found = re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", text)
    assert found, text
    return found.group()
