import Kernel
import Testing

@testable import Anchor

struct CertificateTests {
    private let client = AnchorClient()
    private static let authority = Array(TestCertificates.authority.utf8)

    private func upload(
        _ name: String = "proxy-ca", _ file: [UInt8] = CertificateTests.authority, description: String? = nil,
        fileName: String = "ca.pem"
    ) async -> AnchorAnswer {
        var texts = ["name": name]
        texts["description"] = description
        return await client.upload("/v1/certificates", texts, file, named: fileName)
    }

    @Test("certificates are uploaded, listed in their order and deleted by their name")
    func life() async {
        let first = await upload("b_1", description: "The proxy's")
        #expect(first.status == 200)
        let details: JSONValue = [
            "id": first["data.id"] ?? .null, "name": "b_1", "description": "The proxy's",
            "createdAt": "2026-01-01T00:00:00.000Z",
        ]
        #expect(first.json == ["data": details])
        client.advance(.seconds(1))
        let second = await upload("a")
        #expect(second["data.description"] == .null)
        #expect(await client.get("/v1/certificates").json == ["data": [details, second["data"] ?? .null]])
        #expect(await client.delete("/v1/certificates/b_1").json == ["data": ["status": "success"]])
        #expect(await client.get("/v1/certificates")["data"]?.array?.count == 1)
        let gone = await client.delete("/v1/certificates/b_1")
        #expect(gone.status == 404)
        #expect(gone.reason == "certificate.unknown")
        #expect(client.store.snapshot.objectCount == 1)
    }

    @Test("a name is taken until its certificate is deleted")
    func taken() async {
        _ = await upload()
        let answer = await upload()
        #expect(answer.status == 409)
        #expect(answer.reason == "certificate.exists")
        _ = await client.delete("/v1/certificates/proxy-ca")
        #expect(await upload().status == 200)
    }

    @Test(
        "PEM and DER are taken, chains, and what has expired long ago",
        arguments: [
            authority, TestCertificates.der(TestCertificates.authority), Array(TestCertificates.expired.utf8),
            Array("Made by hand.\r\n\(TestCertificates.authority)\n\n\(TestCertificates.expired)\n".utf8),
        ])
    func takenIn(file: [UInt8]) async {
        let answer = await upload("a", file)
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test(
        "what is no certificate is refused, in words",
        arguments: [
            ([], "The file is empty"), (Array("ca".utf8), "The file is neither PEM nor DER"),
            (Array(TestCertificates.authority.utf8.dropLast(30)), "The file is PEM that cannot be read"),
            (Array("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".utf8), "The file is"),
            (Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8), "The file is neither"),
            (
                Array(TestCertificates.authority.replacing("CERTIFICATE-", with: "CERTIFICATE REQUEST-").utf8),
                "The file has a PEM block"
            ), (Array("-----BEGIN ".utf8) + [0xFF, 0xFE], "The file is PEM with bytes"),
            (TestCertificates.der(TestCertificates.authority) + [0], "The file is neither"),
            (TestCertificates.der(TestCertificates.authority).dropLast(), "The file is neither"),
            (Array(String(repeating: TestCertificates.expired + "\n", count: 101).utf8), "The file has more than 100"),
        ] as [([UInt8], String)])
    func garbage(file: [UInt8], words: String) async {
        let answer = await upload("a", file)
        #expect(answer.status == 400)
        #expect(answer.reason == "certificate.unreadable")
        #expect(answer.message?.hasPrefix(words) == true, "\(answer.text)")
        #expect(client.store.snapshot.certificates.isEmpty)
    }

    @Test(
        "a private key is refused, alone or beside a certificate, and not kept",
        arguments: [
            Array(TestCertificates.key.utf8), Array(TestCertificates.wrappedKey.utf8),
            Array("\(TestCertificates.authority)\n\(TestCertificates.key)".utf8),
            Array("\(TestCertificates.wrappedKey)\n\(TestCertificates.authority)".utf8),
            Array("-----BEGIN CERTIFICATE-----\n!\n-----BEGIN ENCRYPTED PRIVATE KEY-----".utf8),
            TestCertificates.der(TestCertificates.key), TestCertificates.der(TestCertificates.wrappedKey),
        ])
    func keys(file: [UInt8]) async {
        let answer = await upload("a", file)
        #expect(answer.status == 400)
        #expect(answer.reason == "certificate.hasPrivateKey")
        #expect(client.store.snapshot.certificates.isEmpty)
    }

    @Test(
        "a name has 1 to 255 letters, digits, hyphens and underscores",
        arguments: [
            ("", "name is required"), ("a b", "name must be of letters"), ("ä", "name must be of letters"),
            ("a.b", "name must be of letters"), ("a\n", "name must be of letters"), ("a/b", "name must be of letters"),
            (String(repeating: "a", count: 256), "name must not be longer"),
        ])
    func names(name: String, words: String) async {
        let answer = await upload(name)
        #expect(answer.status == 400)
        #expect(answer.reason == "body.invalid")
        #expect(answer.message?.hasPrefix(words) == true, "\(answer.text)")
    }

    @Test("a form lacks nothing, has nothing twice and is not too large")
    func forms() async {
        #expect(await client.post("/v1/certificates", #"{"name":"a"}"#).status == 400)
        #expect(await client.upload("/v1/certificates", ["name": "a"], nil).message == "file is required")
        #expect(
            await client.upload("/v1/certificates", [:], Self.authority).message == "name is required")
        let long = await upload("a", description: String(repeating: "ä", count: 1001))
        #expect(long.message == "description must not be longer than 1000 characters")
        #expect(await upload("a", description: String(repeating: "ä", count: 1000)).status == 200)
        let large = await upload("b", [UInt8](repeating: 65, count: (1 << 20) + 1))
        #expect(large.message == "file must not have more than 1048576 bytes")
    }

    @Test(
        "a file's name ends as documented, or not at all",
        arguments: [("ca.crt", 200), ("ca.CER", 200), ("ca.der", 200), ("upload", 200), ("ca.txt", 400), ("ca.", 400)])
    func endings(fileName: String, status: Int) async {
        #expect(await upload("a", fileName: fileName).status == status)
    }

    @Test("where bodies are taken as they come, so are certificates")
    func adopting() async {
        let client = AnchorClient.adopting()
        let raw = await client.upload("/v1/certificates", ["name": "x y"], Array("raw".utf8))
        #expect(raw.status == 200)
        #expect(await client.upload("/v1/certificates", ["name": "x y"], Array("raw".utf8)).status == 200)
        #expect(client.store.snapshot.objectCount == 1)
        #expect(await client.delete("/v1/certificates/never").status == 200)
    }
}
