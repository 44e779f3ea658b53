import Kernel

/// `POST /org/login` (anon.md 2.3)
enum LogIn {
    struct Body: Sendable {
        let email: String
        let password: String

        init(_ fields: Fields) throws(FieldComplaint) {
            email = try fields.required("email")
            password = try fields.required("password")
        }
    }

    struct Reply: JSONWritable {
        let token: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("token", token) }
        }
    }
}
