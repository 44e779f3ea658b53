import Testing

@testable import Certificates

@Suite struct CertificateNameTests {
    @Test(arguments: [
        ("Shop.Test", "shop.test"), ("*.shop.test", "*.shop.test"), ("web", "web"), ("my_service", "my_service"),
        ("127.0.0.1", "127.0.0.1"), ("10.1.2.3", "10.1.2.3"), ("::1", "::1"), ("FE80::1", "fe80::1"),
    ])
    func `names and addresses are read`(text: String, known: String) {
        #expect(CertificateName(text)?.text == known)
    }

    @Test(arguments: [
        "", "*", "*.", "*.localhost", "a..b", ".a", "a.", "-a.test", "a-.test", "a b", "a/b", "*.*.test", "a.*.test",
        "1.2.3",
        "1.2.3.4.5",
        "bücher.test", "https://a.test", "a.test:443", String(repeating: "a", count: 64),
        Array(repeating: "abcdefg", count: 32).joined(separator: "."),
    ])
    func `what is neither is refused`(text: String) {
        #expect(CertificateName(text) == nil)
    }
}
