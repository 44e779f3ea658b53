import KernelHTTP

@testable import Anon

/// Sessions, and a second organisation.
extension AnonClient {
    static let otherKey = "anon_other_organization"
    static let otherClientID = "0a0a0a0a-1111-4222-8333-444444444444"

    /// A world with a second organisation that has a service client.
    static func withOtherOrganization(_ policies: (inout AnonPolicies) -> Void = { _ in }) -> AnonClient {
        var seed = AnonSeed()
        seed.organizations = [OrganizationSeed(name: "Other")]
        seed.sdkClients = [
            SdkClientSeed(
                id: otherClientID, name: "Other backend", organization: "Other", kind: .service, apiKey: otherKey)
        ]
        return AnonClient(seed: seed, policies)
    }

    func status(_ user: String, _ app: String = "linkedin") async -> AnonAnswer {
        await get("/account/api/v1/session/status?ownerId=\(PercentCoding.encode(user))&domain=\(app)")
    }
}
