public import EmbeddedDocuments

/// A document of `Fixtures` that the binary carries. It lies in the program's constants: to look at it copies nothing.
extension EmbeddedDocument {
    /// The document's bytes, as long as the process runs.
    public var content: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

    /// The document as text.
    public var text: String { String(decoding: content, as: UTF8.self) }
}
