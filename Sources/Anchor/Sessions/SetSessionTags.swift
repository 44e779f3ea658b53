import Kernel

/// `PUT /v1/sessions/{session_id}/tags` (anchor.md 4)
enum SetSessionTags {
    struct Body: Sendable {
        let tags: [String]

        /// Throws where `tags` is missing or no array of strings; where bodies are taken as they come, it is then
        /// empty.
        init(_ fields: Fields) throws {
            tags = fields.reading == .lenient ? try fields.optional("tags") ?? [] : try fields.required("tags")
        }
    }
}
