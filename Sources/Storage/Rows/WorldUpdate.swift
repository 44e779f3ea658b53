/// What is to be written of one world.
package struct WorldUpdate: Sendable {
    /// The world's name.
    package let name: String
    /// The generation that the rows belong to. One that the world does not have yet takes the place of the one it has,
    /// whose rows are swept away later.
    package let generation: Generation
    /// The parts that differ, by name: JSON.
    package let parts: [String: [UInt8]]
    /// The rows that differ.
    package let rows: [StoredRow]

    /// A change of these parts and rows.
    package init(name: String, generation: Generation, parts: [String: [UInt8]], rows: [StoredRow]) {
        self.name = name
        self.generation = generation
        self.parts = parts
        self.rows = rows
    }
}
