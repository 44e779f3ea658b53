extension Matcher: JSONWritable {
    /// As a scenario file has it: the plain value where it must be equal, else an object with one word.
    package func write(to json: inout JSONWriter) {
        switch self {
        case .equals(.object(let object)): json.object { $0.member("equals", object) }
        case .equals(let wanted): wanted.write(to: &json)
        case .contains(let part): json.object { $0.member("contains", part) }
        case .matches(let pattern): json.object { $0.member("matches", pattern.source) }
        case .present: json.object { $0.member("present", true) }
        case .absent: json.object { $0.member("absent", true) }
        }
    }
}
