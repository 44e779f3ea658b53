import HashTreeCollections
import Kernel

/// The sites that a world knows.
extension AnonState {
    /// The site of this id, a scenario's before a built-in one.
    func appIntegration(_ id: String) -> AppIntegration? {
        customApps[id] ?? AppIntegration.builtIn.first { $0.id == id }
    }

    /// All sites by id.
    var appIntegrations: [AppIntegration] {
        let custom = customApps.values.map { $0 }
        let builtIn = AppIntegration.builtIn.filter { customApps[$0.id] == nil }
        return (custom + builtIn).sorted { $0.id < $1.id }
    }
}
