/// What can happen in a world of the isolation proof.
enum IslandDeed: CaseIterable {
    case createApplications, listApplications, readApplication, deleteApplication
    case issueToken, openPage, completeToken, listIdentities
    case startSession, listSessions, openLiveView, endSession
    case createUserPool, readUserPool, link, listLinked, unlink, useReadyMadeKey
    case steal
    case advanceClock, setRule, meetRule, readJournal
    case takeSnapshot, restoreSnapshot, reset, resetDuringLoad, loadScenario, drop

    /// How often it happens beside the others.
    var weight: Int {
        switch self {
        case .createApplications, .readApplication, .issueToken, .startSession, .link, .createUserPool: 8
        case .steal: 8
        case .listApplications, .openPage, .completeToken, .listIdentities, .listSessions, .listLinked, .readUserPool: 6
        case .openLiveView, .endSession, .unlink, .deleteApplication, .useReadyMadeKey: 4
        case .advanceClock, .setRule, .meetRule, .readJournal: 3
        case .takeSnapshot, .restoreSnapshot: 2
        case .reset, .resetDuringLoad, .loadScenario, .drop: 1
        }
    }
}
