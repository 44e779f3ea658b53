import HTTPTypes

extension HTTPField.Name {
    /// The token is in the page's address and must not travel on with it.
    static let referrerPolicy: HTTPField.Name = {
        guard let name = HTTPField.Name("Referrer-Policy") else { preconditionFailure("a header's name") }
        return name
    }()
}
