/// What a rule can look at: a request, in terms that know nothing of HTTP libraries.
package protocol RuleSubject {
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
    /// The body as JSON; nil where it is none.
    var bodyValue: JSONValue? { get }
}
