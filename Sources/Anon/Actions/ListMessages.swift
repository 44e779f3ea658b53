import Kernel
import KernelHTTP

/// `GET /actions/linkedin/listMessages` (anon.md 5)
enum ListMessages {
    /// The vendor's page does not show the parameter's name. Throws 400 where neither is there.
    static func conversationID(_ call: AnonCall) throws(AnonProblem) -> String {
        if let id = call.query("id"), !id.isEmpty, call.query("conversationId") == nil { return id }
        return try call.requiredQuery("conversationId")
    }

    struct Reply: JSONWritable {
        let conversation: JSONObject

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversation", conversation) }
        }
    }
}
