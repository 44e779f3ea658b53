import HTTPTypes
import Kernel
import Testing

@testable import Anchor

/// A sign-in in a session of its own.
struct SignInDriver {
    let client: AnchorClient
    let session: String
    var host = "shop.example.com"

    init(_ client: AnchorClient = AnchorClient(), host: String = "shop.example.com") async {
        self.client = client
        self.host = host
        session = await client.session()
    }

    func start() async -> AnchorAnswer {
        await call("start", ["url": .string("https://\(host)/login"), "host": .string(host)])
    }

    func fill(_ values: JSONValue, option: Int64 = 0) async -> AnchorAnswer {
        await call("resolve", ["option_index": .integer(option), "values": values])
    }

    func choose(_ choice: String) async -> AnchorAnswer { await call("resolve", ["choice": .string(choice)]) }

    func finalize(_ body: JSONValue = [:]) async -> AnchorAnswer { await call("finalize", body) }

    func state() async -> AnchorAnswer { await client.get("/v1/identities/dynamic/state/\(session)") }

    func call(_ name: String, _ body: JSONValue) async -> AnchorAnswer {
        await client.post("/v1/identities/dynamic/\(name)/\(session)", JSONWriter.text(body))
    }
}

@Suite("A dynamic sign-in at a site that nothing is scripted for")
struct DynamicSignInTests {
    @Test("asks for name and password, and is kept as an identity with a profile and what was typed")
    func good() async throws {
        let driver = await SignInDriver()
        let first = await driver.start()
        #expect(first.status == 200, "\(first.text)")
        #expect(
            first.memberNames == [
                "session_id", "host", "current_step_label", "step_id", "cdp_url", "live_view_url", "type", "options",
                "credentials_rejected", "credentials_passed",
            ])
        #expect(first["session_id"] == .string(driver.session) && first["host"] == "shop.example.com")
        #expect(first["type"] == "form" && first["step_id"] == "username")
        #expect(first["options.0.type"] == "credentials" && first["options.0.inputs.0.name"] == "username")
        #expect(first["cdp_url"]?.string?.contains(driver.session) == true)
        let second = await driver.fill(["username": "ada", "more": "ignored"])
        #expect(second["step_id"] == "password" && second["credentials_passed"] == true)
        #expect(await driver.finalize().status == 409)
        let third = await driver.fill(["password": "secret"])
        #expect(third["type"] == "authenticated" && third["step_id"] == "signed-in")
        let kept = await driver.finalize()
        #expect(kept.status == 200, "\(kept.text)")
        let identity = try #require(kept["identityId"]?.string)
        #expect(kept["profileName"] == .string("profile-\(driver.session)"))
        #expect(kept["automatable"] == true && kept["nonAutomatableReasons"] == [])
        let made = await driver.client.get("/v1/identities/\(identity)")
        #expect(made["name"] == "ada" && made["status"] == "validated")
        #expect(made["source"] == "https://shop.example.com/login")
        let credentials = await driver.client.get("/v1/identities/\(identity)/credentials")
        #expect(credentials["credentials"] == [["type": "username_password", "username": "ada", "password": "secret"]])
        let profile = await driver.client.get("/v1/profiles/profile-\(driver.session)")
        #expect(profile["data.session_id"] == .string(driver.session))
        #expect(await driver.finalize(["identity_name": "other"])["identityId"] == .string(identity), "once")
    }

    @Test("asks user_mfa for a code, which no machine can give, or for the secret, with which one can")
    func codes() async throws {
        for (option, values, isAutomatable) in [
            (Int64(0), ["code": "123456"], false), (1, ["secret": "JBSWY3DP"], true),
        ] as [(Int64, JSONValue, Bool)] {
            let driver = await SignInDriver()
            _ = await driver.start()
            _ = await driver.fill(["username": "user_mfa"])
            let asked = await driver.fill(["password": "x"])
            #expect(asked["step_id"] == "code" && asked["options.0.type"] == "mfa_totp")
            #expect(asked["options.0.automatable"] == false && asked["options.1.type"] == "totp_secret")
            #expect(await driver.fill(values, option: option)["type"] == "authenticated")
            let kept = await driver.finalize(["identity_name": "Ada", "profile_name": "ada"])
            #expect(kept["automatable"] == .bool(isAutomatable) && kept["profileName"] == "ada")
            #expect(kept["nonAutomatableReasons"] == (isAutomatable ? [] : ["Code: mfa_totp"]))
            let stored = await driver.client.get("/v1/identities/\(kept["identityId"]?.string ?? "")/credentials")
            #expect(stored["name"] == "Ada")
            #expect(stored["credentials.1.secret"] == (isAutomatable ? "JBSWY3DP" : nil))
        }
    }

    @Test("rejects a wrong password or code twice, then it has failed, and can begin anew")
    func rejected() async {
        for (name, values, words) in [
            ("user_bad_password", ["password": "x"], "The password is wrong."),
            ("user_mfa", ["code": "1"], "The code is wrong."),
        ] as [(String, JSONValue, String)] {
            let driver = await SignInDriver()
            _ = await driver.start()
            _ = await driver.fill(["username": .string(name)])
            if name == "user_mfa" { _ = await driver.fill(["password": "x"]) }
            for _ in 0..<2 {
                let again = await driver.fill(values)
                #expect(again.status == 200 && again["type"] == "form" && again["credentials_rejected"] == true)
                let state = await driver.state()
                #expect(state["nav.status"] == "failed" && state["nav.credentials_rejected"] == true)
                #expect(state["nav.error"] == .string(words))
            }
            let failed = await driver.fill(values)
            #expect(failed["type"] == "failed" && failed["error"] == .string(words) && failed["retryable"] == true)
            #expect(await driver.fill(values).reason == "signInFlow.notAsked")
            #expect(await driver.finalize().reason == "signInFlow.unauthenticated")
            #expect(await driver.start()["step_id"] == "username")
            #expect(await driver.state()["nav.status"] == "none")
        }
    }

    @Test(
        "knows the other magic users",
        arguments: [
            ("user_locked", "The account is locked.", false), ("user_cancel", "The sign-in was cancelled.", true),
        ])
    func magic(name: String, words: String, isRetryable: Bool) async {
        let driver = await SignInDriver()
        _ = await driver.start()
        _ = await driver.fill(["username": .string(name)])
        let failed = await driver.fill(["password": "x"])
        #expect(failed["error"] == .string(words) && failed["retryable"] == .bool(isRetryable))
    }

    @Test("leaves user_pending pending, until the world's clock says otherwise")
    func pending() async {
        let driver = await SignInDriver()
        _ = await driver.start()
        _ = await driver.fill(["username": "user_pending"])
        _ = await driver.fill(["password": "x"])
        let path = "/v1/identities/\(await driver.finalize()["identityId"]?.string ?? "")"
        #expect(await driver.client.get(path)["status"] == "pending")
        driver.client.advance(.seconds(2))
        #expect(await driver.client.get(path)["status"] == "validated")
    }

    @Test(
        "refuses answers that do not fit, and changes nothing",
        arguments: [
            (#"{"choice":"password"}"#, "The current step is a form: option_index and values are required"),
            (#"{"choice":"a","option_index":0}"#, "choice must not come together with option_index and values"),
            (#"{"choice":"a","values":{}}"#, "choice must not come together with option_index and values"),
            ("{}", "option_index is required, with values, or choice"),
            (#"{"option_index":0}"#, "values is required"),
            (#"{"option_index":-1,"values":{}}"#, "option_index must be 0 or more, not -1"),
            (#"{"option_index":1,"values":{}}"#, "option_index must be from 0 to 0"),
            (#"{"option_index":0,"values":{}}"#, "values.username is required"),
            (#"{"option_index":0,"values":{"username":""}}"#, "values.username is required"),
            (#"{"option_index":0,"values":{"username":3}}"#, "username must be a string, not a number"),
        ])
    func answers(body: String, message: String) async {
        let driver = await SignInDriver()
        _ = await driver.start()
        let version = driver.client.store.version
        let answer = await driver.client.post("/v1/identities/dynamic/resolve/\(driver.session)", body)
        #expect(answer.status == 400 && answer.message == message, "\(answer.text)")
        #expect(driver.client.store.version == version)
    }

    @Test("takes no more bytes than anybody types")
    func large() async {
        let driver = await SignInDriver()
        _ = await driver.start()
        let text = String(repeating: "x", count: 16 << 10)
        #expect(await driver.fill(["username": .string(text)]).status == 400)
    }

    @Test(
        "refuses to start elsewhere than at a URL with its own host",
        arguments: [
            (#"{"url":"https://a.example/","host":"b.example"}"#, "signInFlow.hostMismatch"),
            (#"{"url":"a.example","host":"a.example"}"#, "body.invalid"),
            (#"{"url":"https://a.example/"}"#, "body.invalid"),
            (#"{"host":"a.example"}"#, "body.invalid"),
        ])
    func start(body: String, reason: String) async {
        let driver = await SignInDriver()
        let answer = await driver.client.post("/v1/identities/dynamic/start/\(driver.session)", body)
        #expect(answer.status == 400 && answer.reason == reason, "\(answer.text)")
        #expect(await driver.state().reason == "signInFlow.unknown")
    }

    @Test("needs a session that runs, and one in which it was started")
    func sessions() async {
        let driver = await SignInDriver()
        for answer in [await driver.state(), await driver.choose("a"), await driver.finalize()] {
            #expect(answer.status == 404 && answer.reason == "signInFlow.unknown")
        }
        _ = await driver.start()
        _ = await driver.client.delete("/v1/sessions/\(driver.session)")
        for answer in [await driver.start(), await driver.state(), await driver.choose("a"), await driver.finalize()] {
            #expect(answer.status == 404 && answer.reason == "session.ended")
        }
        let other = await driver.client.get("/v1/identities/dynamic/state/\(AnchorClient.unknownID)")
        #expect(other.status == 404 && other.reason == "session.unknown")
        driver.client.key = nil
        #expect(await driver.finalize().message == "Missing API key for team")
        #expect(await driver.state().message == "Invalid API Key")
    }

    @Test("is no part of what does not fit into the world")
    func full() async {
        let client = AnchorClient { $0.objectLimit = 5 }
        let driver = await SignInDriver(client)
        #expect(await driver.start().status == 200)
        _ = await driver.fill(["username": "ada"])
        _ = await driver.fill(["password": "x"])
        let version = client.store.version
        #expect(await driver.finalize().status == 507)
        #expect(client.store.version == version)
    }
}
