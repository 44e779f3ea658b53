import Kernel

/// `GET /actions/linkedin/listConversations` (anon.md 5)
enum ListConversations {
    struct Reply: JSONWritable {
        let conversations: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversations", conversations) }
        }
    }
}
