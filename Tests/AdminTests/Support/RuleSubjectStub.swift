import Kernel

/// A request that has nothing.
struct RuleSubjectStub: RuleSubject {
    var method: String { "GET" }
    var urlPath: String { "/" }
    var bodyValue: JSONValue? { nil }

    func header(_ name: String) -> String? { nil }
    func query(_ name: String) -> String? { nil }
    func pathParameter(_ name: String) -> String? { nil }
}
