import Testing

@testable import Admin

@Suite("FAQ: recipes as steps")
struct RecipeTests {
    /// What no server can do: a program that is no client.
    private static let forTerminals: Set<String> = ["unexpected-token-export"]

    private func requests(_ steps: [RecipeStep]) -> [RecipeRequest] {
        steps.compactMap { step in
            if case .request(let request) = step.command { request } else { nil }
        }
    }

    @Test("every recipe that ships is read, and all but one can be shown")
    func shipped() throws {
        for entry in FAQCatalog.shipped.entries {
            let recipe = try Recipe(entry)
            #expect(!recipe.works.isEmpty, "\(entry.id)")
            #expect(recipe.canWork == !Self.forTerminals.contains(entry.id), "\(entry.id)")
            #expect(recipe.canFail == (recipe.canWork && entry.part("Fails") != nil), "\(entry.id)")
        }
    }

    @Test("options of curl, quotes, variables and what sed picks are understood")
    func steps() throws {
        let recipe = try Recipe(
            before: #"""
                user=ada-$$
                token=$(curl -s http://127.0.0.1:4010/a -H 'X: "y"' \
                  -d "{\"user\":\"$user\"}" | sed -E 's/.*"token":"([^"]*)".*/\1/')
                """#,
            fails:
                #"for n in 1 2; do curl -si -X PUT "http://127.0.0.1:4010/b?u=$user" -H "Authorization: Bearer $token"; done"#,
            works: "curl -s -G http://127.0.0.1:4010/c -d a=1 -d b=2   # A remark.\ndrydock token --subject ben")
        #expect(recipe.before.map(\.assigns) == ["user", "token"])
        #expect(recipe.before.last?.member == "token")
        let values = ["user": "ada-1", "token": "t"]
        #expect(requests(recipe.before).first?.headers.map { $0.value(values) } == [#"X: "y""#])
        #expect(requests(recipe.before).first?.data.map { $0.value(values) } == [#"{"user":"ada-1"}"#])
        #expect(recipe.fails.count == 2)
        #expect(
            requests(recipe.fails).map { $0.url.value(values) }
                == Array(repeating: "http://127.0.0.1:4010/b?u=ada-1", count: 2))
        #expect(requests(recipe.fails).first?.method == "PUT")
        #expect(requests(recipe.fails).first?.headers.first?.value(values) == "Authorization: Bearer t")
        #expect(requests(recipe.works).first?.isQuery == true && requests(recipe.works).first?.data.count == 2)
        #expect(recipe.canFail && recipe.canWork)
        #expect(recipe.works.map(\.isForTerminal) == [false, true])
    }

    @Test("a tunnel's target and credentials are understood")
    func tunnel() throws {
        let recipe = try Recipe(
            before: "user=ada",
            fails: "curl -si --proxytunnel --proxy http://127.0.0.1:4010 --proxy-user \"$user:k\" http://page.test/x",
            works: nil)
        let request = try #require(requests(recipe.fails).first)
        #expect(request.isTunnel && request.proxyUser?.value(["user": "ada"]) == "ada:k")
    }

    @Test(
        "anything else of a shell is refused",
        arguments: [
            "rm -rf /", "curl --data-binary @x http://a", "curl http://a > file", "curl http://a && curl http://b",
            "curl 'http://a",
            "curl http://$nobody", "curl -H", "curl", "curl http://a http://b", "curl http://a | jq .",
            "$(curl http://a)",
            "x=$(curl http://a", "for a in 1; curl http://a; done", "for a in 1; do curl http://a", "echo `id`",
            "cat x | sed -E 's/a/b/'",
        ])
    func foreign(commands: String) {
        #expect(throws: RecipeComplaint.self) { try Recipe(before: nil, fails: commands, works: nil) }
    }
}
