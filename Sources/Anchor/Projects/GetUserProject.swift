import Kernel

/// `GET /api/user/project` (anchor.md 6, 1)
enum GetUserProject {
    /// The first of the forms that the vendor's chat demo reads.
    struct Reply: JSONWritable {
        let project: Project

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", project.id)
                json.member("name", project.name)
            }
        }
    }
}
