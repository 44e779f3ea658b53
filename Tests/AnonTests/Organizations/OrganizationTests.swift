import Kernel
import Testing

@testable import Anon

struct OrganizationTests {
    private static let body = #"{"name":"Acme","member":{"name":"Ada","email":"ada@acme.example","password":"secret"}}"#

    @Test("making one needs no bearer, and its first member is an Admin")
    func create() async {
        let client = AnonClient()
        client.bearer = nil
        let made = await client.post("/org/organization", Self.body)
        #expect(made.status == 200)
        let member = made["members.0.id"]?.string ?? ""
        #expect(
            made.text
                == #"{"id":"\#(made.id)","name":"Acme","logoUrl":null,"members":[{"id":"\#(member)","name":"Ada","#
                + #""email":"ada@acme.example","organizationId":"\#(made.id)","role":"Admin"}]}"#)
        #expect(await client.get("/org/organization/\(made.id)").text == made.text)
        #expect(await client.get("/org/member/\(member)").json == made["members.0"])
    }

    @Test("a bearer that is sent is not looked at", arguments: ["raw-password", "anon_invalid_x", "a.b.c"])
    func anyBearer(bearer: String) async {
        let client = AnonClient()
        client.bearer = bearer
        #expect(await client.post("/org/organization", Self.body).status == 200)
    }

    @Test("members appear in the order in which they were added")
    func members() async {
        let client = AnonClient()
        let other = await client.otherOrganization()
        client.bearer = other.bearer
        for name in ["b", "a"] {
            let body = #"{"name":"\#(name)","email":"\#(name)@x.example","password":"p","role":"Member"}"#
            #expect(await client.post("/org/member", body).status == 200)
        }
        let members = await client.get("/org/organization/\(other.id)")["members"]?.array
        #expect(members?.map { $0[path: "name"] } == ["Olga", "b", "a"])
    }

    @Test(
        "a body that lacks something is refused with its name, and nothing is made",
        arguments: [
            ("{}", "name is required"), (#"{"name":"A"}"#, "member is required"),
            (#"{"name":1,"member":{}}"#, "name must be a string, not a number"),
            (#"{"name":"A","member":[]}"#, "member must be an object, not an array"),
            (#"{"name":"A","member":{"email":"e","password":"p"}}"#, "member.name is required"),
            (#"{"name":"A","member":{"name":"n","password":"p"}}"#, "member.email is required"),
            (#"{"name":"A","member":{"name":"n","email":"e"}}"#, "member.password is required"),
            ("", "name is required"), ("[]", "must be a JSON object, not an array"),
        ])
    func invalid(body: String, complaint: String) async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        let answer = await client.post("/org/organization", body)
        #expect(answer.status == 400)
        #expect(answer.error?.hasSuffix(complaint) == true)
        #expect(answer.reason == "body.invalid")
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("an address that somebody has already is a conflict, whatever its case")
    func taken() async {
        let client = AnonClient()
        _ = await client.post("/org/organization", Self.body)
        let before = client.store.snapshot.objectCount
        let again = await client.post("/org/organization", Self.body.replacing("ada@", with: "ADA@"))
        #expect(again.status == 409)
        #expect(again.error == "A member with this email exists already")
        #expect(again.reason == "member.addressTaken")
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("an unknown one is not found", arguments: [AnonClient.unknownID, "nonsense", "%20"])
    func unknown(id: String) async {
        let answer = await AnonClient().get("/org/organization/\(id)")
        #expect(answer.status == 404)
        #expect(answer.error == "Organization not found")
        #expect(answer.reason == "organization.unknown")
    }
}
