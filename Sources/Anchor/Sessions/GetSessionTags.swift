import Kernel

/// `GET /v1/sessions/{session_id}/tags` (anchor.md 4)
enum GetSessionTags {
    /// Bare, without the envelope of the other answers.
    struct Reply: JSONWritable {
        let tags: [String]?

        func write(to json: inout JSONWriter) {
            json.object { $0.member("tags", tags) }
        }
    }
}
