import Synchronization

/// The scenarios that there are at the moment, and the one that worlds begin from: swapped together, in one step, when
/// watched files have changed.
final class ScenarioStock: Sendable {
    private struct Shared {
        var shelf: ScenarioShelf
        var start: StartingPoint
        var version = 0
        var complaints: [String] = []
    }

    private let shared: Mutex<Shared>

    init(shelf: ScenarioShelf, start: StartingPoint) {
        shared = Mutex(Shared(shelf: shelf, start: start))
    }

    /// All scenarios.
    var shelf: ScenarioShelf { shared.withLock { $0.shelf } }

    /// What worlds begin from, and a number that stands for it.
    var start: (version: Int, point: StartingPoint) { shared.withLock { ($0.version, $0.start) } }

    /// The number of the present start.
    var version: Int { shared.withLock { $0.version } }

    /// What is wrong with the files as they are now, and why the older ones are still in use; empty where nothing is.
    var complaints: [String] { shared.withLock { $0.complaints } }

    /// Takes another set into use.
    func swap(shelf: ScenarioShelf, start: StartingPoint) {
        shared.withLock { shared in
            shared = Shared(shelf: shelf, start: start, version: shared.version + 1)
        }
    }

    /// Keeps what is in use, and remembers what is wrong with what is not.
    func refuse(_ complaints: [String]) {
        shared.withLock { $0.complaints = complaints }
    }
}
