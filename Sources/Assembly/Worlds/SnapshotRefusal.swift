/// Why a snapshot cannot be kept or found.
enum SnapshotRefusal: Error, Equatable {
    /// The world has none of this id.
    case unknown(String, known: [String])
    /// The id is that of another one, or stands for the present.
    case idTaken(String)
    /// There are as many as there may be, of this world or in all.
    case full(limit: Int, isWorld: Bool)
}
