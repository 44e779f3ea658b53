import KernelHTTP
import Testing

@Suite("Names of content codings")
struct ContentCodingTests {
    @Test(
        "codings are undone from the last to the first; identity is none",
        arguments: [
            ("gzip", [.gzip]), ("X-GZip", [.gzip]), ("deflate, gzip", [.gzip, .deflate]), ("identity", []),
            (" identity ,, gzip ", [.gzip]), ("gzip,gzip,gzip", [.gzip, .gzip, .gzip]),
        ] as [(String, [ContentCoding])])
    func reads(header: String, codings: [ContentCoding]) throws {
        #expect(try ContentCoding.undoing(header) == codings)
    }

    @Test(
        "others, and too many, are refused", arguments: ["br", "zstd", "gzip;q=1", "gzip, br", "gzip,gzip,gzip,gzip"])
    func refuses(header: String) {
        #expect(throws: UnknownContentCoding.self) { try ContentCoding.undoing(header) }
    }
}
