import Kernel
import KernelHTTP
import NIOCore
import Testing

struct MultipartFormTests {
    private static let type = "multipart/form-data; boundary=x"

    private static func read(_ body: String, _ type: String? = type) throws -> [String] {
        try MultipartForm(ByteBuffer(string: body), contentType: type).parts.map {
            "\($0.name)|\($0.fileName ?? "-")|\(String(buffer: $0.content))"
        }
    }

    private static func part(_ disposition: String, _ content: String) -> String {
        "--x\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n\(content)\r\n"
    }

    @Test(
        "parts are read with their names",
        arguments: [
            (part("name=\"a\"", "1") + "--x--", ["a|-|1"]),
            (
                part("name=a", "1") + part("name=\"b\"; filename=\"c d.txt\"", "2\r\n3") + "--x--\r\n",
                ["a|-|1", "b|c d.txt|2\r\n3"]
            ),
            ("preamble\r\n" + part("filename=\"q\\\"r\\\\s\"; name=\"a\"", "") + "--x--", ["a|q\"r\\s|"]),
            (part("name=\"a;b\"; filename=\"\"", "--y") + "--x--", ["a;b||--y"]),
            ("--x \t\r\nX-Y: z\r\ncontent-disposition: form-data; NAME=\"a\"\r\n\r\n1\r\n--x--", ["a|-|1"]),
            ("--x--", []),
        ])
    func parts(body: String, parts: [String]) throws {
        #expect(try Self.read(body) == parts)
    }

    @Test("a boundary may be in quotes and have signs in it")
    func boundary() throws {
        #expect(
            try Self.read(
                "--a b\r\nContent-Disposition: form-data; name=n\r\n\r\n1\r\n--a b--",
                "Multipart/Form-Data; charset=x; boundary=\"a b\"") == ["n|-|1"])
    }

    @Test(
        "what is no whole form is refused",
        arguments: [
            ("", type), ("--x", type), ("--x\r\n", type), (part("name=a", "1"), type),
            (part("name=a", "1") + "--y--", type),
            (part("title=a", "1") + "--x--", type), ("--x\r\n\r\n1\r\n--x--", type), ("--xy\r\n\r\n1\r\n--x--", type),
            (part("name=a", "1") + "--x--", nil), (part("name=a", "1") + "--x--", "multipart/form-data"),
            (part("name=a", "1") + "--x--", "application/json; boundary=x"),
            ("--x--", "multipart/form-data; boundary=\"\""),
            (String(repeating: part("name=a", "1"), count: 101) + "--x--", type),
        ] as [(String, String?)])
    func refused(body: String, type: String?) {
        #expect(throws: FieldComplaint.self) { try Self.read(body, type) }
    }

    @Test("however a form is cut off or mangled, it is read or refused", arguments: 0..<200)
    func mangled(seed: Int) {
        var bytes = Array((Self.part("name=a; filename=b", "1") + Self.part("name=\"c\"", "2") + "--x--").utf8)
        bytes.remove(at: seed * 7 % bytes.count)
        bytes.removeLast(seed % 40)
        _ = try? MultipartForm(ByteBuffer(bytes: bytes), contentType: Self.type)
    }
}
