import Kernel

/// `POST /org/appUserIdToken` (anon.md 2.6)
enum CreateAppUserIdToken {
    struct Body: Sendable {
        let appUserID: String
        let userPoolID: String?
        /// The instant that `exp` names; nil is 6 months from now.
        let expiresAt: Moment?

        init(_ fields: Fields) throws(FieldComplaint) {
            appUserID = try fields.filled("appUserId")
            userPoolID = try fields.optional("userPoolId")
            let seconds: Int? = try fields.optional("exp")
            if let seconds, UInt32(exactly: seconds) == nil {
                throw fields.complaint("exp", "must be seconds since 1970, from 0 to \(UInt32.max)")
            }
            expiresAt = seconds.map { Moment(milliseconds: Int64($0) * 1000) }
        }
    }

    struct Reply: JSONWritable {
        let appUserIDToken: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("appUserIdToken", appUserIDToken) }
        }
    }
}
