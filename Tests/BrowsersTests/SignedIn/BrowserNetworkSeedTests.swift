import Kernel
import Testing

@testable import Browsers

struct BrowserNetworkSeedTests {
    private func seed(_ hosts: [String: String]) -> BrowserNetworkSeed {
        var seed = BrowserNetworkSeed()
        seed.hosts = hosts
        return seed
    }

    @Test(
        "names lead to hosts, with or without scheme and port",
        arguments: [
            ("http://127.0.0.1:8080", "127.0.0.1:8080", "http"), ("127.0.0.1:8080", "127.0.0.1:8080", nil),
            ("127.0.0.1", "127.0.0.1", nil), ("http://localhost/", "localhost:80", "http"),
            ("https://Site", "site:443", "https"), ("[::1]:3000", "[::1]:3000", nil), ("[::1]", "[::1]", nil),
        ] as [(String, String, String?)])
    func targets(text: String, target: String, scheme: String?) {
        let seed = seed(["Shop.example.com": text])
        #expect(seed.complaints().isEmpty)
        #expect(
            seed.described
                == BrowserNetwork(hosts: [.init(name: "shop.example.com", target: target, scheme: scheme)]))
    }

    @Test(
        "what is no host or no address is complained about, whatever it could do to a list of rules",
        arguments: [
            ("shop.example.com", "http://127.0.0.1:8080/path"), ("shop.example.com", "ftp://a"),
            ("shop.example.com", ""),
            ("shop.example.com", "a, EXCLUDE b"), ("shop.example.com", "a:0"), ("shop.example.com", "a:65536"),
            ("a b", "c"), ("a,b", "c"), ("*", "c"), ("a:80", "c"), ("[::1]", "c"), ("", "c"), ("http://a", "c"),
        ])
    func complaints(name: String, target: String) {
        let complaints = seed([name: target]).complaints()
        #expect(complaints.map(\.path) == [["hosts", name]])
    }

    @Test("names that are the same, and too many of them, are complained about")
    func many() {
        #expect(
            seed(["a.example": "b", "A.example": "b"]).complaints().map(\.problem).first?.contains("given twice")
                == true)
        let many = Dictionary(uniqueKeysWithValues: (0...200).map { ("h\($0)", "a") })
        #expect(seed(many).complaints().map(\.path) == [["hosts"]])
    }

    @Test("a network is open unless it is closed")
    func isOpen() {
        var seed = BrowserNetworkSeed()
        #expect(seed.described.isOpen)
        seed.network = .closed
        #expect(!seed.described.isOpen)
    }
}
