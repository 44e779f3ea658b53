import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct SessionTagTests {
    private let client = AnchorClient()

    @Test("tags are read, replaced and removed, bare")
    func life() async {
        let id = await client.session(#"{"session":{"tags":["one"]}}"#)
        let path = "/v1/sessions/\(id)/tags"
        #expect(await client.get(path).json == ["tags": ["one"]])
        #expect(
            await client.put(path, #"{"tags":["two","three"]}"#).json == ["success": true, "message": "Tags updated"])
        #expect(await client.get(path).json == ["tags": ["two", "three"]])
        #expect(await client.sessions("tags=one") == [])
        #expect(await client.sessions("tags=two") == [id])
        #expect(
            await client.get("/v1/sessions/\(id)")["data.configuration.session.tags"] == ["one"],
            "what it was created with stays")
        #expect(await client.delete(path).json == ["success": true, "message": "Tags deleted"])
        #expect(await client.get(path).json == ["tags": .null])
    }

    @Test(
        "a body without tags is refused and changes nothing", arguments: ["{}", #"{"tags":"a"}"#, #"{"tags":[1]}"#, ""])
    func refused(body: String) async {
        let id = await client.session(#"{"session":{"tags":["one"]}}"#)
        let answer = await client.put("/v1/sessions/\(id)/tags", body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix("tags ") == true)
        #expect(await client.get("/v1/sessions/\(id)/tags").json == ["tags": ["one"]])
    }

    @Test("longer lists than anybody needs are refused, in a body and in a query")
    func limits() async {
        let id = await client.session()
        func tags(_ count: Int) -> String { "[" + Array(repeating: "\"t\"", count: count).joined(separator: ",") + "]" }
        #expect(await client.put("/v1/sessions/\(id)/tags", #"{"tags":\#(tags(1000))}"#).status == 200)
        let refused = await client.put("/v1/sessions/\(id)/tags", #"{"tags":\#(tags(1001))}"#)
        #expect(refused.status == 400)
        #expect(refused.reply.reason?.detail.contains("tags must not have more than 1000 elements") == true)
        #expect(await client.post("/v1/sessions", #"{"session":{"tags":\#(tags(1001))}}"#).status == 400)
        let words = Array(repeating: "t", count: 1001).joined(separator: ",")
        #expect(await client.get("/v1/sessions?tags=\(words.dropLast(2))").status == 200)
        for name in ["tags", "domains"] {
            let answer = await client.get("/v1/sessions/all/status?\(name)=\(words)")
            #expect(answer.status == 400)
            #expect(answer.reply.reason?.code == "fields.tooMany")
        }
    }
}
