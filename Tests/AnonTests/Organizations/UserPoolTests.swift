import Kernel
import Testing

@testable import Anon

struct UserPoolTests {
    @Test(
        "without an authorization Anon hosts the pool and shows a key set of its own",
        arguments: ["", #","authorization":null"#])
    func hosted(authorization: String) async {
        let client = AnonClient()
        let made = await client.post("/org/userPool", #"{"name":"Users","description":"d"\#(authorization)}"#)
        #expect(made.status == 200)
        #expect(
            made.text
                == #"{"id":"\#(made.id)","name":"Users","description":"d","authorization":{"#
                + #""jwksUri":"http://127.0.0.1:4010/.well-known/jwks.json","idClaim":"sub"},"#
                + #""organizationId":"\#(client.readyMade.organizationID)","hosted":true}"#)
        #expect(client.keySets.downloaded.isEmpty)
        #expect(await client.get("/org/userPool/\(made.id)").text == made.text)
    }

    @Test("the key set of a hosted pool is at the host that the client called")
    func origin() async {
        let client = AnonClient()
        client.authority = AnonClient.sandboxHost
        let made = await client.post("/org/userPool", #"{"name":"n","description":"d"}"#)
        #expect(made["authorization.jwksUri"]?.string == "http://\(AnonClient.sandboxHost)/.well-known/jwks.json")
    }

    @Test(
        "a self-hosted pool keeps its address as it was written; the id claim is sub where none is named",
        arguments: [("", "sub"), (#","idClaim":null"#, "sub"), (#","idClaim":"email""#, "email")])
    func selfHosted(claim: String, shown: String) async {
        let client = AnonClient()
        let url = "HTTPS://keys.test/a/../jwks.json"
        client.serveBuiltInKeys()
        let made = await client.post(
            "/org/userPool", #"{"name":"n","description":"d","authorization":{"jwksUri":"\#(url)"\#(claim)}}"#)
        #expect(made.status == 200)
        #expect(made["hosted"] == false)
        #expect(made["authorization"] == ["jwksUri": .string(url), "idClaim": .string(shown)])
        #expect(client.keySets.downloaded == [AnonClient.jwksURL])
        #expect(await client.get("/org/userPool/\(made.id)").text == made.text)
    }

    @Test("both a session token and an API key make pools, in both generations of the body", arguments: [true, false])
    func credentials(namesOrganization: Bool) async {
        let client = AnonClient()
        let session = await client.logIn()
        let named = namesOrganization ? #","organizationId":"\#(client.readyMade.organizationID)""# : ""
        for bearer in [session, client.readyMade.apiKey, "anon_whatever", "ory_whatever"] {
            client.bearer = bearer
            let made = await client.post("/org/userPool", #"{"name":"n","description":"d"\#(named)}"#)
            #expect(made["organizationId"]?.string == client.readyMade.organizationID)
        }
    }

    @Test("another organisation's id in the body is an upstream error, and nothing is downloaded")
    func otherOrganization() async {
        let client = AnonClient()
        client.serveBuiltInKeys()
        let other = await client.otherOrganization()
        let answer = await client.post(
            "/org/userPool",
            #"{"organizationId":"\#(other.id)","name":"n","description":"d","authorization":{"jwksUri":"\#(AnonClient.jwksURL)"}}"#
        )
        #expect(answer.status == 502)
        #expect(answer.text == #"{"error":"Upstream error"}"#)
        #expect(answer.reason == "key.otherOrganization")
        #expect(client.keySets.downloaded.isEmpty)
    }

    @Test(
        "what is wrong with a body is said by name",
        arguments: [
            (#"{"description":"d"}"#, "name is required"), (#"{"name":"n"}"#, "description is required"),
            (#"{"name":"n","description":"d","authorization":{}}"#, "authorization.jwksUri is required"),
            (#"{"name":"n","description":"d","authorization":"x"}"#, "authorization must be an object, not a string"),
            (
                #"{"name":"n","description":"d","authorization":{"jwksUri":"https://keys.test/jwks.json","idClaim":7}}"#,
                "authorization.idClaim must be a string, not a number"
            ),
        ])
    func invalid(body: String, complaint: String) async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        let answer = await client.post("/org/userPool", body)
        #expect(answer.status == 400)
        #expect(answer.error == complaint)
        #expect(answer.reason == "body.invalid")
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("the comma too many of the vendor's own command is named as what it is")
    func trailingComma() async {
        let answer = await AnonClient().post(
            "/org/userPool",
            """
            {
              "name": "Users, all",
              "description": "d }",
              "authorization": { "jwksUri": "https://keys.test/jwks.json", },
            }
            """)
        #expect(answer.status == 400)
        #expect(answer.error?.hasPrefix("Request body is not valid JSON") == true)
        #expect(answer.reason == "body.trailingComma")
    }

    @Test(
        "a body that is wrong in other ways is not blamed on a comma",
        arguments: ["{", "name=Users", #"{"a":1,,}"#, #"{"a":1,}}"#, #"{"a":",}"#, "{'a': 1,}"])
    func notJSON(body: String) async {
        let answer = await AnonClient().post("/org/userPool", body)
        #expect(answer.status == 400)
        #expect(answer.reason == "body.notJSON")
    }

    @Test("reading one of another organisation is forbidden, an unknown one is not found")
    func reading() async {
        let client = AnonClient()
        let mine = await client.userPool()
        client.bearer = await client.otherOrganization().bearer
        let others = await client.get("/org/userPool/\(mine)")
        #expect(others.status == 403)
        #expect(others.error == "Forbidden: Access to the requested resource is denied.")
        #expect(others.reason == "key.otherOrganization")
        let unknown = await client.get("/org/userPool/\(AnonClient.unknownID)")
        #expect(unknown.status == 404)
        #expect(unknown.error == "User pool not found")
        #expect(unknown.reason == "userpool.unknown")
    }
}
