import Anchor
import Kernel
import KernelHTTP
import Testing

@testable import Assembly

@Suite("Vendors in general terms")
struct VendorPartTests {
    @Test("a vendor has one name everywhere")
    func names() throws {
        #expect(VendorKind.all.map(\.name) == ["anchor", "anon"])
        for kind in VendorKind.all {
            #expect(kind.section.name == kind.name)
            #expect(!kind.operations.isEmpty)
            #expect(kind.operations.allSatisfy { $0.name.hasPrefix("\(kind.name).") })
            #expect(kind.openAPI.hasPrefix("openapi: "))
        }
    }

    @Test("a world has a part for each vendor, in the order of the list")
    func parts() throws {
        let world = try TestWorlds().world("w")
        #expect(world.parts.map(\.vendor) == VendorKind.all.map(\.name))
        #expect(world.parts.first?.store === world.anchor)
        #expect(world.parts.last?.store === world.anon)
    }

    @Test("states stand in a document beside whatever else it has, each under its vendor's name")
    func coding() throws {
        let start = try TestWorlds().start(of: "w")
        let document = try JSONParser.parse(RowCoding.bytes(start.states))
        #expect(Set(document.object?.members.map(\.name) ?? []) == Set(VendorKind.all.map(\.name)))
        let read = try RowCoding.value(RowCoding.bytes(start.states), as: VendorStates.self)
        #expect(read.objectCount == start.states.objectCount)
        #expect(try read.differences(to: start.states).allSatisfy { $0.table.rows.isEmpty })
    }

    @Test("tables that only lead to objects of others neither count nor differ")
    func indexes() throws {
        let before = try TestWorlds().start(of: "w").states
        var anchor = before.anchor
        let index = try #require(AnchorState.tables.first { $0.name == "applicationOfSite" })
        try index.insert(Array(#""site.test""#.utf8), Array(#""some""#.utf8), &anchor)
        #expect(index.count(anchor) == index.count(before.anchor) + 1)
        let after = VendorStates(anchor: anchor, anon: before.anon)
        #expect(after.objectCount == before.objectCount)
        let differences = try before.differences(to: after)
        #expect(differences.allSatisfy { $0.table.rows.isEmpty })
        #expect(differences.map(\.vendor).first == "anchor")
        #expect(differences.map(\.vendor).last == "anon")
    }
}
