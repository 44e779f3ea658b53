import Kernel

/// `GET /v1/projects/{projectId}/api-keys` (anchor.md 6, 1)
enum ListProjectAPIKeys {
    /// One of the forms that the vendor's chat demo reads.
    struct Item: JSONWritable {
        let id: String
        let key: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", id)
                json.member("name", "default")
                json.member("apikey", key)
            }
        }
    }
}
