import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

/// Objects and tokens that most tests begin with.
extension AnonClient {
    static let unknownID = "11111111-2222-4333-8444-555555555555"
    static let jwksURL = "https://keys.test/jwks.json"

    /// What every world has.
    var readyMade: ReadyMadeSet { store.snapshot.readyMade }

    /// A token of the built-in key, for the ready-made webapp client unless said otherwise; it lives for an hour.
    func token(
        _ subject: String = ReadyMadeSet.exampleUser, client: String?? = nil, claims: JSONObject = [:],
        mistake: TokenMistake? = nil
    ) async -> String {
        var claims = claims
        if claims["sdkClientId"] == nil {
            claims["sdkClientId"] = (client ?? readyMade.webappClientID).map { .string($0) }
        }
        return await TokenSigner.sign(
            TokenDraft(
                subject: subject, claims: claims, issuedAt: now, expiresAt: now + .minutes(60), mistake: mistake))
    }

    /// Calls as this app user from now on: bearer and client id.
    func become(_ subject: String = ReadyMadeSet.exampleUser) async {
        bearer = await token(subject)
        sdkClientID = readyMade.webappClientID
    }

    /// Logs the ready-made member in.
    func logIn(
        _ email: String = ReadyMadeSet.memberEmail, _ password: String = ReadyMadeSet.memberPassword
    ) async -> String {
        let answer = await post("/org/login", #"{"email":"\#(email)","password":"\#(password)"}"#)
        #expect(answer.status == 200)
        return answer["token"]?.string ?? ""
    }

    /// Another organisation with a logged-in Admin: its id and the session token. Later calls keep this client's bearer.
    func otherOrganization(_ name: String = "Other") async -> (id: String, bearer: String) {
        let email = "\(name.lowercased())@other.example"
        let made = await post(
            "/org/organization",
            #"{"name":"\#(name)","member":{"name":"Olga","email":"\#(email)","password":"secret"}}"#)
        #expect(made.status == 200)
        return (made.id, await logIn(email, "secret"))
    }

    /// Makes a pool; a self-hosted one where there is a URL, whose key set must be served already.
    func userPool(_ name: String = "Users", jwksURL: String? = nil, idClaim: String? = nil) async -> String {
        let claim = idClaim.map { #","idClaim":"\#($0)""# } ?? ""
        let authorization = jwksURL.map { #","authorization":{"jwksUri":"\#($0)"\#(claim)}"# } ?? ""
        let answer = await post("/org/userPool", #"{"name":"\#(name)","description":"d"\#(authorization)}"#)
        #expect(answer.status == 200)
        return answer.id
    }

    /// Makes a webapp client on a pool.
    func webappClient(_ pool: String) async -> String {
        let answer = await post(
            "/org/sdkClient", #"{"name":"web","description":"d","kind":{"application":{"userPoolId":"\#(pool)"}}}"#)
        #expect(answer.status == 200)
        return answer.id
    }

    /// Makes a service client: its id and its key.
    func serviceClient() async -> (id: String, apiKey: String) {
        let answer = await post("/org/sdkClient", #"{"name":"backend","description":"d","kind":"service"}"#)
        #expect(answer.status == 200)
        return (answer.id, answer["auth.secret"]?.string ?? "")
    }

    /// Serves the built-in key set at a URL, as a customer's own host would.
    func serveBuiltInKeys(at url: String = AnonClient.jwksURL) {
        keySets.serve(JSONWriter.bytes(BuiltInKeys.jwks), at: url)
    }

    /// Links an app user of the ready-made organisation, as finishing the Link page does.
    @discardableResult
    func link(
        _ externalID: String = ReadyMadeSet.exampleUser, to app: String = "amazon", in keySpace: KeySpace = .sandbox
    ) throws -> Session {
        let identity = AppUserIdentity(
            externalID: externalID, email: nil, organizationID: readyMade.organizationID, keySpace: keySpace,
            userPoolID: readyMade.userPoolID, sdkClientID: readyMade.webappClientID)
        return try store.update { [policies = store.policies, now] in
            try $0.link(identity, to: app, AnonTurn(policies: policies, now: now))
        }
    }

    // MARK: A second organisation

    static let otherKey = "anon_other_organization"
    static let otherClientID = "0a0a0a0a-1111-4222-8333-444444444444"

    /// A world with a second organisation that has a service client.
    static func withOtherOrganization(_ policies: (inout AnonPolicies) -> Void = { _ in }) -> AnonClient {
        var seed = AnonSeed()
        seed.organizations = [OrganizationSeed(name: "Other")]
        seed.sdkClients = [
            SdkClientSeed(
                id: ObjectID(otherClientID), name: "Other backend", organization: "Other", kind: .service,
                apiKey: otherKey)
        ]
        return AnonClient(seed: seed, policies)
    }

    func status(_ user: String, _ app: String = "linkedin") async -> AnonAnswer {
        await get("/account/api/v1/session/status?ownerId=\(PercentCoding.encode(user))&domain=\(app)")
    }
}
