import Kernel
import Testing

@testable import Anon

struct MemberTests {
    private static let draft = #""name":"Bob","email":"bob@x.example","password":"p","role":"Member""#

    @Test("both generations of the body make a member, who is shown without the password", arguments: [true, false])
    func create(namesOrganization: Bool) async {
        let client = AnonClient()
        let id = client.readyMade.organizationID
        let made = await client.post(
            "/org/member", "{\(Self.draft)" + (namesOrganization ? #","organizationId":"\#(id)"}"# : "}"))
        #expect(made.status == 200)
        #expect(
            made.text
                == #"{"id":"\#(made.id)","name":"Bob","email":"bob@x.example","organizationId":"\#(id)","role":"Member"}"#
        )
        client.bearer = nil
        #expect(await client.get("/org/member/\(made.id)").text == made.text)
    }

    @Test(
        "what is wrong with a body is said by name, and nothing is made",
        arguments: [
            (#"{"email":"e","password":"p","role":"Admin"}"#, "name is required"),
            (#"{"name":"n","password":"p","role":"Admin"}"#, "email is required"),
            (#"{"name":"n","email":"e","role":"Admin"}"#, "password is required"),
            (#"{"name":"n","email":"e","password":"p"}"#, "role is required"),
            (
                #"{"name":"n","email":"e","password":"p","role":"admin"}"#,
                #"role must be one of Admin, Member, ReadOnly, not "admin""#
            ),
            (#"{"organizationId":1,"name":"n","email":"e","password":"p","role":"Admin"}"#, "organizationId must be"),
        ])
    func invalid(body: String, complaint: String) async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        let answer = await client.post("/org/member", body)
        #expect(answer.status == 400)
        #expect(answer.error?.contains(complaint) == true)
        #expect(answer.reason == "body.invalid")
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("another organisation's id in the body is an upstream error")
    func otherOrganization() async {
        let client = AnonClient()
        let other = await client.otherOrganization()
        let answer = await client.post("/org/member", #"{\#(Self.draft),"organizationId":"\#(other.id)"}"#)
        #expect(answer.status == 502)
        #expect(answer.text == #"{"error":"Upstream error"}"#)
        #expect(answer.reason == "key.otherOrganization")
    }

    @Test("an address is taken in every organisation at once")
    func taken() async {
        let client = AnonClient()
        client.bearer = await client.otherOrganization().bearer
        let answer = await client.post(
            "/org/member",
            #"{"name":"n","email":"\#(ReadyMadeSet.memberEmail.uppercased())","password":"p","role":"Member"}"#)
        #expect(answer.status == 409)
        #expect(answer.reason == "member.addressTaken")
    }

    @Test("an unknown one is not found")
    func unknown() async {
        let answer = await AnonClient().get("/org/member/\(AnonClient.unknownID)")
        #expect(answer.status == 404)
        #expect(answer.error == "Member not found")
        #expect(answer.reason == "member.unknown")
    }

    @Test(
        "what a member may do follows from the role",
        arguments: [
            (MemberRole.admin, 200, 200, 200), (.member, 403, 200, 200), (.readOnly, 403, 403, 200),
        ])
    func roles(role: MemberRole, addsMembers: Int, makesPools: Int, reads: Int) async {
        let client = AnonClient()
        let body = #"{"name":"R","email":"r@x.example","password":"p","role":"\#(role.rawValue)"}"#
        #expect(await client.post("/org/member", body).status == 200)
        let pool = client.readyMade.userPoolID
        let webapp = client.readyMade.webappClientID
        client.bearer = await client.logIn("r@x.example", "p")
        #expect(await client.post("/org/member", "{\(Self.draft)}").status == addsMembers)
        #expect(await client.post("/org/userPool", #"{"name":"n","description":"d"}"#).status == makesPools)
        #expect(await client.post("/org/sdkClient", #"{"name":"n","description":"d"}"#).status == makesPools)
        #expect(await client.get("/org/userPool/\(pool)").status == reads)
        #expect(await client.get("/org/sdkClient/\(webapp)").status == reads)
    }

    @Test("who may not is told in the documented words and why beside them")
    func forbidden() async {
        let client = AnonClient()
        for (role, reason) in [("ReadOnly", "member.readOnly"), ("Member", "member.notAdmin")] {
            client.bearer = "anon_test"
            let body = #"{"name":"R","email":"\#(role)@x.example","password":"p","role":"\#(role)"}"#
            #expect(await client.post("/org/member", body).status == 200)
            client.bearer = await client.logIn("\(role)@x.example", "p")
            let answer = await client.post("/org/member", "{\(Self.draft)}")
            #expect(answer.status == 403)
            #expect(answer.text == #"{"error":"Forbidden: Access to the requested resource is denied."}"#)
            #expect(answer.reason == reason)
        }
    }

    @Test("a service client's key of the organisation adds members")
    func serviceKey() async {
        let client = AnonClient()
        let other = await client.otherOrganization()
        client.bearer = other.bearer
        client.bearer = await client.serviceClient().apiKey
        let made = await client.post("/org/member", "{\(Self.draft)}")
        #expect(made["organizationId"]?.string == other.id)
    }
}
