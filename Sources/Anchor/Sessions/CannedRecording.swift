/// The film that every recording is: an MP4 file that says what it is and shows nothing.
enum CannedRecording {
    /// A file type box (ISO/IEC 14496-12, 4.3), then an empty media data box.
    static let bytes: [UInt8] =
        box("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isommp42".utf8)) + box("mdat", [])

    /// Four bytes of length, four letters, then the content.
    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let length = UInt32(content.count + 8)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(name.utf8) + content
    }
}
