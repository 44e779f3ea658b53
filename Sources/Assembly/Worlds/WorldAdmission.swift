import Admin
import DequeModule
import HTTPTypes
import Kernel
import KernelHTTP

/// Why a request does not enter the world that it names, or that issued what it carries.
enum WorldRefusal: Error, Equatable {
    /// No world can be called so.
    case invalidName(String)
    /// Everything that is issued in the one would lead to the other, which was first.
    case nameCollides(WorldName, with: WorldName)
    /// It is in the data file, and cannot be read.
    case setAside(SetAsideWorld)

    var reason: Reason {
        switch self {
        case .invalidName(let name):
            Reason(
                ControlReason.worldInvalidName,
                "\"\(name)\" is no world's name: 1 to 64 letters, digits, '.', '_' or '-'.")
        case .nameCollides(let name, let other):
            Reason(
                ControlReason.worldNameCollides,
                "A world called \(name) would issue the same ids and secrets as the world \(other), which was here first. "
                    + "Choose another name.")
        case .setAside(let world):
            Reason(
                ControlReason.worldSetAside,
                "The world \(world.name) is in the data file and could not be read; "
                    + "GET /_drydock/worlds says why. It stays in the file until DELETE /_drydock/worlds/\(world.name)."
            )
        }
    }

    /// For a vendor's envelope.
    var routingRefusal: RoutingRefusal {
        if case .invalidName = self { .invalid(reason) } else { .conflict(reason) }
    }
}

extension ControlRefusal {
    /// The control plane's answer to a call that names such a world.
    init(_ refusal: WorldRefusal) {
        self.init(refusal.routingRefusal.status, refusal.reason)
    }
}

// MARK: - Names

/// Which world's name each mark on issued ids stands for. Two names can have the same mark, and worlds of both would issue the
/// same ids: so the first name that is used keeps its mark, also while its world is gone, because what it issued may still be
/// in somebody's hands.
struct WorldNames {
    private struct Departure {
        let name: WorldName
        let number: Int
    }

    /// Requests without a name need the default world at any time.
    private var owners: [WorldTag: WorldName] = [WorldName.default.tag: .default]
    /// The names whose worlds are gone, each with the number of its last departure.
    private var departures: [WorldName: Int] = [:]
    /// The last departures, the oldest first; of names that came back, too.
    private var queue = Deque<Departure>()
    private var departureCount = 0
    private let memory: Int

    /// - Parameter memory: so many departures later a name is forgotten.
    init(memory: Int = 100_000) {
        self.memory = memory
    }

    /// The name that a mark stands for.
    func owner(of tag: WorldTag) -> WorldName? { owners[tag] }

    /// Throws if the name's mark stands for another one.
    func check(_ name: WorldName) throws(WorldRefusal) {
        if let owner = owners[name.tag], owner != name { throw .nameCollides(name, with: owner) }
    }

    /// Takes a name into use.
    mutating func claim(_ name: WorldName) throws(WorldRefusal) {
        try check(name)
        owners[name.tag] = name
        departures[name] = nil
    }

    /// The world of this name is gone.
    mutating func depart(_ name: WorldName) {
        guard name != .default else { return }
        departureCount += 1
        departures[name] = departureCount
        queue.append(Departure(name: name, number: departureCount))
        guard queue.count > memory, let oldest = queue.popFirst(), departures[oldest.name] == oldest.number else {
            return
        }
        departures[oldest.name] = nil
        owners[oldest.name.tag] = nil
    }
}
