import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Admin

@Suite("Documentation: articles over HTTP")
struct ArticleTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private static let names = Articles.embedded.names
    private let control = ControlPlane()

    @Test("the binary carries every article of the folder, and the README")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/\(Articles.folder)")
        let articles = files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(".md".count)) }
        #expect(Set(Self.names) == Set(articles + ["README"]), "add what is missing to articles.c")
        #expect(Self.names.count == articles.count + 1)
        #expect(
            Articles.embedded.sections.map(\.title).prefix(3) == [
                "Begin here", "Using it", "Finding out what happened",
            ])
        #expect(
            Articles.embedded.sections.first?.articles.map(\.name) == ["README", "Drydock"], "all others have a section"
        )
    }

    @Test("an article comes as it stands in the repository, with links that lead to the others", arguments: names)
    func markdown(name: String) async throws {
        let path = name == "README" ? "README.md" : "\(Articles.folder)/\(name).md"
        let file = try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
        let reply = try await control.send(.get, "/docs/\(name).md", headers: [.accept: "text/html"])
        #expect(reply.headers[.contentType] == "text/markdown; charset=utf-8")
        #expect(reply.text == (try await control.send(.get, "/docs/\(name)").text), "a program needs no suffix")
        let unlinked = #/\]\([^)]*\)/#
        #expect(reply.text.replacing(unlinked, with: "]()") == file.replacing(unlinked, with: "]()"), "the same words")
        for link in reply.text.matches(of: #/\]\(([^)#:]+\.md)[^)]*\)/#).map({ String($0.1) })
        where !link.contains("Fixtures/") {
            #expect(Self.names.contains(String(link.dropLast(".md".count))), "\(link)")
        }
    }

    @Test("an article's page has nothing left of Markdown, each id once, and links that lead on", arguments: names)
    func page(name: String) async throws {
        let reply = try await control.send(.get, "/docs/\(name)?world=shop", headers: [.accept: "text/html"])
        #expect(reply.headers[.contentType] == "text/html; charset=utf-8")
        let start = try #require(reply.text.firstRange(of: "<article class=\"prose\">"))
        let end = try #require(reply.text.firstRange(of: "</article>"))
        let html = String(reply.text[start.upperBound..<end.lowerBound])
        let prose = html.replacing(#/(?s)<code>.*?<\/code>/#, with: "").replacing(#/<[^>]*>/#, with: "")
            // A symptom that has backticks of its own.
            .replacing("missing field `keys`", with: "")
        #expect(prose.firstMatch(of: #/`|\*\*|\]\(|(?m)^ *(\||#+ |- |\d+\. |@[A-Z])|<!--|&lt;!--/#) == nil, "\(prose)")
        #expect(html.count > 500 && html.contains("<h2 id="))
        let ids = reply.text.matches(of: #/\sid="([^"]*)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        for link in Set(html.matches(of: #/href="(\/_drydock\/docs\/[^"]*)"/#).map { String($0.1) }) {
            let parts = link.split(separator: "#")
            #expect(parts[0].hasSuffix("?world=shop"))
            let path = String(parts[0].dropFirst("/_drydock".count))
            let target = try await control.send(.get, path, headers: [.accept: "text/html"])
            #expect(target.status == .ok, "\(link)")
            if parts.count > 1 { #expect(target.text.contains("id=\"\(parts[1])\""), "\(link)") }
        }
    }

    @Test("llms.txt has a title, a summary and a line for each article, whose link leads to it")
    func llms() async throws {
        let reply = try await control.send(.get, "/llms.txt")
        #expect(reply.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(reply.text.hasPrefix("# Drydock\n\n> A local fake of Anchor Browser's and Anon's identity platforms"))
        let lines = reply.text.matches(of: #/(?m)^- \[([^\]]+)\]\(http:\/\/localhost\/_drydock([^)]*)\): (.+)$/#)
        #expect(lines.count == Self.names.count + 5)
        // The fake worlds know one vendor's description.
        for line in lines where line.output.2 != "/openapi/anon.yaml" {
            #expect(try await control.send(.get, String(line.output.2)).status == .ok, "\(line.output.2)")
            #expect(line.output.3.count > 15, "\(line.output.0)")
        }
        #expect(reply.text.contains("/docs/Worlds.md): An isolated world for each test, on one server.\n"))
        let list = try await control.send(.get, "/docs")
        #expect(list.text == reply.text && list.headers[.contentType] == "text/markdown; charset=utf-8")
    }

    @Test("a person gets the list as a page, with all articles in sections")
    func list() async throws {
        let page = try await control.send(.get, "/docs?world=shop", headers: [.accept: "text/html"]).text
        for name in Self.names { #expect(page.contains("href=\"/_drydock/docs/\(name)?world=shop\""), "\(name)") }
        #expect(page.matches(of: #/<h2 /#).count == Articles.embedded.sections.count)
    }

    @Test("an article that is not there is refused with the nearest one", arguments: ["World" + ".md", "Wrlds"])
    func unknown(name: String) async throws {
        let reply = try await control.send(.get, "/docs/\(name)")
        #expect(reply.status == .notFound)
        #expect(reply["error.reason"] == "article.unknown")
        #expect(reply["error.message"]?.string?.hasSuffix("did you mean Worlds?") == true)
        let page = try await control.send(.get, "/docs/Wrlds", headers: [.accept: "text/html"])
        #expect(page.status == .notFound && page.text.contains("role=\"alert\""))
    }
}
