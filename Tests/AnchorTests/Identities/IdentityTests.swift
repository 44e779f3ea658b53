import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

struct IdentityTests {
    private let client = AnchorClient()
    private static let body =
        #"{"source":"https://shop.example.com/login","name":"Ada","metadata":{"userId":"u-1","n":1},"credentials":\#(AnchorClient.credentials)}"#

    @Test("creating answers before the validation, with the documented members")
    func create() async {
        let answer = await client.post("/v1/identities", Self.body)
        #expect(answer.status == 201)
        #expect(answer.memberNames == ["id", "name", "status", "metadata", "created_at"])
        #expect(answer["status"] == "pending")
        #expect(answer["metadata"] == ["n": 1, "userId": "u-1"])
    }

    @Test("what the body leaves out has the documented defaults")
    func defaults() async {
        let answer = await client.post("/v1/identities", #"{"source":"shop.example.com"}"#)
        #expect(answer["name"] == "Unnamed Identity")
        #expect(answer["metadata"] == [:])
        #expect(await client.get("/v1/identities/\(answer.id)")["source"] == "https://shop.example.com")
    }

    @Test(
        "validation ends exactly at its instant, as the policy says",
        arguments: [
            (AnchorPolicies.ValidationOutcome.validated, 1999, "pending"), (.validated, 2000, "validated"),
            (.failed, 1999, "pending"), (.failed, 2000, "failed"),
        ])
    func validation(outcome: AnchorPolicies.ValidationOutcome, after: Int64, status: String) async {
        let client = AnchorClient { $0.identityValidation.outcome = outcome }
        let id = await client.post("/v1/identities?validateAsync=true", Self.body).id
        client.advance(.milliseconds(after))
        #expect(await client.get("/v1/identities/\(id)")["status"] == .string(status))
    }

    @Test(
        "a client that waits gets the final status",
        arguments: [(AnchorPolicies.ValidationOutcome.validated, "validated"), (.failed, "failed")])
    func waits(outcome: AnchorPolicies.ValidationOutcome, status: String) async {
        let client = AnchorClient { $0.identityValidation.outcome = outcome }
        let answer = await client.post("/v1/identities?validateAsync=false", Self.body)
        #expect(answer["status"] == .string(status))
    }

    @Test("credentials of a magic user who cannot sign in fail", arguments: ["user_bad_password", "user_locked"])
    func magicUsers(user: String) async {
        let answer = await client.post(
            "/v1/identities?validateAsync=false",
            #"{"source":"a.example","credentials":[{"type":"username_password","username":"\#(user)","password":"p"}]}"#
        )
        #expect(answer["status"] == "failed")
    }

    @Test("the application is found by its site or made, and takes over the name that is given")
    func application() async {
        let id = await client.application()
        let body = #"{"source":"https://shop.example.com/x","applicationName":"Shop","applicationDescription":"All"}"#
        _ = await client.post("/v1/identities", body)
        let known = await client.get("/v1/applications/\(id)")
        #expect(known["identity_count"] == 1)
        #expect(known["name"] == "Shop")
        #expect(known["description"] == "All")
        _ = await client.post("/v1/identities", #"{"source":"https://news.example.com/x","applicationName":"News"}"#)
        let list = await client.get("/v1/applications")
        #expect(list["applications.1.name"] == "News")
        #expect(list["applications.1.url"] == "https://news.example.com")
    }

    @Test(
        "a body or query that is not well formed is refused and nothing is made",
        arguments: [
            ("", #"{}"#, "source is required"),
            ("", #"{"source":"::"}"#, "source must be an http or https URL such as https://example.com"),
            ("", #"{"source":"a.example","metadata":[]}"#, "metadata must be an object, not an array"),
            ("", #"{"source":"a.example","name":1}"#, "name must be a string, not a number"),
            ("", #"{"source":"a.example","credentials":[{}]}"#, "credentials.0.type is required"),
            (
                "", #"{"source":"a.example","credentials":[{"type":"x"}]}"#,
                #"credentials.0.type must be one of username_password, authenticator, custom, not "x""#
            ),
            (
                "", #"{"source":"a.example","credentials":[{"type":"username_password","username":"a"}]}"#,
                "credentials.0.password is required"
            ),
            (
                "", #"{"source":"a.example","credentials":[{"type":"authenticator"}]}"#,
                "credentials.0.secret is required"
            ),
            ("", #"{"source":"a.example","credentials":[{"type":"custom"}]}"#, "credentials.0.fields is required"),
            (
                "", #"{"source":"a.example","credentials":[{"type":"custom","fields":[{"name":"a"}]}]}"#,
                "credentials.0.fields.0.value is required"
            ),
            ("?validateAsync=1", #"{"source":"a.example"}"#, #"validateAsync must be true or false, not "1""#),
        ])
    func refusals(query: String, body: String, message: String) async {
        let answer = await client.post("/v1/identities\(query)", body)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(client.store.snapshot.objectCount == 0)
    }

    @Test("reading shows every member")
    func read() async {
        let id = await client.identity()
        let answer = await client.get("/v1/identities/\(id)")
        #expect(answer.status == 200)
        #expect(
            answer.memberNames == ["id", "name", "source", "status", "metadata", "created_at", "updated_at"])
        #expect(answer["source"] == "https://shop.example.com/login")
    }

    @Test(
        "metadata is replaced whole, or merged where the policy says so",
        arguments: [
            (AnchorPolicies.MetadataUpdate.replace, ["b": 3] as JSONValue), (.merge, ["a": 1, "b": 3] as JSONValue),
        ])
    func metadata(policy: AnchorPolicies.MetadataUpdate, result: JSONValue) async {
        let client = AnchorClient { $0.identityMetadata = policy }
        let id = await client.identity(#","name":"Ada","metadata":{"a":1,"b":2}"#)
        client.advance(.seconds(1))
        let answer = await client.put("/v1/identities/\(id)", #"{"metadata":{"b":3}}"#)
        #expect(answer.status == 200)
        #expect(answer.memberNames == ["id", "name", "metadata", "updated_at"])
        #expect(answer["metadata"] == result)
        #expect(answer["name"] == "Ada")
        #expect(answer["updated_at"] == "2026-01-01T00:00:01.000Z")
        #expect(await client.get("/v1/identities/\(id)")["metadata"] == result)
    }

    @Test("new credentials start a new validation; other changes do not")
    func newCredentials() async {
        let id = await client.identity()
        _ = await client.put("/v1/identities/\(id)", #"{"name":"Ada"}"#)
        #expect(await client.get("/v1/identities/\(id)")["status"] == "validated")
        _ = await client.put("/v1/identities/\(id)", #"{"credentials":\#(AnchorClient.credentials)}"#)
        #expect(await client.get("/v1/identities/\(id)")["status"] == "pending")
        client.advance(.seconds(2))
        #expect(await client.get("/v1/identities/\(id)")["status"] == "validated")
    }

    @Test(
        "a change that is not well formed changes nothing", arguments: [#"{"name":1}"#, #"{"credentials":[{}]}"#, "["])
    func badUpdate(body: String) async {
        let id = await client.identity(#","name":"Ada""#)
        let before = await client.get("/v1/identities/\(id)").text
        #expect(await client.put("/v1/identities/\(id)", body).status == 400)
        #expect(await client.get("/v1/identities/\(id)").text == before)
    }

    @Test("deleting answers with a message, and the identity is gone from everywhere")
    func delete() async {
        let id = await client.identity()
        let application = client.store.snapshot.identities[id]?.applicationID ?? ""
        let answer = await client.delete("/v1/identities/\(id)")
        #expect(answer.status == 200)
        #expect(answer.text == #"{"message":"Identity deleted"}"#)
        #expect(await client.get("/v1/applications/\(application)")["identity_count"] == 0)
        #expect(await client.delete("/v1/identities/\(id)").status == 404)
    }

    @Test("an unknown or malformed id is a 404", arguments: [AnchorClient.unknownID, "no-uuid"])
    func unknown(id: String) async {
        for answer in [
            await client.get("/v1/identities/\(id)"), await client.put("/v1/identities/\(id)", "{}"),
            await client.delete("/v1/identities/\(id)"), await client.get("/v1/identities/\(id)/credentials"),
            await client.post("/v1/identities/\(id)/reauthenticate"),
        ] {
            #expect(answer.status == 404)
            #expect(answer.reason == "identity.unknown")
        }
    }
}
