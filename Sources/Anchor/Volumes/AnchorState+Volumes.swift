import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of volumes.
extension AnchorState {
    /// How many volumes there may be (anchor.md 12.16): per project, and a world has one.
    static let mostVolumes = 10
    /// How many deleted ones are remembered (ours).
    private static let mostDeletedVolumes = 100

    /// Makes a volume. Throws for a name that is taken, and if there are as many as may be.
    mutating func createVolume(named name: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Volume {
        try checkVolumes(turn)
        if volume(named: name) != nil { throw .takenVolumeName(name) }
        guard volumes.values.count(where: \.isPresent) < Self.mostVolumes else { throw .tooManyVolumes }
        return try addVolume(named: name, id: ids.uuid(), after: turn.policies.volumeCreation.after, turn)
    }

    private mutating func addVolume(
        named name: String, id: String, after: TimeSpan, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Volume {
        let volume = Volume(
            id: id, name: name, ordinal: try reserve(turn.policies), createdAt: turn.now, readyAt: turn.now + after)
        volumes[id] = volume
        return volume
    }

    /// Throws where the project has no volumes (policy `volumes`).
    func checkVolumes(_ turn: AnchorTurn) throws(AnchorProblem) {
        if turn.policies.volumes == .disabled { throw .disabledVolumes }
    }

    /// The volume of this name that is not deleted.
    func volume(named name: String) -> Volume? { volumes.values.first { $0.name == name && $0.isPresent } }

    /// The same; where ids are adopted (policy `unknownIds`), one is made for a name that has none.
    mutating func knownVolume(named name: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Volume {
        try checkVolumes(turn)
        if let volume = volume(named: name) { return volume }
        guard turn.policies.unknownIDs == .adopt, Volume.isName(name) else { throw .notFound(.volume, name) }
        return try addVolume(named: name, id: ids.uuid(), after: .zero, turn)
    }

    /// The volume of this id; where ids are adopted, one is made for an id that has none.
    mutating func knownVolume(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Volume {
        try checkVolumes(turn)
        if let volume = volumes[id], volume.isPresent { return volume }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.volume, id) }
        return try addVolume(named: Volume.isName(id) ? id : ids.uuid(), id: id, after: .zero, turn)
    }

    /// The same if it can be used.
    mutating func readyVolume(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Volume {
        let volume = try knownVolume(id, turn)
        guard volume.state(at: turn.now) == .ready else { throw .volumeNotReady(volume, at: turn.now) }
        return volume
    }

    /// The volumes in the order of making.
    func allVolumes(includingDeleted: Bool, in state: Volume.State?, at now: Moment) -> [Volume] {
        volumes.values.filter { volume in
            (includingDeleted || volume.isPresent) && (state == nil || volume.state(at: now) == state)
        }.sorted { $0.ordinal < $1.ordinal }
    }

    /// Deletes a volume and its files. Throws while a running session mounts it.
    mutating func deleteVolume(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        var volume = try knownVolume(id, turn)
        if let session = sessions.values.first(where: { $0.mounts(id) && $0.status(at: turn.now) == .running }) {
            throw .mountedVolume(id, by: session.id)
        }
        removeEntries { $0.volumeID == id }
        volume.delete(at: turn.now)
        volumes[id] = volume
        forgetDeletedVolumes()
    }

    private mutating func forgetDeletedVolumes() {
        let deleted = volumes.values.filter { !$0.isPresent }.sorted { $0.ordinal < $1.ordinal }
        for volume in deleted.dropLast(Self.mostDeletedVolumes) {
            volumes[volume.id] = nil
            release()
        }
    }

    /// The volume that a session is about to mount; nil if there is none. Throws for one that cannot be mounted: create publishes
    /// 400 as the nearest (anchor.md 4.1), whether the volume is not there or not ready.
    mutating func mountable(
        _ reference: VolumeReference?, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Volume? {
        guard let reference else { return nil }
        try checkVolumes(turn)
        if turn.policies.unknownIDs == .adopt { _ = try knownVolume(reference.id, turn) }
        guard let volume = volumes[reference.id], volume.isPresent else { throw .unknown(.volume, reference.id) }
        guard volume.state(at: turn.now) == .ready else { throw .unmountableVolume(volume, at: turn.now) }
        return volume
    }

    /// A session mounts a volume.
    mutating func mount(_ volume: Volume, at now: Moment) {
        var volume = volume
        volume.use(at: now)
        volumes[volume.id] = volume
    }
}

extension Session {
    /// Whether it has the volume of this id.
    func mounts(_ volumeID: String) -> Bool { configuration.browser.volume?.id == volumeID }

    /// The volume that its downloads go to; nil if they stay with it.
    var downloadVolume: String? {
        configuration.browser.volume.flatMap { $0.isReadOnly == true ? nil : $0.id }
    }
}

// MARK: - Refusals

/// The statuses are those of anchor.md 10, the texts are ours.
extension AnchorProblem {
    /// 403 as long as volumes are off for the project (anchor.md 12.16).
    fileprivate static var disabledVolumes: AnchorProblem {
        AnchorProblem(
            .forbidden, "Volumes are not enabled for this project",
            Reason(VolumeReason.volumeDisabled, "The policy volumes is disabled."))
    }

    fileprivate static func takenVolumeName(_ name: String) -> AnchorProblem {
        conflict(
            "Volume name already taken", VolumeReason.volumeNameTaken,
            "A volume has the name \(name) already. Delete it first.")
    }

    fileprivate static var tooManyVolumes: AnchorProblem {
        invalid(
            "Volume limit reached", VolumeReason.volumeTooMany,
            "A project has at most \(AnchorState.mostVolumes) volumes. Delete one first.")
    }

    fileprivate static func volumeNotReady(_ volume: Volume, at now: Moment) -> AnchorProblem {
        AnchorProblem(.preconditionFailed, "Volume is not ready", notReady(volume, at: now))
    }

    fileprivate static func unmountableVolume(_ volume: Volume, at now: Moment) -> AnchorProblem {
        invalid("Volume is not ready", because: notReady(volume, at: now))
    }

    private static func notReady(_ volume: Volume, at now: Moment) -> Reason {
        Reason(VolumeReason.volumeNotReady, "Volume \(volume.id) is \(volume.state(at: now).rawValue).")
    }

    fileprivate static func mountedVolume(_ id: String, by session: String) -> AnchorProblem {
        conflict(
            "Volume is mounted by a running session", VolumeReason.volumeMounted,
            "Session \(session) mounts volume \(id). End it first.")
    }
}
