import Kernel

/// A vendor's section that exists in tests only.
struct ShopSeed: ScenarioSection, Equatable {
    struct Application: Codable, Equatable {
        var id: String?
        var name: String?
        var source: String
    }

    struct Identity: Codable, Equatable {
        var id: String?
        var application: String
        var status: Status?
        var metadata: JSONValue?
    }

    struct Policies: Codable, Equatable {
        var after: TimeSpan?
        var opened: Moment?
        var quota: Int?
        var share: Double?
        var isOpen: Bool?
        var apiKeys: [String]?
        var hosts: [String: String]?
    }

    enum Status: String, Codable, CaseIterable {
        case pending, validated, failed
    }

    static let name = "shop"

    var applications: [Application]?
    var identities: [Identity]?
    var policies: Policies?

    init() {}

    func complaints() -> [SectionComplaint] {
        referenceComplaints + duplicateComplaints
    }

    private var duplicateComplaints: [SectionComplaint] {
        var seen: Set<String> = []
        return (identities ?? []).enumerated().compactMap { index, identity in
            guard let id = identity.id, !seen.insert(id).inserted else { return nil }
            return SectionComplaint(path: ["identities", "\(index)", "id"], problem: "the id `\(id)` stands twice")
        }
    }

    private var referenceComplaints: [SectionComplaint] {
        let names = (applications ?? []).flatMap { [$0.id, $0.name] }.compactMap(\.self)
        return (identities ?? []).enumerated().compactMap { index, identity in
            guard !names.contains(identity.application) else { return nil }
            let hint = TextSuggestion.nearest(to: identity.application, among: names).map { "; did you mean `\($0)`?" }
            return SectionComplaint(
                path: ["identities", "\(index)", "application"],
                problem: "there is no application `\(identity.application)`" + (hint ?? ""))
        }
    }
}
