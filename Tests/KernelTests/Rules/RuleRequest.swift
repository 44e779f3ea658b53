import Kernel

/// A request for rules to look at.
struct RuleRequest: RuleSubject {
    var method = "GET"
    var urlPath = "/"
    var headers: [String: String] = [:]
    var queries: [String: String] = [:]
    var parameters: [String: String] = [:]
    var bodyValue: JSONValue?

    func header(_ name: String) -> String? { headers[name.lowercased()] }
    func query(_ name: String) -> String? { queries[name] }
    func pathParameter(_ name: String) -> String? { parameters[name] }
}
