import HashTreeCollections
import Kernel

/// The ready-made set as objects.
extension AnonState {
    /// Puts the ready-made set in place. It counts as objects like any other.
    mutating func plantReadyMadeSet() {
        let set = readyMade
        organizations[set.organizationID] = Organization(
            id: set.organizationID, name: ReadyMadeSet.organizationName, logoURL: nil, memberIDs: [],
            ordinal: takeRoom())
        _ = takeRoom()
        add(
            Member(
                Member.Draft(
                    name: "Drydock Admin", email: ReadyMadeSet.memberEmail, password: ReadyMadeSet.memberPassword,
                    role: .admin),
                id: set.memberID, organizationID: set.organizationID))
        add(
            UserPool(
                id: set.userPoolID, name: ReadyMadeSet.userPoolName, description: "The ready-made hosted pool",
                organizationID: set.organizationID, authorization: .hosted, ordinal: takeRoom()))
        plantClient(set.webappClientID, "Example webapp", .application(userPoolID: set.userPoolID))
        plantClient(
            set.serviceClientID, "Example backend", .service(apiKey: set.apiKey, keySpace: .sandbox))
        plantClient(
            set.prodServiceClientID, "Example backend (prod)", .service(apiKey: set.prodAPIKey, keySpace: .prod))
    }

    private mutating func plantClient(_ id: String, _ name: String, _ kind: SdkClient.Kind) {
        add(
            SdkClient(
                id: id, name: name, description: "Ready-made", organizationID: readyMade.organizationID, kind: kind,
                isOAuthDisabled: nil, ordinal: takeRoom()))
    }
}
