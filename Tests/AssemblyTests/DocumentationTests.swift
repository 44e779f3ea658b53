import DrydockTesting
import Testing

@Suite("What the documentation shows")
struct DocumentationTests {
    /// An end-to-end test holds the article's block against this one.
    @Test("a Swift test starts a server of its own")
    func swiftTest() async throws {
        try await withDrydock(scenario: "demo") { drydock in
            let answer = try await drydock.get("/v1/applications")
            #expect(answer.status == 200)
        }
    }
}
