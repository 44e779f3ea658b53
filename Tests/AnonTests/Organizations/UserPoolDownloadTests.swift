import Kernel
import Testing
import Tokens

@testable import Anon

struct UserPoolDownloadTests {
    private static func body(_ url: String) -> String {
        #"{"name":"n","description":"d","authorization":{"jwksUri":"\#(url)"}}"#
    }

    @Test(
        "what the address answers comes back in the vendor's words, and no pool is made",
        arguments: [
            ("<!doctype html><p>Sign in", "expected value at line 1 column 1", "jwks.notJSON"),
            ("Not Found", "expected value at line 1 column 1", "jwks.notJSON"),
            ("", "EOF while parsing a value at line 1 column 0", "jwks.notJSON"),
            ("file not found", "expected ident at line 1 column 2", "jwks.notJSON"),
            (#"{"error":"not found"}"#, "missing field `keys` at line 1 column 21", "jwks.noKeys"),
        ])
    func bodies(body: String, text: String, reason: String) async {
        let client = AnonClient()
        client.keySets.serve(body, at: AnonClient.jwksURL)
        let before = client.store.snapshot.objectCount
        let answer = await client.post("/org/userPool", Self.body(AnonClient.jwksURL))
        #expect(answer.status == 500)
        #expect(answer.error == "error decoding response body: \(text)")
        #expect(answer.reason == reason)
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test(
        "an address that is none is told apart from one that nobody answers at",
        arguments: [
            ("$ANON_JWKS_PUBLIC_URL", "builder error: relative URL without a base", "jwks.unexpandedVariable"),
            ("${ANON_JWKS_PUBLIC_URL}/keys", "builder error: relative URL without a base", "jwks.unexpandedVariable"),
            ("keys.test/jwks.json", "builder error: relative URL without a base", "jwks.badURL"),
            ("", "builder error: relative URL without a base", "jwks.badURL"),
            ("ftp://keys.test/", "builder error for url (ftp://keys.test/): URL scheme is not allowed", "jwks.badURL"),
            (
                "http://nobody.test/",
                "error sending request for url (http://nobody.test/): error trying to connect: "
                    + "tcp connect error: Connection refused (os error 111)", "jwks.unreachable"
            ),
        ])
    func addresses(url: String, text: String, reason: String) async {
        let client = AnonClient()
        let answer = await client.post("/org/userPool", Self.body(url))
        #expect(answer.status == 500)
        #expect(answer.error == text)
        #expect(answer.reason == reason)
    }

    @Test(
        "further ways in which a download fails have reasons of their own",
        arguments: [
            (KeySetDownloadProblem.answerTimedOut, "jwks.timedOut"), (.tooLarge(limit: 10), "jwks.tooLarge"),
            (.tooManyRedirects, "jwks.tooManyRedirects"), (.unknownHost, "jwks.unreachable"),
        ])
    func failures(problem: KeySetDownloadProblem, reason: String) async {
        let client = AnonClient()
        client.keySets.fail(problem, at: AnonClient.jwksURL)
        let answer = await client.post("/org/userPool", Self.body(AnonClient.jwksURL))
        #expect(answer.status == 500)
        #expect(answer.error?.isEmpty == false)
        #expect(answer.reason == reason)
    }

    @Test("once the key set is public the same call works: nothing that failed is kept")
    func recovery() async {
        let client = AnonClient()
        client.keySets.serve("<html>", at: AnonClient.jwksURL)
        #expect(await client.post("/org/userPool", Self.body(AnonClient.jwksURL)).status == 500)
        client.serveBuiltInKeys()
        #expect(await client.post("/org/userPool", Self.body(AnonClient.jwksURL)).status == 200)
        client.keySets.serve("<html>", at: AnonClient.jwksURL)
        #expect(await client.post("/org/userPool", Self.body(AnonClient.jwksURL)).status == 500)
        #expect(client.keySets.downloaded.count == 3)
    }

    @Test("50 pools made at once on one slow address share one download, and nobody else waits for it")
    func race() async {
        let client = AnonClient()
        client.serveBuiltInKeys()
        client.keySets.closeGate()
        let statuses = await withTaskGroup(of: AnonAnswer.self) { group in
            for _ in 0..<50 {
                group.addTask { [store = client.store, keySets = client.keySets] in
                    await AnonClient(of: store, keySets).post("/org/userPool", Self.body(AnonClient.jwksURL))
                }
            }
            await client.keySets.waitUntilHeld(1)
            while client.store.keySets.waiting(for: AnonClient.jwksURL) != 49 { await Task.yield() }
            #expect(await client.post("/org/userPool", #"{"name":"n","description":"d"}"#).status == 200)
            client.keySets.openGate()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count == 50 && statuses.allSatisfy { $0.status == 200 })
        #expect(Set(statuses.map(\.id)).count == 50)
        #expect(client.keySets.downloaded == [AnonClient.jwksURL])
    }

    @Test("a download that fails fails all that waited for it")
    func failedRace() async {
        let client = AnonClient()
        client.keySets.serve("<html>", at: AnonClient.jwksURL)
        client.keySets.closeGate()
        let before = client.store.snapshot.objectCount
        let answers = await withTaskGroup(of: AnonAnswer.self) { group in
            for _ in 0..<10 {
                group.addTask { [store = client.store, keySets = client.keySets] in
                    await AnonClient(of: store, keySets).post("/org/userPool", Self.body(AnonClient.jwksURL))
                }
            }
            while client.store.keySets.waiting(for: AnonClient.jwksURL) != 9 { await Task.yield() }
            client.keySets.openGate()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == 500 && $0.reason == "jwks.notJSON" })
        #expect(client.store.snapshot.objectCount == before)
        #expect(client.keySets.downloaded.count == 1)
    }
}
