import Kernel

/// `POST /org/userPool` (anon.md 2.4)
enum CreateUserPool {
    struct Body: Sendable {
        let organizationID: String?
        let draft: UserPool.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optional("organizationId")
            let name: String = try fields.required("name")
            let description: String = try fields.required("description")
            guard let authorization = try fields.object("authorization") else {
                draft = UserPool.Draft(name: name, description: description, authorization: .hosted)
                return
            }
            draft = UserPool.Draft(
                name: name, description: description,
                authorization: .selfHosted(
                    jwksURI: try authorization.required("jwksUri"), idClaim: try authorization.optional("idClaim")))
        }
    }
}
