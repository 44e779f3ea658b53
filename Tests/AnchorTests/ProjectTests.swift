import HTTPTypes
import Kernel
import Testing

@testable import Anchor

struct ProjectTests {
    private let client = AnchorClient()

    @Test("the cookie leads to the project, and the project to a key of this world")
    func keyLookUp() async throws {
        client.key = nil
        client.headers[.cookie] = "theme=dark; wos-session=sealed"
        let project = await client.get("/api/user/project")
        #expect(project.memberNames == ["id", "name"])
        #expect(ObjectID(project.id).isUUID)
        #expect(await client.get("/api/user/project").json == project.json)
        let keys = await client.get("/v1/projects/\(project.id)/api-keys")
        #expect(keys["data.count"] == 1)
        let key = try #require(keys["data.items.0.apikey"]?.string)
        #expect(key.hasPrefix("sk-"))
        #expect(WorldTag(issued: key) == WorldName.default.tag)
        #expect(await client.get("/v1/projects/\(project.id)/api-keys").json == keys.json)
        client.key = key
        #expect(await client.get("/v1/applications").status == 200)
    }

    @Test(
        "without a cookie nobody is signed in",
        arguments: ["", "wos-session=", "wos-session=@world", "other=sealed"])
    func unauthorized(cookie: String) async {
        client.headers[.cookie] = cookie
        for path in ["/api/user/project", "/v1/projects/p/api-keys"] {
            let answer = await client.get(path)
            #expect(answer.status == 401)
            #expect(answer["error.code"] == 401)
            #expect(answer.reason == "cookie.missing")
        }
    }

    @Test("an unknown project is a bad request")
    func unknown() async {
        client.headers[.cookie] = "wos-session=a"
        let answer = await client.get("/v1/projects/\(AnchorClient.unknownID)/api-keys")
        #expect(answer.status == 400)
        #expect(answer.reason == "project.unknown")
    }

    @Test("where the scenario lists its keys, these are the project's, in the cookie's world")
    func listedKeys() async {
        let client = AnchorClient { $0.apiKeys = ["sk-a", "sk-b"] }
        client.headers[.cookie] = "wos-session=sealed@blue"
        let project = await client.get("/api/user/project").id
        let items = await client.get("/v1/projects/\(project)/api-keys")["data.items"]?.array ?? []
        #expect(items.compactMap { $0[path: "apikey"]?.string } == ["sk-a@blue", "sk-b@blue"])
    }
}
