import Synchronization

/// What Drydock's own calls on a session's browser have to remember from one to the next.
final class BrowserInput: Sendable {
    private let shared = Mutex(State())

    private struct State {
        var pointer = PointerState()
        var uploads = UploadFolder()
    }

    /// The mouse as it is now.
    var pointer: PointerState { shared.withLock { $0.pointer } }

    /// Changes the mouse, and returns what it is then.
    func changePointer(_ change: (inout PointerState) -> Void) -> PointerState {
        shared.withLock { state in
            change(&state.pointer)
            return state.pointer
        }
    }

    /// Makes room for a file.
    func reserve(_ size: Int, for name: String) throws(BrowserFailure) {
        try shared.withLock { (state) throws(BrowserFailure) in try state.uploads.reserve(size, for: name) }
    }
}

/// How much was uploaded into a session.
struct UploadFolder: Sendable {
    /// How many bytes a file may have (ours; Limits.md).
    static let largestFile = 50 << 20
    /// How many bytes all files of a session may have.
    static let largest = 200 << 20
    /// How many files there may be.
    static let mostFiles = 1000

    private var sizes: [String: Int] = [:]

    /// Makes room for a file. One of the same name gives way to it.
    mutating func reserve(_ size: Int, for name: String) throws(BrowserFailure) {
        guard size <= Self.largestFile else {
            throw .tooLarge("A file may have \(Self.largestFile) bytes, not \(size).")
        }
        let others = sizes.reduce(0) { $1.key == name ? $0 : $0 + $1.value }
        guard others + size <= Self.largest, sizes[name] != nil || sizes.count < Self.mostFiles else {
            throw .tooLarge("The uploads of a session may have \(Self.largest) bytes, and be \(Self.mostFiles) files.")
        }
        sizes[name] = size
    }
}
