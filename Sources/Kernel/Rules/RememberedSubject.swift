/// A request whose body is parsed once however many rules look at it.
final class RememberedSubject<Subject: RuleSubject>: RuleSubject {
    private let subject: Subject
    private var parsed: JSONValue??

    init(_ subject: Subject) {
        self.subject = subject
    }

    var method: String { subject.method }
    var urlPath: String { subject.urlPath }

    var bodyValue: JSONValue? {
        if let parsed { return parsed }
        let value = subject.bodyValue
        parsed = .some(value)
        return value
    }

    func header(_ name: String) -> String? { subject.header(name) }
    func query(_ name: String) -> String? { subject.query(name) }
    func pathParameter(_ name: String) -> String? { subject.pathParameter(name) }
}
