import Descriptions
import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

/// UUIDs are the same in any case (RFC 9562, 4): what an operation does with an id in capitals is, byte for byte, what it does
/// with the same one in lower case in a world of the same seed.
@Suite("Ids in capitals, at Anchor")
struct IDCaseTests {
    /// Every operation that names something by id in its path, so that a new one is tried by itself.
    private static let operations = AnchorEndpoints.routes.filter { route in
        // The ids of webhooks are no UUIDs.
        !route.endpoint.isWebSocket && !route.endpoint.path.hasPrefix("/v1/webhooks")
            && route.endpoint.pathParameters.contains { $0.lowercased().hasSuffix("id") }
    }.map(\.endpoint)

    private static let archive = ZipWriter.archive(of: [ZipWriter.File(path: "a", bytes: [])])

    private static let bodies = [
        "anchor.clickMouse": #"{"x":1,"y":2}"#,
        "anchor.createAuthFlow": #"{"name":"n","methods":["username_password"]}"#,
        "anchor.createIdentityToken": #"{"callbackUrl":"\#(AnchorClient.callback)"}"#,
        "anchor.doubleClickMouse": #"{"x":1,"y":2}"#,
        "anchor.createVolumeDirectory": #"{"path":"b"}"#,
        "anchor.createVolumeUploadURL": #"{"path":"b","content_type":"text/plain"}"#,
        "anchor.dragAndDrop": #"{"startX":1,"startY":2,"endX":3,"endY":4}"#,
        "anchor.goToURL": #"{"url":"https://a.example/"}"#,
        "anchor.moveMouse": #"{"x":1,"y":2}"#,
        "anchor.pasteText": #"{"text":"a"}"#,
        "anchor.pressKeyboardShortcut": #"{"keys":["Ctrl","a"]}"#,
        "anchor.pressMouseButton": #"{"x":1,"y":2}"#,
        "anchor.putVolumeUpload": "b",
        "anchor.releaseMouseButton": #"{"x":1,"y":2}"#,
        "anchor.resolveDynamicAuthFlow": #"{"option_index":0,"values":{"username":"ada"}}"#,
        "anchor.respondToIntervention": #"{"response":"a"}"#,
        "anchor.runTask": #"{"input_params":{}}"#,
        "anchor.saveLegacyTaskDraft": #"{"code":"\#(AnchorClient.code)"}"#,
        "anchor.scroll": #"{"x":1,"y":2,"deltaY":3}"#,
        "anchor.setClipboard": #"{"text":"a"}"#,
        "anchor.setSessionTags": #"{"tags":["a"]}"#,
        "anchor.startDynamicAuthFlow": #"{"url":"https://a.example/login","host":"a.example"}"#,
        "anchor.typeText": #"{"text":"a"}"#,
        "anchor.submitInterventionPage": "field-0=a",
        "anchor.updateBatchSessions": #"{"status":"cancelled"}"#,
        "anchor.updateIdentity": #"{"name":"Ada"}"#,
        "anchor.updateLegacyTask": #"{"description":"d"}"#,
        "anchor.updateLegacyTaskVersion": #"{"code":"\#(AnchorClient.code)"}"#,
        "anchor.uploadAgentFiles": MultipartBody.file(String(decoding: archive, as: UTF8.self)),
        "anchor.uploadSessionFiles": MultipartBody.file("a"),
        "anchor.uploadVolumeFile": MultipartBody.file("a", named: "b.txt"),
    ]

    @Test("in a path", arguments: operations)
    func path(endpoint: Endpoint) async throws {
        let described = try CannedController.description.operations.first {
            $0.endpoint.name == endpoint.name && $0.endpoint.coverage == .canned
        }.map(DescribedRequest.init)
        let answers = try await [false, true].asyncMap { isCapital in
            let world = await World()
            if endpoint.path.contains("/recordings/"), endpoint.method != .post { await world.endSession() }
            await world.prepare(for: endpoint.name)
            let path = try endpoint.path.split(separator: "/").map { segment in
                guard segment.hasPrefix("{") else { return String(segment) }
                let name = String(segment.dropFirst().dropLast())
                if !name.lowercased().hasSuffix("id") { return world.names[name] ?? "x" }
                // A canned operation knows every id.
                let id = try #require(
                    world.ids[name] ?? (described == nil ? nil : AnchorClient.unknownID),
                    "\(endpoint.name): what is \(segment)?")
                return isCapital ? id.uppercased() : id
            }.joined(separator: "/")
            world.client.headers[.cookie] = "wos-session=x"
            let query =
                described.map { "?" + ($0.target.split(separator: "?").dropFirst().first ?? "") }
                ?? world.queries[endpoint.name] ?? ""
            let body = described?.text ?? Self.bodies[endpoint.name] ?? ""
            world.client.headers[.contentType] =
                if body.hasPrefix("{") { "application/json" } else {
                    endpoint.name == "anchor.putVolumeUpload" ? "text/plain" : MultipartBody.contentType
                }
            return await world.client.send(endpoint.method, "/\(path)\(query)", body)
        }
        // Without a browser there is no download; who asks for one is told so in the same words.
        let isThere = !endpoint.path.hasSuffix("/downloads/{download_id}/fetch")
        #expect((answers[0].status < 400) == isThere, "\(endpoint.name): \(answers[0].text)")
        #expect(answers[1].status == answers[0].status)
        #expect(answers[1].text == answers[0].text)
    }

    @Test(
        "in a body or a query",
        arguments: [
            ("/v1/sessions", #"{"identities":[{"id":"IDENTITY"}]}"#),
            ("/v1/profiles", #"{"name":"N","session_id":"SESSION"}"#),
            ("/?sessionId=SESSION", nil),
        ] as [(String, String?)])
    func elsewhere(target: String, body: String?) async {
        let answers = await [false, true].asyncMap { isCapital in
            let world = await World()
            func filled(_ text: String) -> String {
                [("IDENTITY", "identityId"), ("SESSION", "session_id")].reduce(text) { text, word in
                    let id = world.ids[word.1] ?? ""
                    return text.replacing(word.0, with: isCapital ? id.uppercased() : id)
                }
            }
            guard let body else { return await world.client.get(filled(target)) }
            return await world.client.post(filled(target), filled(body))
        }
        #expect(answers[0].status < 300)
        #expect(answers[1].status == answers[0].status)
        #expect(answers[1].text == answers[0].text)
    }

    @Test("in the hosted page's form")
    func form() async {
        let answers = await [false, true].asyncMap { isCapital in
            let world = await World()
            let token = await world.client.token(world.ids["applicationId"] ?? "")
            let flow = world.ids["authFlowId"] ?? ""
            return await world.client.post(
                "/identity/create?token=\(token)", "step=welcome&flow=\(isCapital ? flow.uppercased() : flow)")
        }
        #expect(answers[0].status == 303)
        #expect(answers[0].reply.headers[.location]?.contains("flow=") == true)
        #expect(answers[1].reply.headers[.location] == answers[0].reply.headers[.location])
    }

    @Test("what is only kept comes out in lower case")
    func kept() async {
        let client = AnchorClient()
        let id = "7b0f3c1e-12ab-4cde-8f01-23456789abcd"
        client.addUploads(id)
        let session = await client.session(
            #"{"browser":{"extensions":["\#(id.uppercased())"]},"#
                + #""integrations":[{"id":"\#(id.uppercased())","type":"1PASSWORD","configuration":{"load_mode":"all"}}]}"#
        )
        let configuration = await client.get("/v1/sessions/\(session)")["data.configuration"]
        #expect(configuration?[path: "browser.extensions.0"] == .string(id))
        #expect(configuration?[path: "integrations.0.id"] == .string(id))
    }

    @Test("in a scenario, where references find them in any case")
    func scenario() async {
        let (application, identity) = ("7B0F3C1E-12AB-4CDE-8F01-23456789ABCD", "1C2D3E4F-12AB-4CDE-8F01-23456789ABCD")
        var seed = AnchorSeed()
        seed.applications = [ApplicationSeed(id: ObjectID(application), source: "https://a.example")]
        seed.identities = [
            IdentitySeed(id: ObjectID(identity), application: ObjectID(application.lowercased()), name: "Ada")
        ]
        #expect(seed.complaints().isEmpty)
        let client = AnchorClient(seed: seed)
        let answer = await client.get("/v1/applications/\(application)/identities")
        #expect(answer["identities.0.id"]?.string == identity.lowercased(), "\(answer.text)")
        seed.applications?.append(ApplicationSeed(id: ObjectID(application.lowercased()), source: "https://b.example"))
        #expect(seed.complaints().map(\.path) == [["applications", "1", "id"]])
    }

    @Test("an adopted id is adopted in lower case, and what has no UUID's form as it is")
    func adopted() async {
        let client = AnchorClient.adopting()
        #expect(
            await client.get("/v1/applications/\(AnchorClient.unknownID.uppercased())").id == AnchorClient.unknownID)
        #expect(await client.get("/v1/applications/Mine").id == "Mine")
    }

    @Test("names are no ids")
    func names() async {
        let client = AnchorClient()
        let name = AnchorClient.unknownID.uppercased().replacing("1", with: "A")
        let session = await client.session()
        #expect(await client.post("/v1/profiles", #"{"name":"\#(name)","session_id":"\#(session)"}"#).status == 200)
        #expect(await client.get("/v1/profiles/\(name)").status == 200)
        #expect(await client.get("/v1/profiles/\(name.lowercased())").status == 404)
    }
}

/// A world with one of everything.
private final class World {
    let client = AnchorClient { $0.batchSessions.failing = 1 }
    /// By the names that paths have for them.
    private(set) var ids: [String: String] = [:]
    /// By operation, where one needs it.
    private(set) var queries: [String: String] = [:]
    /// What is no id in a path.
    private(set) var names = ["name": "a.txt", "taskVersion": "1"]

    init() async {
        let identity = await client.identity()
        let application = client.store.snapshot.applications.values.first?.id ?? ""
        let session = await client.session()
        let volume = await client.volume()
        _ = await client.upload("a", to: "a", of: volume)
        for operation in ["getVolumeFileInfo", "downloadVolumeFile", "deleteVolumeFiles"] {
            queries["anchor.\(operation)"] = "?path=a"
        }
        let target = await client.uploadURL(#"{"path":"b","content_type":"text/plain"}"#, of: volume)
        queries["anchor.putVolumeUpload"] = String(target.drop { $0 != "?" })
        queries["anchor.getVolumeDownload"] = String(await client.downloadURL("a", of: volume).drop { $0 != "?" })
        let uploads = "2d3e4f50-12ab-4cde-8f01-23456789abcd"
        client.addUploads(uploads)
        ids = [
            "volume_id": volume, "id": uploads, "integrationId": uploads,
            "applicationId": application, "identityId": identity, "session_id": session, "sessionId": session,
            "authFlowId": client.store.snapshot.applications[application]?.authFlows.first?.id ?? "",
            "projectId": client.store.snapshot.project.id,
            "download_id": "1c2d3e4f-12ab-4cde-8f01-23456789abcd",
            "recording_id": client.store.snapshot.sessions[session]?.recording?.id ?? "",
        ]
        await addAgents(in: session)
        await addTask()
        ids["request_id"] = await client.post("/v1/sessions/async", "{}")["data.request_id"]?.string
        ids["batch_id"] = await client.post("/v1/batch-sessions", #"{"count":2}"#)["data.batch_id"]?.string
    }

    /// A task with a version and a draft, and its runs.
    private func addTask() async {
        let task = await client.legacyTask()
        ids["taskId"] = task
        _ = await client.post("/v1/task/\(task)/draft", #"{"code":"\#(AnchorClient.code)"}"#)
        ids["runId"] = await client.run(task)["run_id"]?.string
        let run = await client.post("/v1/task/run", #"{"taskId":"\#(task)","async":true}"#)
        ids["executionId"] = run["data.executionResultId"]?.string
    }

    /// Does what has to be done before an operation.
    func prepare(for operation: String) async {
        let session = ids["session_id"] ?? ""
        let signIn = "/v1/identities/dynamic"
        switch operation {
        case "anchor.resumeAgent": _ = await client.post("/v1/sessions/\(session)/agent/pause")
        case "anchor.retryBatchSessions": client.advance(.seconds(2))
        case "anchor.deleteSessionToken":
            let token = await client.post("/v1/sessions/\(session)/tokens")["cdp_url"]?.string
            names["token"] = token.flatMap { $0.split(separator: "=").last.map(String.init) }
        case "anchor.getRecordingFilm":
            let answer = await client.get("/v1/sessions/\(session)/recordings/primary/fetch")
            #expect(answer.status < 400, "\(answer.text)")
            let shared = await client.get("/v1/sessions/\(session)/recordings/\(ids["recording_id"] ?? "")/fetch")
            queries[operation] = shared.reply.headers[.location].map { String($0.drop { $0 != "?" }) }
        case "anchor.resolveDynamicAuthFlow", "anchor.getDynamicAuthFlowState":
            _ = await client.post(
                "\(signIn)/start/\(session)", #"{"url":"https://a.example/login","host":"a.example"}"#)
        case "anchor.finalizeDynamicAuthFlow":
            _ = await client.post(
                "\(signIn)/start/\(session)", #"{"url":"https://a.example/login","host":"a.example"}"#)
            for value in [#"{"username":"ada"}"#, #"{"password":"secret"}"#] {
                _ = await client.post("\(signIn)/resolve/\(session)", #"{"option_index":0,"values":\#(value)}"#)
            }
        default: break
        }
    }

    /// Runs that are over, that work and that ask, each under the id that paths have for it.
    private func addAgents(in session: String) async {
        var script = TaskResultSeed()
        script.on = "anchor.performWebTask"
        script.files = [.init(name: "a.txt", content: "a")]
        script.times = 1
        _ = client.store.addTaskResult(script)
        let body = #"{"prompt":"p","async":true,"human_intervention":true}"#
        let path = "/v1/tools/perform-web-task?sessionId=\(session)"
        let done = await client.post(path, body)["data.workflow_id"]?.string
        ids["workflowId"] = done
        ids["agentRunId"] = done
        script.question = .init(message: "?")
        script.id = "question"
        _ = client.store.addTaskResult(script)
        let asking = await client.post(path, body)["data.workflow_id"]?.string ?? ""
        ids["requestId"] = client.store.snapshot.agentRuns[asking]?.questionID
    }

    func endSession() async {
        _ = await client.delete("/v1/sessions/\(ids["session_id"] ?? "")")
    }
}

extension Array {
    /// `map` with a closure that waits, one element after the other.
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
