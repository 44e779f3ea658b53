extension RequestPattern {
    /// Everything in which a request is not what is meant, in the order of a rule's words; nothing where it fits.
    ///
    /// - Parameter operation: the operation that it reached; nil for none.
    package func mismatches(operation: String?, subject: some RuleSubject) -> [RequestMismatch] {
        var found: [RequestMismatch] = []
        if let on, !fits(operation: operation) {
            found.append(
                RequestMismatch(
                    part: .operation, name: "", wanted: .equals(.string(on.description)),
                    got: operation.map(JSONValue.string)))
        }
        guard let when else { return found }
        func check(_ part: RequestMismatch.Part, _ name: String, _ matcher: Matcher, _ value: JSONValue?) {
            guard !matcher.accepts(value) else { return }
            found.append(RequestMismatch(part: part, name: name, wanted: matcher, got: value))
        }
        func check(_ part: RequestMismatch.Part, _ matchers: [String: Matcher]?, _ value: (String) -> JSONValue?) {
            for (name, matcher) in (matchers ?? [:]).sorted(by: { $0.key < $1.key }) {
                check(part, name, matcher, value(name))
            }
        }
        if let method = when.method { check(.method, "", method, .string(subject.method)) }
        if let urlPath = when.urlPath { check(.urlPath, "", urlPath, .string(subject.urlPath)) }
        check(.path, when.path) { subject.pathParameter($0).map(JSONValue.string) }
        check(.query, when.query) { subject.query($0).map(JSONValue.string) }
        check(.header, when.header) { subject.header($0).map(JSONValue.string) }
        if when.body != nil {
            let body = subject.bodyValue
            check(.body, when.body) { body?[path: $0] }
        }
        return found
    }
}
