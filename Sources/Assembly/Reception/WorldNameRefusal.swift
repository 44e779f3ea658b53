import Kernel

/// A request names a world by a name that none can have.
struct WorldNameRefusal: Error {
    let name: String

    var reason: Reason {
        Reason("world.invalidName", "\"\(name)\" is no world's name: 1 to 64 letters, digits, '.', '_' or '-'.")
    }
}
