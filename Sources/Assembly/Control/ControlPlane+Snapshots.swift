import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Scenarios

extension ControlPlane: ControlledSnapshots {
    func snapshots(of world: WorldName) throws -> [SnapshotReport] {
        try check(world)
        return worldTable.snapshots(of: world).map(SnapshotReport.init)
    }

    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport {
        let world = try enter(world)
        return try kept { () throws(SnapshotRefusal) in try worldTable.keepSnapshot(of: world, id: id) }
    }

    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8] {
        try SnapshotDocument(try stored(id, of: world).snapshot).bytes
    }

    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        do throws(SnapshotRefusal) {
            return SnapshotReport(try worldTable.deleteSnapshot(id, of: world))
        } catch {
            throw ControlRefusal(error)
        }
    }

    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        do {
            return SnapshotReport(try worldTable.restore(id, of: world))
        } catch let refusal as SnapshotRefusal {
            throw ControlRefusal(refusal)
        } catch let refusal as WorldRefusal {
            throw ControlRefusal(refusal)
        }
    }

    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference {
        let before = try snapshot(old, of: world)
        let after = try snapshot(new, of: world)
        return SnapshotDifference(
            world: world, from: old, to: new,
            parts: try before.states.differences(to: after.states).map { SnapshotDifference.Part(vendor: $0, $1) })
    }

    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport {
        do {
            let snapshot = try worldTable.rewind(world, before: number).snapshot
            return RewindReport(world: world, now: snapshot.now, requests: snapshot.requestNumber)
        } catch let refusal as RewindRefusal {
            throw ControlRefusal(refusal)
        } catch let refusal as WorldRefusal {
            throw ControlRefusal(refusal)
        }
    }

    /// Adds a snapshot to those of its world.
    private func kept(_ keep: () throws(SnapshotRefusal) -> StoredSnapshot) throws -> SnapshotReport {
        do throws(SnapshotRefusal) {
            return SnapshotReport(try keep())
        } catch {
            throw ControlRefusal(error)
        }
    }

    private func snapshot(_ id: String, of world: WorldName) throws -> WorldSnapshot {
        id == SnapshotStore.now ? try enter(world).snapshot : try stored(id, of: world).snapshot
    }

    private func check(_ world: WorldName) throws(ControlRefusal) {
        do throws(WorldRefusal) { try worldTable.check(world) } catch { throw ControlRefusal(error) }
    }

    private func stored(_ id: String, of world: WorldName) throws -> StoredSnapshot {
        try check(world)
        do throws(SnapshotRefusal) {
            return try worldTable.snapshot(id, of: world)
        } catch {
            throw ControlRefusal(error)
        }
    }
}

// MARK: - Import

extension ControlPlane {
    /// Ids and secrets carry the mark of the world that issued them and lead back to it; in a world of another name, the
    /// snapshot's own links would lead elsewhere. Hence a snapshot goes into the world that it was taken of and no other.
    func importSnapshot(_ bytes: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport {
        let document = try read(bytes)
        guard let own = WorldName(document.head.world) else {
            throw ControlRefusal(.unreadable("no world can be called \(document.head.world)"))
        }
        // An edited document can have a new seal.
        guard document.states.areIssued(by: own) else { throw ControlRefusal(.changed) }
        guard world == nil || world == own else { throw ControlRefusal.otherWorld(own) }
        try check(own)
        let start: WorldStart
        do throws(StartRefusal) {
            start = try StartingPoint(document.head.start, catalog: catalog).start(of: own)
        } catch {
            throw ControlRefusal(
                .unprocessableContent, "The snapshot's scenario cannot be read: \(error.complaints.first ?? "")",
                code: ControlReason.snapshotUnreadable, complaints: error.complaints)
        }
        let snapshot = document.snapshot(
            start: start, lineage: worldTable.factory.newLineage, isLarge: bytes.count > LongWork.bodySize)
        return try kept { () throws(SnapshotRefusal) in
            try worldTable.keep(snapshot, id: id, weight: bytes.count)
        }
    }

    private func read(_ bytes: [UInt8]) throws(ControlRefusal) -> SnapshotDocument {
        do throws(SnapshotDocumentRefusal) {
            return try SnapshotDocument.read(bytes, files: worldTable.factory.files)
        } catch {
            throw ControlRefusal(error)
        }
    }
}

// MARK: - Reports and refusals

extension SnapshotReport {
    /// A snapshot that is kept, in a few words.
    fileprivate init(_ stored: StoredSnapshot) {
        let snapshot = stored.snapshot
        self.init(
            id: stored.id, world: snapshot.start.name, scenario: snapshot.start.scenarioName, now: snapshot.now,
            requests: snapshot.requestNumber, objects: snapshot.states.objectCount)
    }
}

/// The words for what cannot be done with the past.
extension ControlRefusal {
    fileprivate init(_ refusal: SnapshotRefusal) {
        switch refusal {
        case .unknown(let id, let known):
            var message = "The world has no snapshot \(id)"
            if let meant = TextSuggestion.nearest(to: id, among: known) { message += "; did you mean \(meant)?" }
            self.init(.notFound, message, code: ControlReason.snapshotUnknown)
        case .idTaken(let id):
            let problem = id == SnapshotStore.now ? "stands for the present" : "is the name of another snapshot"
            self.init(
                .conflict, "\(id) \(problem); choose another name, or delete that one",
                code: ControlReason.snapshotExists)
        case .tooHeavy(let limit):
            self.init(
                .standard(507),
                "All snapshots together keep at most \(limit >> 20) MiB of what their worlds have changed since; delete some",
                code: ControlReason.snapshotTooMany)
        case .full(let limit, let isWorld):
            self.init(
                .standard(507),
                "\(isWorld ? "A world keeps" : "All worlds together keep") at most \(limit) snapshots; delete some",
                code: ControlReason.snapshotTooMany)
        }
    }

    fileprivate init(_ refusal: RewindRefusal) {
        switch refusal {
        case .notYet(let number, let last):
            self.init(
                .notFound, "Request \(number) has not come yet; the last one was \(last)",
                code: ControlReason.rewindNotYet)
        case .forgotten(let number, let oldest):
            let reach = oldest.map { "the oldest that can be reached is \($0)" } ?? "none can be reached"
            self.init(
                .conflict, "What the world was before request \(number) is not kept any more; \(reach)",
                code: ControlReason.rewindForgotten)
        }
    }

    fileprivate init(_ refusal: SnapshotDocumentRefusal) {
        switch refusal {
        case .notJSON(let complaint):
            self.init(.badRequest, "The body is not valid JSON: \(complaint)", code: CommonReason.bodyNotJSON)
        case .notASnapshot:
            self.init(
                .unprocessableContent, "The body is no snapshot: it has no drydockSnapshot. Send what an export gave",
                code: ControlReason.snapshotUnreadable)
        case .otherVersion(let found, let part, let wanted):
            self.init(
                .unprocessableContent, "The \(part) part has version \(found); this release reads \(wanted) only",
                code: ControlReason.snapshotOtherVersion)
        case .changed:
            self.init(
                .unprocessableContent,
                "The document was changed since its export. Write a scenario to begin with a state of your own",
                code: ControlReason.snapshotChanged)
        case .unreadable(let problem):
            self.init(
                .unprocessableContent, "The snapshot cannot be read: \(problem)", code: ControlReason.snapshotUnreadable
            )
        }
    }

    /// A snapshot that belongs elsewhere.
    fileprivate static func otherWorld(_ own: WorldName) -> ControlRefusal {
        ControlRefusal(
            .conflict,
            "The snapshot is of the world \(own), and all ids in it lead there. Import it with world=\(own) or without world",
            code: ControlReason.snapshotOtherWorld)
    }
}
