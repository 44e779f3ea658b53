import Kernel
import Testing

@testable import Anon

struct SdkClientTests {
    @Test("a webapp client points to its pool")
    func webapp() async {
        let client = AnonClient()
        let pool = await client.userPool()
        let made = await client.post(
            "/org/sdkClient",
            #"{"name":"web","description":"d","kind":{"application":{"userPoolId":"\#(pool)"}},"oauthDisabled":true}"#)
        #expect(made.status == 200)
        #expect(made["name"] == "web" && made["description"] == "d" && made["oauthDisabled"] == true)
        #expect(made["organizationId"]?.string == client.readyMade.organizationID)
        #expect(made["auth.type"] == "userPool" && made["auth.userPoolId"]?.string == pool)
        #expect(
            made["auth.oauthConfig"]?.object?.members.map(\.name) == ["chromeExtensionId", "logoUrl", "redirectUrls"])
        #expect(made["auth.oauthConfig.redirectUrls"] == [])
        #expect(await client.get("/org/sdkClient/\(made.id)").text == made.text)
    }

    @Test(
        "a service client shows its key once, whichever way its kind is said",
        arguments: [#","kind":"service""#, "", #","kind":null"#])
    func service(kind: String) async {
        let client = AnonClient()
        let made = await client.post("/org/sdkClient", #"{"name":"backend","description":"d"\#(kind)}"#)
        #expect(made.status == 200)
        #expect(made["auth.type"] == "apiKey")
        let key = made["auth.secret"]?.string ?? ""
        #expect(key.hasPrefix("anon_") && key.count == 85)
        #expect(key.contains("+") && key.contains("/"))
        let read = await client.get("/org/sdkClient/\(made.id)")
        #expect(read["auth"] == ["type": "apiKey"])
        client.bearer = key
        #expect(await client.get("/org/sdkClient/\(made.id)").status == 200)
    }

    @Test("the organisation may be named, as the older generation does; another's is an upstream error")
    func organization() async {
        let client = AnonClient()
        let other = await client.otherOrganization()
        func body(_ id: String) -> String { #"{"organizationId":"\#(id)","name":"n","description":"d"}"# }
        #expect(await client.post("/org/sdkClient", body(client.readyMade.organizationID)).status == 200)
        for id in [other.id, AnonClient.unknownID, ""] {
            let answer = await client.post("/org/sdkClient", body(id))
            #expect(answer.status == 502)
            #expect(answer.reason == "key.otherOrganization")
        }
    }

    @Test(
        "a kind that is none, or lacks its pool, is refused by name",
        arguments: [
            (#""application""#, #"kind must be "service" or {"application": {"userPoolId": "…"}}"#),
            (#""webapp""#, #"kind must be "service" or {"application": {"userPoolId": "…"}}"#),
            ("[]", #"kind must be "service" or {"application": {"userPoolId": "…"}}"#),
            ("7", #"kind must be "service" or {"application": {"userPoolId": "…"}}"#),
            (#"{"service":{}}"#, #"kind must be "service" or {"application": {"userPoolId": "…"}}"#),
            (#"{"application":null}"#, "kind.application is required"),
            (#"{"application":"p"}"#, "kind.application must be an object, not a string"),
            (#"{"application":{}}"#, "kind.application.userPoolId is required"),
            (#"{"application":{"userPoolId":5}}"#, "kind.application.userPoolId must be a string, not a number"),
        ])
    func kinds(kind: String, complaint: String) async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        let answer = await client.post("/org/sdkClient", #"{"name":"n","description":"d","kind":\#(kind)}"#)
        #expect(answer.status == 400)
        #expect(answer.error == complaint)
        #expect(answer.reason == "body.invalid")
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test(
        "name and description are required",
        arguments: [(#"{"description":"d"}"#, "name is required"), (#"{"name":"n"}"#, "description is required")])
    func required(body: String, complaint: String) async {
        #expect(await AnonClient().post("/org/sdkClient", body).error == complaint)
    }

    @Test("a pool that is not there, or another organisation's, makes no client")
    func pools() async {
        let client = AnonClient()
        let mine = await client.userPool()
        client.bearer = await client.otherOrganization().bearer
        let before = client.store.snapshot.objectCount
        for pool in [mine, AnonClient.unknownID] {
            let answer = await client.post(
                "/org/sdkClient", #"{"name":"n","description":"d","kind":{"application":{"userPoolId":"\#(pool)"}}}"#)
            #expect(answer.status == 400)
            #expect(answer.error == "User pool not found")
            #expect(answer.reason == "userpool.unknown")
        }
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("reading one of another organisation is forbidden, an unknown one is not found")
    func reading() async {
        let client = AnonClient()
        let mine = await client.serviceClient().id
        client.bearer = await client.otherOrganization().bearer
        let others = await client.get("/org/sdkClient/\(mine)")
        #expect(others.status == 403)
        #expect(others.error == "Forbidden: Access to the requested resource is denied.")
        #expect(others.reason == "key.otherOrganization")
        let unknown = await client.get("/org/sdkClient/\(AnonClient.unknownID)")
        #expect(unknown.status == 404)
        #expect(unknown.error == "SDK client not found")
        #expect(unknown.reason == "sdkclient.unknown")
    }
}
