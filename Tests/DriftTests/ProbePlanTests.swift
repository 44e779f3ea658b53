import Descriptions
import EmbeddedDocuments
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Drift

@Suite("Probes that are made of the description")
struct ProbePlanTests {
    private static let description = APIDescription(embeddedAnchorDescription().content, of: "anchor")
    private static let example = RequestExample(description, now: Moment(milliseconds: 0))

    private static func probes(writes: Bool) throws -> [Probe] {
        var plan = ProbePlan(description: description, writes: writes, example: example)
        var probes: [Probe] = []
        for operation in description.operations {
            let definition = try description.definition(of: operation)
            guard ProbePlan.obstacle(to: operation, definition) == nil else { continue }
            probes += try plan.probes(for: operation, definition)
        }
        return probes
    }

    @Test("do nothing on a vendor unless writing is wanted: they read, have no key, or lack what they must have")
    func safe() throws {
        for probe in try Self.probes(writes: false) where probe.operation.endpoint.method != .get {
            #expect(probe.operation.endpoint.method != .delete)
            switch probe.kind {
            case .withoutKey: #expect(probe.request.key == .none)
            case .emptyBody:
                #expect(probe.request.body == Array("{}".utf8))
                let schema = try #require(probe.definition.contents.first).schema
                #expect(try !SchemaCheck(Self.description).fits([:], schema))
            default: Issue.record("\(probe.operation.id) \(probe.kind)")
            }
        }
    }

    @Test("never delete a whole collection, and never write what needs no key")
    func neverAll() throws {
        for probe in try Self.probes(writes: true) {
            let endpoint = probe.operation.endpoint
            if endpoint.method == .delete { #expect(!endpoint.pathParameters.isEmpty) }
            if endpoint.method != .get { #expect(probe.operation.needsKey) }
        }
        #expect(try !Self.probes(writes: true).contains { $0.operation.id == "endAllSessions" })
    }

    @Test("are there for every operation that the vendor's API has and that can be asked without harm")
    func coverage() throws {
        let probed = Set(try Self.probes(writes: true).map(\.operation.id))
        let others = Self.description.operations.filter {
            $0.needsKey && $0.endpoint.provenance != .ours && !probed.contains($0.id)
        }
        #expect(others.map(\.id) == ["endAllSessions"])
    }

    @Test("ask for each of a group's refusals of a key once")
    func refusedKeys() throws {
        let groups = try Self.probes(writes: false).filter { $0.kind == .refusedKey }.map(\.operation.tag)
        #expect(groups.count == Set(groups).count && groups.count > 10)
    }

    @Test("have a value in place of each parameter")
    func targets() throws {
        for probe in try Self.probes(writes: true) {
            #expect(!probe.request.target.contains("{") && !probe.request.target.contains("//"))
        }
    }
}

@Suite("Chains that are made of the description")
struct ProbeChainTests {
    private static let chains = ProbeChain.all(
        in: APIDescription(embeddedAnchorDescription().content, of: "anchor").operations)

    @Test("are a POST to a collection and a DELETE under it, things within things under these")
    func found() throws {
        let applications = try #require(Self.chains.first { $0.creating.id == "createApplication" })
        #expect(applications.deleting.id == "deleteApplication" && applications.listing?.id == "listApplications")
        #expect(applications.children.map(\.creating.id) == ["createAuthFlow"])
        #expect(applications.reading.contains { $0.id == "getApplication" })
        let names = Self.chains.map(\.creating.id)
        #expect(names.contains("createSession") && names.contains("createProfile") && names.contains("createVolume"))
    }

    @Test("leave alone what cannot be taken back or costs more than a request")
    func leftAlone() {
        let names = Self.chains.map(\.creating.id)
        for name in ["createIdentity", "createBatchSessions", "createProject"] { #expect(!names.contains(name)) }
        #expect(!Self.chains.flatMap(\.children).contains { $0.creating.id == "addProjectMember" })
    }
}
