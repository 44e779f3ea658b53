extension RuleConditions: JSONWritable {
    /// As a scenario file has them, names in alphabetical order.
    package func write(to json: inout JSONWriter) {
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
