import Kernel

extension Fields {
    /// The credentials of a body (anchor.md 3); nil where there is no such field.
    func credentials() throws(FieldComplaint) -> [Credential]? {
        guard let objects = try objects("credentials") else { return nil }
        var credentials: [Credential] = []
        for object in objects {
            if let credential = try Credential(object) { credentials.append(credential) }
        }
        return credentials
    }
}
