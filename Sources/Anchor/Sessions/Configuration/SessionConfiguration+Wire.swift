package import Kernel

extension SessionConfiguration {
    /// Reads the body of a creation. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        if let options = try fields.object("session") { session = try SessionOptions(options) }
        if let options = try fields.object("browser") { browser = try BrowserOptions(options) }
        for object in try fields.objects("integrations") ?? [] {
            if let integration = try SessionIntegration(object) { integrations.append(integration) }
        }
        for object in try fields.objects("identities") ?? [] {
            if let id: String = try object.optional("id") {
                identityIDs.append(id)
            } else if fields.reading == .strict {
                throw object.complaint("id", "is required")
            }
        }
        skipsIdentityValidation = try fields.optional("identity_skip_validation") ?? skipsIdentityValidation
        authenticatesIdentitiesAsynchronously =
            try fields.optional("identity_async_auth") ?? authenticatesIdentitiesAsynchronously
    }
}

extension SessionConfiguration: JSONWritable {
    /// The effective configuration in the form of the request's body.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("session", session)
            json.member("browser", browser)
            json.member("integrations", integrations)
            json.member("identities", identityIDs.map(SessionIdentityReference.init))
            json.member("identity_skip_validation", skipsIdentityValidation)
            json.member("identity_async_auth", authenticatesIdentitiesAsynchronously)
        }
    }
}
