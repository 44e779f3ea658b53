import Kernel

/// An application as reading and listing show it (anchor.md 2).
struct ApplicationDetails: JSONWritable {
    private let application: ClientApplication

    init(_ application: ClientApplication) {
        self.application = application
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", application.id)
            json.member("name", application.name)
            json.member("url", application.site)
            json.member("description", application.description)
            json.member("identity_count", application.identityIDs.count)
            json.member("auth_methods", application.authMethods)
            json.member("created_at", application.createdAt)
            json.member("updated_at", application.updatedAt)
        }
    }
}
