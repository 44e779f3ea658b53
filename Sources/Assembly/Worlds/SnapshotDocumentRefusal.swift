import Kernel

/// Why a document cannot be imported.
enum SnapshotDocumentRefusal: Error {
    case notJSON(JSONComplaint)
    /// It is JSON, but no snapshot.
    case notASnapshot
    /// Another release wrote it, in another layout.
    case otherVersion(String, of: String, wanted: Int)
    /// It is not as it was exported.
    case changed
    case unreadable(String)
}
