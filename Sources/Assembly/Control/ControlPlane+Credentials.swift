import Anon
package import Kernel
import KernelHTTP
package import Tokens

/// `GET /_drydock/credentials`.
extension ControlPlane {
    func credentials(in name: WorldName, at origin: Origin) async throws -> JSONValue {
        let credentials = await ReadyMadeCredentials(of: try enter(name).anon)
        let set = credentials.set
        let variables = JSONObject(credentials.variables(url: origin.url).map { ($0.name, JSONValue.string($0.value)) })
        return [
            "world": .string(name.description),
            "anon": [
                "organizationId": .string(set.organizationID),
                "member": [
                    "id": .string(set.memberID), "email": .string(ReadyMadeSet.memberEmail),
                    "password": .string(ReadyMadeSet.memberPassword),
                ],
                "userPoolId": .string(set.userPoolID),
                "webappSdkClient": ["id": .string(set.webappClientID)],
                "serviceSdkClient": ["id": .string(set.serviceClientID), "apiKey": .string(set.apiKey)],
                "prodServiceSdkClient": ["id": .string(set.prodServiceClientID), "apiKey": .string(set.prodAPIKey)],
                "appUserId": .string(ReadyMadeSet.exampleUser),
                "appUserIdToken": .string(credentials.appUserIDToken),
                "jwksUri": .string(credentials.jwksURI(url: origin.url)),
            ],
            "variables": .object(variables),
        ]
    }
}

// MARK: - Tokens

/// What kind of token is wanted, as `POST /_drydock/token` and `drydock token` say it.
package struct TokenRequest: Sendable {
    /// The members of the call's body.
    package static let members = [
        "subject", "sdkClientId", "email", "kid", "algorithm", "issuedAt", "expiresAt", "expiresIn", "claims",
        "mistake",
    ]
    /// How long a token lives unless the request says so.
    package static let lifetime = TimeSpan.minutes(30 * 24 * 60)

    package var subject = ReadyMadeSet.exampleUser
    package var sdkClientID: String?
    package var email: String?
    package var kid: String?
    package var algorithm = SigningAlgorithm.rs256
    package var issuedAt: Moment?
    package var expiresAt: Moment?
    package var expiresIn: TimeSpan?
    package var claims = JSONObject()
    package var mistake: TokenMistake?

    /// A good token for the example user.
    package init() {}

    /// Reads a body. Throws `FieldComplaint` for a value of the wrong type or an unknown word.
    init(_ fields: Fields) throws(FieldComplaint) {
        subject = try fields.optional("subject") ?? subject
        sdkClientID = try fields.optional("sdkClientId", as: ObjectID.self)?.text
        email = try fields.optional("email")
        kid = try fields.optional("kid")
        algorithm = try fields.choice("algorithm") ?? algorithm
        issuedAt = try Self.read("issuedAt", Moment.init, fields)
        expiresAt = try Self.read("expiresAt", Moment.init, fields)
        expiresIn = try Self.read("expiresIn", TimeSpan.init, fields)
        claims = try fields.optional("claims") ?? claims
        mistake = try fields.choice("mistake")
    }

    /// The token, as of `now`.
    package func sign(at now: Moment) async -> String {
        var claims = JSONObject()
        claims["sdkClientId"] = sdkClientID.map(JSONValue.string)
        claims["email"] = email.map(JSONValue.string)
        claims.merge(self.claims)
        let issuedAt = issuedAt ?? now
        return await TokenSigner.sign(
            TokenDraft(
                subject: subject, claims: claims, kid: kid, issuedAt: issuedAt,
                expiresAt: expiresAt ?? issuedAt + (expiresIn ?? Self.lifetime), algorithm: algorithm, mistake: mistake)
        )
    }

    private static func read<Value: ScalarDescribed>(
        _ name: String, _ parse: (String) -> Value?, _ fields: Fields
    ) throws(FieldComplaint) -> Value? {
        guard let text: String = try fields.optional(name) else { return nil }
        guard let value = parse(text) else {
            throw fields.complaint(name, "must be \(Value.expectation(for: text)), not \"\(text)\"")
        }
        return value
    }
}

/// `POST /_drydock/token`.
extension ControlPlane {
    var tokenMembers: [String] { TokenRequest.members }

    /// Unless the fields name another, the token is for the world's ready-made webapp client, so that it leads to its world.
    func signToken(in name: WorldName, fields: Fields) async throws -> JSONValue {
        let world = try enter(name)
        var request = try TokenRequest(fields)
        request.sdkClientID = request.sdkClientID ?? world.anon.snapshot.readyMade.webappClientID
        return [
            "world": .string(name.description),
            "token": .string(await request.sign(at: world.clock.now)),
            "algorithm": .string(request.algorithm.rawValue),
            "mistake": request.mistake.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
