import Kernel

extension RequestCriteria {
    /// What is meant, for example `anchor.createSession where body.identities.0.id is "1c2d"`.
    func words(mask: SecretMask) -> String {
        let conditions = conditions(mask)
        let what = on?.description ?? "any request"
        return conditions.isEmpty ? what : "\(what) where \(conditions.joined(separator: " and "))"
    }

    private func conditions(_ mask: SecretMask) -> [String] {
        var all: [String] = []
        func add(_ part: RequestMismatch.Part, _ matchers: [String: Matcher]?) {
            for (name, matcher) in (matchers ?? [:]).sorted(by: { $0.key < $1.key }) {
                all.append("\(part.rawValue).\(name) \(Self.words(matcher, part, name, mask))")
            }
        }
        if let method = when?.method { all.append("method \(Self.words(method, .method, "", mask))") }
        if let urlPath = when?.urlPath { all.append("urlPath \(Self.words(urlPath, .urlPath, "", mask))") }
        add(.path, when?.path)
        add(.query, when?.query)
        add(.header, when?.header)
        add(.body, when?.body)
        if let status { all.append("status is \(status)") }
        if let reason { all.append("reason is \(reason)") }
        switch since {
        case .behind(let number): all.append("it came after request \(number)")
        case .from(let moment): all.append("it came at \(moment) or later")
        case nil: break
        }
        return all
    }

    private static func words(
        _ matcher: Matcher, _ part: RequestMismatch.Part, _ name: String, _ mask: SecretMask
    ) -> String {
        func text(_ value: JSONValue) -> String { ShownMismatch.text(value, part: part, name: name, mask) }
        return switch matcher {
        case .equals(let value): "is \(text(value))"
        case .contains(let part): "contains \(text(.string(part)))"
        case .matches(let pattern): "matches \(text(.string(pattern.source)))"
        case .present: "is present"
        case .absent: "is absent"
        }
    }
}
