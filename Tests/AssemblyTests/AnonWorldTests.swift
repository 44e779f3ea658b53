import DrydockTesting
import Kernel
import Testing

@Suite("Worlds of Anon's clients")
struct AnonWorldTests {
    @Test("what one world's key makes, another's does not see", arguments: ["anon_test", "ory_st_test"])
    func isolation(key: String) async throws {
        try await withDrydock { drydock in
            let pool = try await AnonCaller(drydock, bearer: "\(key)@one").userPool()
            #expect(try await AnonCaller(drydock, bearer: "\(key)@one").get("/org/userPool/\(pool)").status == 200)
            for bearer in ["\(key)@two", key] {
                #expect(try await AnonCaller(drydock, bearer: bearer).get("/org/userPool/\(pool)").status == 404)
            }
        }
    }

    @Test("the header wins over key, session token and client id")
    func header() async throws {
        try await withDrydock { drydock in
            let pool = try await AnonCaller(drydock, bearer: "anon_test@one").userPool()
            var caller = AnonCaller(drydock, bearer: "anon_test@two", headers: ["X-Drydock-World": "one"])
            caller.sdkClientID = try await caller.credentials(of: "three")[path: "webappSdkClient.id"]?.string
            #expect(try await caller.get("/org/userPool/\(pool)").status == 200)
        }
    }

    @Test("what a world issued leads back to it with nothing else")
    func issued() async throws {
        try await withDrydock { drydock in
            let nobody = AnonCaller(drydock, bearer: nil)
            let set = try await nobody.credentials(of: "shop")
            let pool = "/org/userPool/\(try #require(set[path: "userPoolId"]?.string))"
            for bearer in [
                set[path: "serviceSdkClient.apiKey"]?.string, try await nobody.logIn(in: "shop"),
                set[path: "appUserIdToken"]?.string,
            ] {
                let status = bearer?.split(separator: ".").count == 3 ? 502 : 200
                #expect(try await AnonCaller(drydock, bearer: bearer).get(pool).status == status)
                #expect(try await nobody.lastEntry(of: "shop")?[path: "operation"] == "anon.getUserPool")
                _ = try await drydock.send("DELETE", "/_drydock/requests?world=shop")
            }
            let organization = try #require(set[path: "organizationId"]?.string)
            let member = try #require(set[path: "member.id"]?.string)
            #expect(try await nobody.get("/org/organization/\(organization)").status == 200)
            #expect(try await nobody.get("/org/member/\(member)?x=1").status == 200)
            #expect(try await nobody.worlds() == ["default", "shop"])
        }
    }

    @Test("a customer's own token says nothing of a world: the client id beside it does")
    func clientID() async throws {
        try await withDrydock { drydock in
            var caller = AnonCaller(drydock, bearer: "e30.e30.e30")
            caller.sdkClientID = try await caller.credentials(of: "shop")[path: "webappSdkClient.id"]?.string
            #expect(try await caller.get("/account/api/v1/appIntegration?id=amazon").status == 401)
            let entry = try await caller.lastEntry(of: "shop")
            #expect(entry?[path: "operation"] == "anon.getAppIntegration")
            #expect(entry?[path: "reason.code"]?.string?.hasPrefix("jwt.") == true)
        }
    }

    @Test("an end user's token and client id are good in their world, and there alone")
    func appUser() async throws {
        try await withDrydock { drydock in
            var caller = AnonCaller(drydock)
            let set = try await caller.credentials(of: "shop")
            caller.bearer = set[path: "appUserIdToken"]?.string
            caller.sdkClientID = set[path: "webappSdkClient.id"]?.string
            #expect(try await caller.get("/account/api/v1/appIntegration?id=amazon").status == 200)
            caller.headers["X-Drydock-World"] = "other"
            let elsewhere = try await caller.get("/account/api/v1/appIntegration?id=amazon")
            #expect(elsewhere.status == 401)
            #expect(elsewhere.header("X-Drydock-Reason") == "client.unknown")
        }
    }

    @Test("a link leads a browser back, which sends no header, and so does its form")
    func links() async throws {
        try await withDrydock { drydock in
            let backend = AnonCaller(drydock, bearer: "anon_test@shop")
            let made = try await backend.get(
                "/link/url?app=amazon&appUserId=ada%40evil&redirectUrl=https%3A%2F%2Fcustomer.test%2Fdone")
            #expect(made.status == 200)
            let url = try #require(made["url"]?.string)
            let query = try #require(url.split(separator: "?").last)
            #expect(query.contains("linkId="))
            let browser = AnonCaller(drydock, bearer: nil)
            #expect(try await browser.get("/?\(query)").status == 200)
            #expect(try await backend.lastEntry(of: "shop")?[path: "operation"] == "anon.openLink")
            _ = try await browser.send("POST", "/link", String(query), contentType: "application/x-www-form-urlencoded")
            #expect(try await backend.lastEntry(of: "shop")?[path: "operation"] == "anon.advanceLink")
            #expect(try await browser.worlds() == ["default", "shop"])
        }
    }

    @Test("app user ids and e-mail addresses never name a world")
    func addresses() async throws {
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock, headers: ["X-Anon-App-User-Id": "ada@three"])
            let login = #"{"email":"admin@drydock.example","password":"drydock"}"#
            #expect(try await caller.post("/org/login", login).status == 200)
            #expect(try await caller.post("/org/appUserIdToken", #"{"appUserId":"ada@one"}"#).status == 200)
            for target in [
                "/account/api/v1/session/status?ownerId=ada@two&domain=amazon",
                "/account/api/v1/appUser?externalUserId=ada@two",
                "/link/url?app=amazon&appUserId=ada@two&redirectUrl=x",
                "/actions/linkedin/getProfile?appUserId=ada@two",
            ] {
                _ = try await caller.get(target)
            }
            _ = try await caller.send(
                "POST", "/link", "username=ada@four&email=ada@five&password=p@six",
                contentType: "application/x-www-form-urlencoded")
            #expect(try await caller.worlds() == ["default"])
        }
    }

    @Test("a world's name that none can have is refused in Anon's envelope", arguments: ["a b", "", "a/b"])
    func invalidNames(name: String) async throws {
        try await withDrydock { drydock in
            let answer = try await AnonCaller(drydock, bearer: "anon_test@\(name)").get("/org/userPool/x")
            #expect(answer.status == 400)
            #expect(answer["message"]?.string?.contains("no world's name") == true)
            #expect(answer.header("X-Drydock-Reason") == "world.invalidName")
        }
    }

    @Test("both vendors live in one world: Anchor's key and Anon's of one name, 30 worlds at once")
    func parallelWorlds() async throws {
        try await withDrydock { drydock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let anon = AnonCaller(drydock, bearer: "anon_test@w\(number)")
                        let site = #"{"source":"https://a\#(number).test"}"#
                        async let application = drydock.post("/v1/applications", site, key: "sk@w\(number)")
                        async let pool = anon.userPool()
                        #expect(try await application.status == 201)
                        #expect(try await anon.get("/org/userPool/\(try await pool)").status == 200)
                        let listed = try await drydock.get("/v1/applications", key: "sk@w\(number)")
                        #expect(listed["applications"]?.array?.count == 1)
                        #expect(listed["applications.0.url"]?.string == "https://a\(number).test")
                        let journal = try await drydock.get("/_drydock/requests?world=w\(number)")
                        #expect(journal["requests"]?.array?.count == 4)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await AnonCaller(drydock).worlds().count == 31)
        }
    }

    @Test("two worlds issue different keys, ids and tokens; a reset world issues the same again")
    func ready() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            let caller = AnonCaller(drydock)
            let one = try await caller.credentials(of: "one")
            let two = try await caller.credentials(of: "two")
            for path in ["organizationId", "userPoolId", "serviceSdkClient.apiKey", "appUserIdToken"] {
                #expect(one[path: path]?.string?.isEmpty == false)
                #expect(one[path: path] != two[path: path])
            }
            _ = try await caller.post("/org/userPool", #"{"name":"n","description":"d"}"#)
            _ = try await drydock.post("/_drydock/reset?world=one")
            #expect(try await caller.credentials(of: "one") == one)
        }
    }
}
