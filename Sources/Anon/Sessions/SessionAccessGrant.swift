import Kernel

/// `POST` and `DELETE /account/api/v1/sessionAccessGrant`: request and answer alike (anon.md 3.4; the form is ours).
struct SessionAccessGrant: Sendable {
    let sessionID: String
    /// The service client that may use the session.
    let sdkClientID: String

    init(_ fields: Fields) throws(FieldComplaint) {
        sessionID = try fields.filled("sessionId")
        sdkClientID = try fields.filled("sdkClientId")
    }
}

extension SessionAccessGrant: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("sessionId", sessionID)
            json.member("sdkClientId", sdkClientID)
        }
    }
}
