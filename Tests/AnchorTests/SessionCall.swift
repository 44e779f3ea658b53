import Kernel
import Testing

@testable import Anchor

/// What most tests of sessions begin with.
extension AnchorClient {
    /// A session of this body; the test fails where it is refused.
    func session(_ body: String = "") async -> String {
        let answer = await post("/v1/sessions", body)
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.id"]?.string ?? ""
    }

    func advance(_ span: TimeSpan) { now = now + span }

    func status(of session: String) async -> String? {
        await get("/v1/sessions/\(session)")["data.status"]?.string
    }

    /// The ids that a list shows, in its order.
    func sessions(_ query: String = "") async -> [String] {
        let answer = await get("/v1/sessions?limit=50&\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.sessions"]?.array?.compactMap { $0[path: "id"]?.string } ?? []
    }

    /// A world that takes ids and bodies as they come.
    static func adopting() -> AnchorClient { AnchorClient { $0.unknownIDs = .adopt } }
}
