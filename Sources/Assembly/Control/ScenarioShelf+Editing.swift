import Scenarios

/// What the watch needs to know of two shelves, before and after an edit.
extension ScenarioShelf {
    /// Whether a shelf has other texts.
    func differs(from other: ScenarioShelf) -> Bool { library != other.library || given != other.given }

    /// What is wrong with the scenarios that are not built in, one line each.
    var complaints: [String] {
        (library.own + given.values.sorted { $0.file < $1.file }).flatMap { document in
            do throws(ScenarioComplaints) {
                _ = try reader.read([document])
                return [String]()
            } catch {
                return error.complaints.map(\.description)
            }
        }
    }

    /// The scenario of these texts, later ones laid over earlier ones.
    func scenario(documents: [ScenarioDocument]) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in try reader.read(documents) }
    }

    /// What has taken the place of these texts on another shelf; a text that is from elsewhere stays. Nil where one is gone.
    func successors(of documents: [ScenarioDocument], on other: ScenarioShelf) -> [ScenarioDocument]? {
        var successors: [ScenarioDocument] = []
        for document in documents {
            if let path = given.first(where: { $0.value.says(document) })?.key {
                guard let successor = other.given[path] else { return nil }
                successors.append(successor)
            } else if library.document(named: document.name)?.says(document) == true {
                guard let successor = other.library.document(named: document.name) else { return nil }
                successors.append(successor)
            } else {
                successors.append(document)
            }
        }
        return successors
    }
}
