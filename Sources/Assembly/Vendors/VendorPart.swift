import Anchor
import Anon
import Kernel
import KernelHTTP
import Storage

/// A vendor in general terms. Whatever is the same for each of them goes over the list, and need not know who is on it.
struct VendorKind: Sendable {
    /// Anchor Browser.
    static let anchor = VendorKind(
        AnchorVendor(), section: AnchorSeed.self, state: AnchorState.self, objects: AnchorStore.self
    ) { AnchorDescription.yaml }
    /// Anon.
    static let anon = VendorKind(
        AnonVendor(), section: AnonSeed.self, state: AnonState.self, objects: AnonStore.self
    ) { AnonDescription.yaml }
    /// All of them, in the order in which they are told of.
    static let all = [anchor, anon]

    /// The key of its section in scenarios and of its state in snapshots and data files, and the prefix of its operations.
    let name: String
    /// Its part of a scenario.
    let section: any ScenarioSection.Type
    /// What people know it by.
    let objectKinds: [ObjectKind]
    /// The layout of its state that this release reads.
    let layout: Int
    private let vendor: any Vendor
    private let description: @Sendable () -> String

    private init(
        _ vendor: some Vendor, section: any ScenarioSection.Type, state: (some TabledState).Type,
        objects: any ObjectSource.Type, description: @escaping @Sendable () -> String
    ) {
        name = vendor.name
        self.section = section
        layout = state.currentVersion
        objectKinds = objects.objectKinds
        self.vendor = vendor
        self.description = description
    }

    /// Its operations.
    var operations: [Endpoint] { vendor.endpoints }

    /// The problems that rules can name.
    var problemNames: [String] { vendor.problemNames }

    /// The reasons that it alone gives.
    var reasons: [ExplainedReason] { vendor.reasons }

    /// The OpenAPI description of its operations, as YAML.
    var openAPI: String { description() }
}

extension Vendor {
    /// Its operations without what answers them.
    fileprivate var endpoints: [Endpoint] { routes.map(\.endpoint) }
}

/// What a vendor keeps in one world.
struct VendorPart: Sendable {
    /// The vendor's name.
    let vendor: String
    /// Its state in the world.
    let store: any TabledStore & ObjectSource

    /// - Parameter kind: the vendor whose store it is.
    init(_ kind: VendorKind, _ store: any TabledStore & ObjectSource) {
        vendor = kind.name
        self.store = store
    }
}

/// The states of all vendors at one moment. An object, so that snapshots share it.
final class VendorStates: Sendable {
    /// Anchor's objects.
    let anchor: AnchorState
    /// Anon's objects.
    let anon: AnonState

    /// These states.
    init(anchor: AnchorState, anon: AnonState) {
        self.anchor = anchor
        self.anon = anon
    }

    /// Whether the ids that come next are the world's of this name; those of another one would lead there.
    func areIssued(by name: WorldName) -> Bool { anchor.issuer == name.tag && anon.issuer == name.tag }

    /// How many objects there are.
    var objectCount: Int { anchor.countObjects() + anon.countObjects() }

    /// About how many bytes the objects take: what they have as rows, for want of a better measure. Looks at every one.
    var measuredBytes: Int {
        let writer = RowWriter()
        return (anchor.allRows() + anon.allRows()).reduce(0) { sum, row in
            sum + ((try? row.withBytes(from: writer) { $1?.count ?? 0 }) ?? 0)
        }
    }

    /// What differs from here to `new`, by vendor and table.
    func differences(to new: VendorStates) throws -> [(vendor: String, table: TableDifference)] {
        try anchor.differences(to: new.anchor).map { (VendorKind.anchor.name, $0) }
            + anon.differences(to: new.anon).map { (VendorKind.anon.name, $0) }
    }
}

/// Each state under its vendor's name, beside whatever else a document has.
extension VendorStates: Codable {
    private enum CodingKeys: CodingKey { case anchor, anon }

    convenience init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            anchor: try container.decode(AnchorState.self, forKey: .anchor),
            anon: try container.decode(AnonState.self, forKey: .anon))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(anchor, forKey: .anchor)
        try container.encode(anon, forKey: .anon)
    }
}

extension VendorStates {
    /// The states of a world in a data file.
    ///
    /// - Parameter files: what the contents of their files are charged to.
    convenience init(_ stored: StoredWorld, files: StoredBytesBudget) throws {
        self.init(
            anchor: try stored.state(of: VendorKind.anchor.name, files: files),
            anon: try stored.state(of: VendorKind.anon.name, files: files))
    }
}
