import Kernel
import Testing

@Suite("DomainName")
struct DomainNameTests {
    // What Chromium 156 has as the host of `new URL("https://NAME/")`.
    @Test(
        "a name in other letters is in Punycode what browsers write",
        arguments: [
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.Example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("STRASSE.example", "strasse.example"),
            ("STRAẞE.example", "xn--strae-oqa.example"),
            ("βόλος.example", "xn--nxasmm1c.example"),
            ("ΒΌΛΟΣ.example", "xn--nxasmq6b.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("日本語。jp", "xn--wgv71a119e.jp"),
            ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
            ("１２７.0.0.1", "127.0.0.1"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("한국.example", "xn--3e0b707e.example"),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}.example", "xn--3e0b707e.example"),
            ("भारत.example", "xn--h2brj9c.example"),
            ("☕.example", "xn--53h.example"),
            ("i❤️.example", "xn--i-7iq.example"),
            ("ü_b.example", "xn--_b-wka.example"),
            ("-ü.example", "xn----eha.example"),
            ("\u{FC}\u{AD}.example", "xn--tda.example"),
            ("Ｂücher.xn--bcher-kva", "xn--bcher-kva.xn--bcher-kva"),
            ("việt.example", "xn--vit-5kz.example"),
            ("vie\u{323}\u{302}t.example", "xn--vit-5kz.example"),
            ("tiếng-việt.example", "xn--ting-vit-e50d7c.example"),
            ("EXAMPLE.com", "example.com"),
        ])
    func converted(name: String, ascii: String) {
        #expect(DomainName.ascii(name) == ascii)
    }

    @Test(
        "what is no name is refused",
        arguments: ["ü\u{202E}.example", "ü\u{A0}.example", "ü\u{E000}.example", "\u{300}a.example", "xn--ü.example"])
    func refused(name: String) {
        #expect(DomainName.ascii(name) == nil)
    }

    // Browsers take these.
    @Test(
        "compatibility letters and joiners are refused", arguments: ["℡.example", "ﬁn.example", "क्\u{200D}ष.example"])
    func notCovered(name: String) {
        #expect(DomainName.ascii(name) == nil)
    }

    @Test("a name of any length is answered at once")
    func bounded() {
        #expect(DomainName.ascii(String(repeating: "ü", count: 100_000)) == nil)
        let long = (0..<300).compactMap { Unicode.Scalar(0x4E00 + $0 * 7) }.map(String.init).joined()
        #expect(DomainName.ascii(long)?.hasPrefix("xn--") == true)
    }
}
