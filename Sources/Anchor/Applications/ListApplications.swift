import Kernel

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
