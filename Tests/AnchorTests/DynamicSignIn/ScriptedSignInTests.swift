import HTTPTypes
import Kernel
import Testing

@testable import Anchor

@Suite("A dynamic sign-in that is scripted")
struct ScriptedSignInTests {
    private static let flow: JSONValue = [
        "host": "Shop.example.com", "start": "ways",
        "steps": [
            ["id": "end", "label": "In", "authenticated": ["message": "Welcome"]],
            [
                "id": "ways", "label": "How to sign in",
                "decision": [
                    ["to": "password", "label": "Password"],
                    ["to": "passkey", "label": "Passkey", "automatable": false],
                    ["to": "strange"], ["to": "lost"],
                ],
            ],
            [
                "id": "password",
                "form": [
                    [
                        "type": "credentials", "to": "sms",
                        "accepts": ["username": "ada", "password": ["matches": "^s.cret$"]],
                    ],
                    ["type": "sso", "provider": "Google", "to": "end"],
                ],
            ],
            [
                "id": "sms",
                "form": [
                    ["type": "mfa_sms", "phoneHint": "42", "message": "We sent a code", "to": "end"],
                    [
                        "type": "gmail_one_click_integration", "integrationURL": "https://mail.example/i",
                        "number": "7",
                        "to": "end",
                    ],
                ],
            ],
            ["id": "passkey", "form": [["type": "passkey", "to": "end"]]],
            [
                "id": "strange",
                "detectionFailed": [
                    "message": "What is this?", "lastError": "no form", "to": "password", "after": "5s",
                ],
            ],
            ["id": "lost", "detectionFailed": ["message": "Nothing", "nodeStatus": "explored"]],
        ],
    ]

    private static func driver(_ changes: JSONObject = [:]) async throws -> SignInDriver {
        var flow = Self.flow.object ?? [:]
        flow.merge(changes)
        return await SignInDriver(try AnchorClient.seeded(["signInFlows": [.object(flow)]]))
    }

    @Test("offers ways, takes one, and judges what is typed")
    func whole() async throws {
        let driver = try await Self.driver()
        let ways = await driver.start()
        #expect(ways["type"] == "decision" && ways["current_step_label"] == "How to sign in")
        #expect(ways["options.0"] == ["step_id": "password", "label": "Password", "automatable": true])
        #expect(ways["options.1.automatable"] == false && ways["options.2.label"] == "strange")
        #expect(await driver.choose("end").message == "choice must be one of password, passkey, strange, lost")
        #expect(
            await driver.fill([:]).message == "The current step is a decision: choice is required")
        let form = await driver.choose("password")
        #expect(form["options.0.inputs.1"] == ["name": "password", "type": "password"])
        #expect(form["options.1"] == ["type": "sso", "automatable": false, "inputs": [], "provider": "Google"])
        #expect(await driver.fill(["username": "ada", "password": "wrong"])["credentials_rejected"] == true)
        let code = await driver.fill(["username": "ada", "password": "secret"])
        #expect(code["credentials_rejected"] == false && code["credentials_passed"] == true)
        #expect(code["options.0.phoneHint"] == "42" && code["options.0.message"] == "We sent a code")
        #expect(
            code["options.1.extra_data"] == ["create_integration_url": "https://mail.example/i", "number": "7"])
        let end = await driver.fill(["gmail_tokens": "g-1"], option: 1)
        #expect(end["type"] == "authenticated" && end["message"] == "Welcome")
        let kept = await driver.finalize()
        #expect(kept["automatable"] == true)
        let stored = await driver.client.get("/v1/identities/\(kept["identityId"]?.string ?? "")/credentials")
        #expect(stored["credentials.1"] == ["type": "custom", "fields": [["name": "gmail_tokens", "value": "g-1"]]])
    }

    @Test("says why a way cannot be gone without a person")
    func obstacles() async throws {
        let driver = try await Self.driver()
        _ = await driver.start()
        _ = await driver.choose("passkey")
        #expect(await driver.fill([:])["type"] == "authenticated")
        let kept = await driver.finalize()
        #expect(kept["automatable"] == false)
        #expect(kept["nonAutomatableReasons"] == ["How to sign in: Passkey", "passkey: passkey"])
    }

    @Test("does not understand pages: one comes right by itself, the other never")
    func undetected() async throws {
        let driver = try await Self.driver()
        _ = await driver.start()
        let strange = await driver.choose("strange")
        #expect(strange["type"] == "detection_failed" && strange["retryable"] == true)
        #expect(strange["node_status"] == "failed" && strange["last_error"] == "no form")
        #expect(await driver.choose("password").reason == "signInFlow.notAsked")
        driver.client.advance(.milliseconds(4999))
        #expect(await driver.state()["view.type"] == "detection_failed")
        driver.client.advance(.milliseconds(1))
        let state = await driver.state()
        #expect(state["view.type"] == "form" && state["current_step_id"] == "password")
        #expect(state["updated_at"] == .integer(driver.client.now.milliseconds))
        #expect(await driver.fill([:], option: 1)["type"] == "authenticated")
        _ = await driver.start()
        let lost = await driver.choose("lost")
        #expect(lost["retryable"] == false && lost["node_status"] == "explored" && lost["last_error"] == nil)
        #expect(await driver.choose("ways").status == 409)
    }

    @Test("takes its time for each step, and lets nobody in between")
    func slow() async throws {
        let driver = try await Self.driver(["stepTakes": "3s"])
        let client = driver.client
        client.letWait(.seconds(3))
        #expect(await driver.start()["type"] == "decision")
        // The clock of the test stands where it was when the call came.
        let first = await driver.state()
        #expect(first["phase"] == "navigating" && first["discovery_status"] == "in_progress")
        #expect(first["view"] == nil && first["target"] == nil && first["nav.status"] == "pending")
        for answer in [await driver.start(), await driver.choose("password"), await driver.finalize()] {
            #expect(answer.status == 409 && answer.reason == "signInFlow.moving")
        }
        client.advance(.seconds(3))
        let settled = await driver.state()
        #expect(settled["phase"] == "settled" && settled["discovery_status"] == "complete")
        #expect(settled["nav.status"] == "none" && settled["view.step_id"] == "ways")
        client.letWait(.seconds(3))
        #expect(await driver.choose("password")["type"] == "form")
        let moving = await driver.state()
        #expect(moving["phase"] == "navigating" && moving["target"] == ["step_id": "password", "label": "password"])
        #expect(moving["nav.status"] == "pending" && moving["view.step_id"] == "ways")
        #expect(moving["updated_at"] == .integer(client.now.milliseconds))
        client.advance(.seconds(3))
        #expect(await driver.state()["nav.status"] == "succeeded")
    }

    @Test("ends with its session, also while somebody waits for a step")
    func ending() async throws {
        let driver = try await Self.driver(["stepTakes": "21m"])
        driver.client.letWait(.minutes(21))
        let answer = await driver.start()
        #expect(answer.status == 404 && answer.reason == "session.ended")
    }

    @Test("finds out nothing about a site where that is scripted")
    func undiscovered() async throws {
        let driver = try await Self.driver(["discoveryError": "no sign-in page"])
        let answer = await driver.start()
        #expect(answer.status == 409 && answer.reason == "signInFlow.discoveryFailed")
        let state = await driver.state()
        #expect(state["discovery_status"] == "failed" && state["discovery_error"] == "no sign-in page")
        #expect(state["view"] == nil)
        #expect(await driver.choose("password").status == 409)
    }

    @Test("is found by its host, by the host above it, or as everybody's")
    func hosts() async throws {
        func end(_ host: String, _ label: String) -> JSONValue {
            ["host": .string(host), "steps": [["id": "end", "label": .string(label), "authenticated": [:]]]]
        }
        let client = try AnchorClient.seeded([
            "signInFlows": [end("a.example", "a"), end("*.a.example", "below"), end("*", "any")]
        ])
        for (host, label) in [("a.example", "a"), ("x.y.a.example", "below"), ("ba.example", "any")] {
            #expect(await SignInDriver(client, host: host).start()["current_step_label"] == .string(label))
        }
        let read: AnchorState = try RowCoding.value(RowCoding.bytes(client.store.snapshot))
        #expect(read.signInGraph(of: "a.example").graph == client.store.snapshot.signInGraph(of: "a.example").graph)
        #expect(client.store.snapshot.countObjects() == client.store.objectCount)
    }

    @Test("takes the time of the world's choice where it says none")
    func policy() async throws {
        let client = AnchorClient { $0.dynamicSignIn.stepTakes = .seconds(4) }
        client.letWait(.seconds(4))
        let driver = await SignInDriver(client)
        _ = await driver.start()
        client.advance(.milliseconds(3999))
        #expect(await driver.state()["phase"] == "navigating")
        client.advance(.milliseconds(1))
        #expect(await driver.state()["phase"] == "settled")
    }

    @Test(
        "cannot lead nowhere",
        arguments: [
            (["host": "a"], "signInFlows.0.host"),
            (["host": "a", "start": "x", "steps": [["id": "y", "authenticated": [:]]]], "signInFlows.0.start"),
            (
                ["host": "a", "steps": [["id": "y", "decision": [["to": "x"]]]]],
                "signInFlows.0.steps.0.decision.0.to"
            ),
            (
                ["host": "a", "steps": [["id": "y", "form": [["type": "sso", "to": "x"]]]]],
                "signInFlows.0.steps.0.form.0.to"
            ),
            (
                ["host": "a", "steps": [["id": "y", "detectionFailed": ["message": "m", "to": "x"]]]],
                "signInFlows.0.steps.0.detectionFailed.to"
            ),
            (
                ["host": "a", "steps": [["id": "y", "authenticated": [:]], ["id": "y", "authenticated": [:]]]],
                "signInFlows.0.steps.1.id"
            ),
        ] as [(JSONValue, String)])
    func complaints(flow: JSONValue, path: String) throws {
        let seed = try AnchorSeed(json: ["signInFlows": [flow]])
        #expect(seed.complaints().map { $0.path.joined(separator: ".") } == [path])
    }
}
