import Testing

@testable import Tokens

@Suite("Base64URL")
struct Base64URLTests {
    @Test(
        "bytes are written without padding and read back",
        arguments: [
            ([], ""), ([0], "AA"), ([0xFF], "_w"), ([0xFB, 0xFF], "-_8"), ([1, 2, 3], "AQID"),
            ([0x14, 0xFB, 0x9C, 0x03, 0xD9, 0x7E], "FPucA9l-"),
        ] as [([UInt8], String)])
    func roundTrip(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test(
        "a text that no bytes have is refused",
        arguments: ["A", "AA==", "_x", "-_9", "+/8", "AQ ID", "AQI\n", "é", "AAAAA"])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
