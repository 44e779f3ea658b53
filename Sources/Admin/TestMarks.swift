import HTTPTypes
package import Kernel
import KernelHTTP

/// What a test says that became of its world: `/worlds/{world}/mark`. Of many worlds of a parallel run, a person sees which
/// belong to tests that failed.
enum TestMarkController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "markWorld", .put, "/worlds/{world}/mark", "Says what became of the test that a world is for", handle: mark)
    ]

    @Sendable private static func mark(_ call: ControlCall) throws -> Reply {
        let text = call.parameter("world")
        guard let name = WorldName(text) else { throw ControlRefusal.invalidWorldName(text) }
        let fields = try call.fields(only: ["outcome", "test"])
        guard let outcome = try fields.choice("outcome", of: TestMark.Outcome.self) else {
            throw fields.complaint("outcome", "is required")
        }
        let test: String = try fields.required("test")
        guard test.unicodeScalars.count <= TestMark.longestTest else {
            throw fields.complaint("test", "must have at most \(TestMark.longestTest) characters")
        }
        let mark = TestMark(outcome, test: test)
        guard call.worlds.mark(name, mark) else {
            throw ControlRefusal(.notFound, "There is no world \(name)", code: ControlReason.worldUnknown)
        }
        return .json(.ok, MarkedWorld(name: name, mark: mark))
    }
}

/// What a test says that became of its world. It is no part of the world's state: a reset and a restore leave it.
package struct TestMark: Sendable, Equatable, JSONWritable {
    /// The words of `outcome`.
    package enum Outcome: String, CaseIterable, Sendable { case passed, failed }

    /// The longest name of a test, in characters; pytest's node ids have parameters in them.
    static let longestTest = 500

    /// How the test ended.
    package let outcome: Outcome
    /// The test's name.
    package let test: String

    /// A test of this name ended so.
    package init(_ outcome: Outcome, test: String) {
        self.outcome = outcome
        self.test = test
    }

    /// `{outcome, test}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("outcome", outcome.rawValue)
            json.member("test", test)
        }
    }
}

/// Worlds that tests say something about.
package protocol MarkedWorlds: Sendable {
    /// Puts a mark on a world in the place of the one that it has, until the world is dropped. Returns false if there is no such
    /// world: none is made for it.
    func mark(_ world: WorldName, _ mark: TestMark) -> Bool
}

/// `{world, mark}`
private struct MarkedWorld: JSONWritable {
    let name: WorldName
    let mark: TestMark

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", name.description)
            json.member("mark", mark)
        }
    }
}
