/// What a request must have besides its operation for a rule to act. All of it must hold.
public struct RuleConditions: Codable, Hashable, Sendable {
    /// The HTTP method, in capitals.
    public var method: Matcher?
    /// The whole path as the client wrote it, without the query.
    public var urlPath: Matcher?
    /// By path parameter, as `drydock operations` prints it.
    public var path: [String: Matcher]?
    /// By query parameter.
    public var query: [String: Matcher]?
    /// By header name, whatever its case.
    public var header: [String: Matcher]?
    /// By dotted path into the JSON body, for example `identities.0.id`.
    public var body: [String: Matcher]?

    /// These conditions.
    public init(
        method: Matcher? = nil, urlPath: Matcher? = nil, body: [String: Matcher]? = nil,
        header: [String: Matcher]? = nil, query: [String: Matcher]? = nil, path: [String: Matcher]? = nil
    ) {
        self.method = method
        self.urlPath = urlPath
        self.path = path
        self.query = query
        self.header = header
        self.body = body
    }

    /// Whether `request` has it all. The cheap conditions are looked at first, the body last.
    public func hold(for request: some RuleSubject) -> Bool {
        var budget = MatchBudget()
        return hold(for: request, within: &budget)
    }

    /// Whether `request` has it all; false where the budget is used up before that is known.
    public func hold(for request: some RuleSubject, within budget: inout MatchBudget) -> Bool {
        if let method, !method.accepts(.string(request.method), within: &budget) { return false }
        if let urlPath, !urlPath.accepts(.string(request.urlPath), within: &budget) { return false }
        return Self.hold(path, within: &budget) { request.pathParameter($0).map(JSONValue.string) }
            && Self.hold(header, within: &budget) { request.header($0).map(JSONValue.string) }
            && Self.hold(query, within: &budget) { request.query($0).map(JSONValue.string) }
            && holdForBody(of: request, within: &budget)
    }

    private static func hold(
        _ matchers: [String: Matcher]?, within budget: inout MatchBudget, _ value: (String) -> JSONValue?
    ) -> Bool {
        guard let matchers else { return true }
        for (name, matcher) in matchers {
            // To find the value is work as well.
            guard budget.spend(lookUp + name.utf8.count / 8), matcher.accepts(value(name), within: &budget) else {
                return false
            }
        }
        return true
    }

    /// What it takes to find one value of a request, in steps.
    private static let lookUp = 20

    private func holdForBody(of request: some RuleSubject, within budget: inout MatchBudget) -> Bool {
        guard let body else { return true }
        let value = request.bodyValue
        return Self.hold(body, within: &budget) { value?[path: $0] }
    }

    /// What is wrong with them although their form is right, with paths from the rule on: no request can fulfil them.
    public func complaints() -> [SectionComplaint] {
        var complaints = (header ?? [:]).keys.sorted().filter { !HeaderText.isName($0) }.map { name in
            SectionComplaint(path: ["when", "header", name], problem: "`\(name)` is not a header's name")
        }
        if case .equals(.string(let method)) = method, method != method.uppercased() {
            complaints.append(
                SectionComplaint(
                    path: ["when", "method"], problem: "methods are written in capitals: `\(method.uppercased())`"))
        }
        return complaints
    }
}

/// What a rule can look at: a request, in terms that know nothing of HTTP libraries.
public protocol RuleSubject {
    /// The HTTP method, in capitals as the client wrote it.
    var method: String { get }
    /// The path as the client wrote it, without the query.
    var urlPath: String { get }
    /// The header of this name, whatever its case.
    func header(_ name: String) -> String?
    /// The first query parameter of this name, decoded.
    func query(_ name: String) -> String?
    /// The path parameter of this name, decoded.
    func pathParameter(_ name: String) -> String?
    /// The body as JSON; nil if it is none.
    var bodyValue: JSONValue? { get }
}

// MARK: - Wire form

extension RuleConditions: JSONWritable {
    /// As a scenario file has them, names in alphabetical order.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            if let method { json.member("method", method) }
            if let urlPath { json.member("urlPath", urlPath) }
            if let body { json.member("body", object: { Self.write(body, to: &$0) }) }
            if let header { json.member("header", object: { Self.write(header, to: &$0) }) }
            if let query { json.member("query", object: { Self.write(query, to: &$0) }) }
            if let path { json.member("path", object: { Self.write(path, to: &$0) }) }
        }
    }

    private static func write(_ matchers: [String: Matcher], to json: inout JSONWriter) {
        for (name, matcher) in matchers.sorted(by: { $0.key < $1.key }) { json.member(named: name, matcher) }
    }
}

extension RuleConditions: ObjectDescribed {
    /// What the keys are for.
    public static var objectDescription: ObjectDescription {
        ObjectDescription([
            "method": "The HTTP method, in capitals.",
            "urlPath": "The whole path, without the query.",
            "path": "By path parameter.",
            "query": "By query parameter.",
            "header": "By header name, whatever its case.",
            "body": "By dotted path into the JSON body, for example identities.0.id.",
        ])
    }
}
