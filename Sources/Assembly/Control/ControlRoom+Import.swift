import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Scenarios

extension ControlRoom {
    /// Ids and secrets carry the mark of the world that issued them and lead back to it; in a world of another name, the
    /// snapshot's own links would lead elsewhere. Hence a snapshot goes into the world that it was taken of and no other.
    func importSnapshot(_ document: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport {
        let document = try Self.read(document)
        guard let own = WorldName(document.world), document.requestNumber >= 0 else {
            throw ControlRefusal(.unreadable("world or requestNumber is out of bounds"))
        }
        guard world == nil || world == own else { throw ControlRefusal.otherWorld(own) }
        let start: WorldStart
        do throws(StartRefusal) {
            start = try StartingPoint(document.start, shelf: shelf).start(of: own)
        } catch {
            throw ControlRefusal(
                .unprocessableContent, "The snapshot's scenario cannot be read: \(error.complaints.first ?? "")",
                code: "snapshot.unreadable", complaints: error.complaints)
        }
        return try keep(document.snapshot(start: start, lineage: worldTable.factory.newLineage), as: id)
    }

    private static func read(_ bytes: [UInt8]) throws(ControlRefusal) -> SnapshotDocument {
        do throws(SnapshotDocumentRefusal) {
            return try SnapshotDocument.read(bytes)
        } catch {
            throw ControlRefusal(error)
        }
    }
}
