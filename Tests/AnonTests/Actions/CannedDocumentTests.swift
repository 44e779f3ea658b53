import Kernel
import Testing

@testable import Anon

struct CannedDocumentTests {
    private static let now = Moment(milliseconds: 1_767_225_600_000)

    @Test("every fixture is read, and has something in it")
    func fixtures() {
        for (document, name) in [
            (CannedDocument.linkedInConnections, "connections"), (.linkedInConversations, "conversations"),
            (.linkedInMessages, "conversations"), (.linkedInProfiles, "profiles"),
            (.messengerConversations, "conversations"),
        ] { #expect(!document.objects(name, at: Self.now).isEmpty, "\(name)") }
        #expect(CannedDocument.messengerAccount.value(at: Self.now)[path: "username"]?.string?.isEmpty == false)
    }

    @Test("a time is so long before the request, wherever it stands")
    func times() {
        let document = CannedDocument(
            Array(#"{"a":{"minutesAgo":0},"b":[{"c":{"minutesAgo":61}}],"d":{"minutesAgo":1,"x":2},"e":null}"#.utf8))
        #expect(
            document.value(at: Self.now) == [
                "a": "2026-01-01T00:00:00.000Z", "b": [["c": "2025-12-31T22:59:00.000Z"]],
                "d": ["minutesAgo": 1, "x": 2], "e": .null,
            ])
    }

    @Test("what is not there is an empty list", arguments: ["", "{", "[]", #"{"a":1}"#, #"{"other":[{}]}"#])
    func nothing(text: String) {
        #expect(CannedDocument(Array(text.utf8)).objects("a", at: Self.now).isEmpty)
    }
}
