import Admin
import HTTPTypes
import Kernel
import KernelHTTP

/// The words for what cannot be done with the past.
extension ControlRefusal {
    init(_ refusal: SnapshotRefusal) {
        switch refusal {
        case .unknown(let id, let known):
            var message = "The world has no snapshot \(id)"
            if let meant = TextSuggestion.nearest(to: id, among: known) { message += "; did you mean \(meant)?" }
            self.init(.notFound, message, code: "snapshot.unknown")
        case .idTaken(let id):
            let problem = id == SnapshotShelf.now ? "stands for the present" : "is the name of another snapshot"
            self.init(.conflict, "\(id) \(problem); choose another name, or delete that one", code: "snapshot.exists")
        case .full(let limit, let isWorld):
            self.init(
                .standard(507),
                "\(isWorld ? "A world keeps" : "All worlds together keep") at most \(limit) snapshots; delete some",
                code: "snapshot.tooMany")
        }
    }

    init(_ refusal: RewindRefusal) {
        switch refusal {
        case .notYet(let number, let last):
            self.init(
                .notFound, "Request \(number) has not come yet; the last one was \(last)", code: "rewind.notYet")
        case .forgotten(let number, let oldest):
            let reach = oldest.map { "the oldest that can be reached is \($0)" } ?? "none can be reached"
            self.init(
                .conflict, "What the world was before request \(number) is not kept any more; \(reach)",
                code: "rewind.forgotten")
        }
    }

    init(_ refusal: SnapshotDocumentRefusal) {
        switch refusal {
        case .notJSON(let complaint):
            self.init(.badRequest, "The body is not valid JSON: \(complaint)", code: "body.notJSON")
        case .notASnapshot:
            self.init(
                .unprocessableContent, "The body is no snapshot: it has no drydockSnapshot. Send what an export gave",
                code: "snapshot.unreadable")
        case .otherVersion(let found, let part, let wanted):
            self.init(
                .unprocessableContent, "The \(part) part has version \(found); this release reads \(wanted) only",
                code: "snapshot.otherVersion")
        case .changed:
            self.init(
                .unprocessableContent,
                "The document was changed since its export. Write a scenario to begin with a state of your own",
                code: "snapshot.changed")
        case .unreadable(let problem):
            self.init(.unprocessableContent, "The snapshot cannot be read: \(problem)", code: "snapshot.unreadable")
        }
    }

    /// A snapshot that belongs elsewhere.
    static func otherWorld(_ own: WorldName) -> ControlRefusal {
        ControlRefusal(
            .conflict,
            "The snapshot is of the world \(own), and all ids in it lead there. Import it with world=\(own) or without world",
            code: "snapshot.otherWorld")
    }
}
