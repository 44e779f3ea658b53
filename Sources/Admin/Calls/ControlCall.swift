import Kernel
import KernelHTTP

/// One call of the control plane.
typealias ControlCall = Call<ControlDesk>

extension Call where Store == ControlDesk {
    /// All worlds.
    var worlds: any ControlledWorlds { store.worlds }

    /// The world that the query names; nil where it names none.
    func namedWorld() throws(ControlRefusal) -> WorldName? {
        guard let text = query("world") else { return nil }
        guard let name = WorldName(text) else { throw .invalidWorldName(text) }
        return name
    }

    /// The name of the world that the call is about.
    func worldName() throws(ControlRefusal) -> WorldName { try namedWorld() ?? .default }

    /// The world that the call is about, made where there was none.
    func world() throws(ControlRefusal) -> any ControlledWorld { worlds.world(try worldName()) }

    /// The body's members, none of which may have a name beyond `names`.
    func fields(only names: [String]) throws -> Fields {
        let fields = try fields()
        let complaints = fields.unknownMembers(besides: names)
        guard complaints.isEmpty else { throw ControlRefusal.invalidBody(complaints) }
        return fields
    }
}
