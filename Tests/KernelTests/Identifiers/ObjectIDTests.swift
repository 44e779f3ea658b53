import Kernel
import Testing

@Suite("Ids as requests name them")
struct ObjectIDTests {
    private static let id = "7b0f3c1e-12ab-4cde-8f01-23456789abcd"

    @Test(
        "a UUID is in lower case, in whatever case it came",
        arguments: [id, id.uppercased(), "7B0F3C1E-12ab-4CDE-8f01-23456789ABCD"])
    func uuid(text: String) {
        #expect(ObjectID(text).text == Self.id)
        #expect(ObjectID(text).isUUID)
        #expect(ObjectID(text) == ObjectID(Self.id))
    }

    @Test(
        "any other text is an id letter for letter",
        arguments: [
            "", "Ada", "ADA+UNLINKED", "{\(id.uppercased())}", "7B0F3C1E12AB4CDE8F0123456789ABCD",
            "\(id.uppercased()) ",
            "7B0F3C1E-12AB-4CDE-8F01-23456789ABCG", "7B0F3C1E-12AB-4CDE-8F01023456789ABCD",
            "7B0F3C1E-12AB-4CDE-8F01-23456789ABC-", "ÄB0F3C1E-12AB-4CDE-8F01-23456789ABC",
        ])
    func other(text: String) {
        #expect(ObjectID(text).text == text)
        #expect(!ObjectID(text).isUUID)
    }

    @Test("rules compare UUIDs in any case, and other texts letter for letter")
    func matcher() {
        #expect(Matcher.equals(.string(Self.id.uppercased())).accepts(.string(Self.id)))
        #expect(Matcher.equals(.string(Self.id)).accepts(.string(Self.id.uppercased())))
        #expect(!Matcher.equals("Ada").accepts("ada"))
        #expect(!Matcher.equals(.string(Self.id)).accepts(nil))
    }
}
