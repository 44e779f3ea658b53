import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct AdoptedIDTests {
    private let client = AnchorClient.adopting()
    private let id = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"

    @Test(
        "an id that was never issued is adopted at first touch, and again after its deletion",
        arguments: [
            (HTTPRequest.Method.get, "", ""), (.delete, "", ""), (.get, "/identities", ""), (.get, "/auth-flows", ""),
            (.post, "/auth-flows", #"{"name":"a","methods":["username_password"]}"#),
            (.patch, "/auth-flows/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "{}"),
            (.delete, "/auth-flows/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", ""),
            (.post, "/tokens", #"{"callbackUrl":"https://a.example/cb"}"#),
        ])
    func applications(method: HTTPRequest.Method, path: String, body: String) async {
        for _ in 1...2 {
            #expect((200...201).contains(await client.send(method, "/v1/applications/\(id)\(path)", body).status))
            #expect(await client.get("/v1/applications/\(id)").id == id)
            #expect(await client.delete("/v1/applications/\(id)").status == 200)
        }
    }

    @Test(
        "the same for identities",
        arguments: [
            (HTTPRequest.Method.get, "", ""), (.put, "", "{}"), (.delete, "", ""), (.get, "/credentials", ""),
            (.post, "/reauthenticate", ""),
        ])
    func identities(method: HTTPRequest.Method, path: String, body: String) async {
        for _ in 1...2 {
            #expect(await client.send(method, "/v1/identities/\(id)\(path)", body).status == 200)
            #expect(await client.get("/v1/identities/\(id)").id == id)
            #expect(await client.delete("/v1/identities/\(id)").status == 200)
        }
    }

    @Test(
        "the same for batches, sessions that were asked for, their tokens and events",
        arguments: [
            (HTTPRequest.Method.get, "/v1/batch-sessions/{id}", ""), (.patch, "/v1/batch-sessions/{id}", "{}"),
            (.delete, "/v1/batch-sessions/{id}", ""), (.post, "/v1/batch-sessions/{id}/retry", ""),
            (.get, "/v1/sessions/async/{id}/status", ""), (.post, "/v1/sessions/{id}/tokens", ""),
            (.delete, "/v1/sessions/{id}/tokens/t", ""), (.post, "/v1/events/{id}/wait", ""),
            (.post, "/v1/events/{id}", #"{"data":{}}"#), (.put, "/v1/profiles/{id}", "{}"),
        ])
    func others(method: HTTPRequest.Method, path: String, body: String) async {
        let target = path.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: id)
        for _ in 1...2 {
            let answer = await client.send(method, target, body)
            #expect(answer.status == 200, "\(answer.text)")
        }
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
    }

    @Test("an adopted object is there from then on")
    func stays() async {
        let first = await client.get("/v1/identities/\(id)").text
        client.advance(.minutes(1))
        #expect(await client.get("/v1/identities/\(id)").text == first)
        #expect(client.store.snapshot.identities.count == 1)
    }

    @Test("a token does not come back to life with an application that is adopted under the same id again")
    func tokensStayDead() async throws {
        let token = await client.token(id)
        _ = await client.delete("/v1/applications/\(id)")
        #expect(await client.get("/v1/applications/\(id)").status == 200)
        #expect(throws: IdentityTokenRefusal.applicationDeleted) { try client.complete(token) }
    }

    @Test(
        "bodies are taken as they come",
        arguments: [
            #"{"credentials":[{}],"source":"https://a.example/login"}"#, #"{"source":"a.example","name":7}"#,
            #"{"source":"a.example","credentials":[{"type":"x"},7],"metadata":"text"}"#,
        ])
    func bodies(body: String) async {
        let answer = await client.post("/v1/identities?validateAsync=maybe", body)
        #expect(answer.status == 201)
        #expect(await client.get("/v1/identities/\(answer.id)/credentials")["credentials"] == [])
    }

    @Test("a metadata filter that is no JSON is ignored")
    func filter() async {
        let answer = await client.get("/v1/applications/\(id)/identities?metadata=metadata&search=search")
        #expect(answer.status == 200)
    }
}
