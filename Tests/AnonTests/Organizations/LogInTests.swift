import Kernel
import Testing

@testable import Anon

struct LogInTests {
    private static let pool = #"{"name":"n","description":"d"}"#

    @Test("a session token has Ory's form, and another login gives another one")
    func token() async {
        let client = AnonClient()
        client.bearer = nil
        let first = await client.logIn()
        let second = await client.logIn(ReadyMadeSet.memberEmail.uppercased())
        #expect(first.hasPrefix("ory_st_"))
        #expect(first != second)
        for token in [first, second, "\(first)@default"] {
            client.bearer = token
            #expect(await client.post("/org/userPool", Self.pool).status == 200)
        }
    }

    @Test("the answer is the token and nothing else")
    func shape() async {
        let answer = await AnonClient().post(
            "/org/login", #"{"email":"\#(ReadyMadeSet.memberEmail)","password":"\#(ReadyMadeSet.memberPassword)"}"#)
        #expect(answer.text == #"{"token":"\#(answer["token"]?.string ?? "")"}"#)
    }

    @Test(
        "a wrong password and an unknown address are refused alike",
        arguments: [
            (ReadyMadeSet.memberEmail, "Drydock"), (ReadyMadeSet.memberEmail, ""), ("nobody@x.example", "drydock"),
            ("", ""),
        ])
    func refused(email: String, password: String) async {
        let answer = await AnonClient().post("/org/login", #"{"email":"\#(email)","password":"\#(password)"}"#)
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == "login.refused")
    }

    @Test(
        "a body without address or password is invalid",
        arguments: [(#"{"password":"p"}"#, "email is required"), (#"{"email":"e"}"#, "password is required")])
    func invalid(body: String, complaint: String) async {
        let answer = await AnonClient().post("/org/login", body)
        #expect(answer.status == 400)
        #expect(answer.error == complaint)
    }

    @Test("a session expires at its instant on the world's clock, a new login helps")
    func expiry() async {
        let client = AnonClient()
        let token = await client.logIn()
        client.bearer = token
        client.now = AnonClient.start + .minutes(24 * 60) + .milliseconds(-1)
        #expect(await client.post("/org/userPool", Self.pool).status == 200)
        client.now = AnonClient.start + .minutes(24 * 60)
        let answer = await client.post("/org/userPool", Self.pool)
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == "key.expired")
        #expect(answer.detail.contains("2026-01-02T00:00:00"))
        client.bearer = await client.logIn()
        #expect(await client.post("/org/userPool", Self.pool).status == 200)
    }

    @Test("the policy says how long a session lives")
    func lifetime() async {
        let client = AnonClient { $0.memberSessionLifetime = .seconds(10) }
        client.bearer = await client.logIn()
        client.now = AnonClient.start + .seconds(9)
        #expect(await client.post("/org/userPool", Self.pool).status == 200)
        client.now = AnonClient.start + .seconds(10)
        #expect(await client.post("/org/userPool", Self.pool).reason == "key.expired")
    }
}
