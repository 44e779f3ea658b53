import Kernel
import Testing

@testable import Anchor

struct IdentityCredentialTests {
    @Test(
        "stored credentials are shown in clear, member for member",
        arguments: [
            #"[{"type":"username_password","username":"ada","password":"secret"}]"#,
            #"[{"type":"authenticator","secret":"JBSW"}]"#, #"[{"type":"authenticator","secret":"JBSW","otp":"1"}]"#,
            #"[{"type":"custom","fields":[{"name":"a","value":"b"},{"name":"c","value":""}]}]"#, "[]",
        ])
    func shown(credentials: String) async {
        let client = AnchorClient()
        let id = await client.post("/v1/identities", #"{"source":"a.example","credentials":\#(credentials)}"#).id
        let answer = await client.get("/v1/identities/\(id)/credentials")
        #expect(answer.status == 200)
        #expect(answer.memberNames == ["id", "name", "source", "credentials"])
        #expect(answer.text.hasSuffix(#""credentials":\#(credentials)}"#))
    }

    @Test("the policy hides them behind a 404")
    func hidden() async {
        let client = AnchorClient { $0.identityCredentials = .hidden }
        let answer = await client.get("/v1/identities/\(await client.identity())/credentials")
        #expect(answer.status == 404)
        #expect(answer.reason == "identity.credentialsHidden")
    }

    @Test(
        "signing in again waits for the outcome unless told not to",
        arguments: [
            ("", false, "authenticated", "validated"), ("{}", false, "authenticated", "validated"),
            (#"{"sync":true}"#, false, "authenticated", "validated"), (#"{"sync":false}"#, true, "pending", "pending"),
        ])
    func reauthenticate(body: String, isAsync: Bool, word: String, status: String) async {
        let client = AnchorClient()
        let id = await client.identity()
        let answer = await client.post("/v1/identities/\(id)/reauthenticate", body)
        #expect(answer.status == 200)
        #expect(answer.memberNames == ["identityId", "async", "sessionId", "auth_status", "method"])
        #expect(answer["identityId"] == .string(id))
        #expect(answer["async"] == .bool(isAsync))
        #expect(answer["auth_status"] == .string(word))
        #expect(await client.get("/v1/identities/\(id)")["status"] == .string(status))
        let session = await client.get("/v1/sessions/\(answer["sessionId"]?.string ?? "")")
        #expect(session["data.status"] == (isAsync ? "running" : "completed"))
    }

    @Test("an identity without credentials answers 412; PUT some is the fix")
    func withoutCredentials() async {
        let client = AnchorClient()
        let id = await client.post("/v1/identities", #"{"source":"a.example"}"#).id
        let refused = await client.post("/v1/identities/\(id)/reauthenticate")
        #expect(refused.status == 412)
        #expect(refused.reason == "identity.noCredentials")
        _ = await client.put("/v1/identities/\(id)", #"{"credentials":\#(AnchorClient.credentials)}"#)
        #expect(await client.post("/v1/identities/\(id)/reauthenticate").status == 200)
    }

    @Test(
        "a sign-in that fails answers 422 and changes nothing",
        arguments: [
            ("user_locked", AnchorPolicies.ValidationOutcome.validated), ("user_bad_password", .validated),
            ("ada", .failed),
        ])
    func signInFails(user: String, outcome: AnchorPolicies.ValidationOutcome) async {
        let client = AnchorClient { $0.identityValidation.outcome = outcome }
        let credentials = #"[{"type":"username_password","username":"\#(user)","password":"p"}]"#
        let id = await client.post("/v1/identities", #"{"source":"a.example","credentials":\#(credentials)}"#).id
        let before = await client.get("/v1/identities/\(id)").text
        let refused = await client.post("/v1/identities/\(id)/reauthenticate")
        #expect(refused.status == 422)
        #expect(refused.reason == "identity.signInFailed")
        #expect(await client.get("/v1/identities/\(id)").text == before)
        let waits = await client.post("/v1/identities/\(id)/reauthenticate", #"{"sync":false}"#)
        #expect(waits["auth_status"] == "pending")
        client.advance(.seconds(2))
        #expect(await client.get("/v1/identities/\(id)")["status"] == "failed")
    }
}
