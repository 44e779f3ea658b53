import Kernel

/// `POST /v1/applications` (anchor.md 2)
enum CreateApplication {
    struct Body: Sendable {
        let draft: ClientApplication.Draft

        init(_ fields: Fields) throws {
            draft = ClientApplication.Draft(
                site: try fields.site("source"), name: try fields.optional("name"),
                description: try fields.optional("description"))
        }
    }

    /// Without the counts and `updated_at` of the other answers.
    struct Reply: JSONWritable {
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
                json.member("created_at", application.createdAt)
            }
        }
    }
}

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

/// `GET /v1/applications` (anchor.md 2)
enum ListApplications {
    struct Reply: JSONWritable {
        private let applications: [ClientApplication]

        init(_ applications: [ClientApplication]) {
            self.applications = applications
        }

        func write(to json: inout JSONWriter) {
            json.object { $0.member("applications", applications.map(ApplicationDetails.init)) }
        }
    }
}
