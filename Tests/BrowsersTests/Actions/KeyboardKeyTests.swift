import Testing

@testable import Browsers

@Suite("The keys of a US keyboard")
struct KeyboardKeyTests {
    @Test("every printable sign of ASCII has one, which types it")
    func signs() throws {
        for number in UInt8(0x20)...0x7E {
            let character = Character(UnicodeScalar(number))
            let (key, isShifted) = try #require(KeyboardKey.typing(character), "\(character)")
            #expect(key.text(isShifted: isShifted) == String(character))
            #expect(key.name(isShifted: isShifted) == String(character))
        }
        #expect(KeyboardKey.typing("ä") == nil)
        #expect(KeyboardKey.typing("\u{7}") == nil)
    }

    @Test(
        "say where they lie and which number they have",
        arguments: [
            ("a", "KeyA", 65), ("Z", "KeyZ", 90), ("0", "Digit0", 48), (")", "Digit0", 48), ("?", "Slash", 191),
            (" ", "Space", 32), ("enter", "Enter", 13), ("F1", "F1", 112), ("f12", "F12", 123),
            ("Meta", "MetaLeft", 91),
            ("ArrowDown", "ArrowDown", 40), ("control", "ControlLeft", 17), ("CapsLock", "CapsLock", 20),
        ])
    func places(name: String, code: String, number: Int64) throws {
        let key = try #require(KeyboardKey.named(name))
        #expect(key.code == code)
        #expect(key.number == number)
    }

    @Test("no two lie in the same place")
    func codes() {
        #expect(Set(KeyboardKey.all.map(\.code)).count == KeyboardKey.all.count)
        #expect(KeyboardKey.named("Hyper") == nil)
    }

    @Test(
        "line ends and tabs are keys", arguments: [("\n", "Enter", "\r"), ("\r\n", "Enter", "\r"), ("\t", "Tab", "")])
    func lineEnds(character: String, name: String, text: String) throws {
        let key = try #require(KeyboardKey.typing(Character(character))).key
        #expect(key.name == name)
        #expect(key.text(isShifted: false) == text)
    }

    @Test(
        "mean something together",
        arguments: [
            ("c", .control, .copy), ("v", .meta, .paste), ("z", .control, .undo), ("z", [.control, .shift], .redo),
            ("y", .control, .redo), ("F5", [], .reload), ("r", .control, .reload), ("t", .control, .newPage),
            ("w", .meta, .closePage), ("ArrowLeft", .alt, .back), ("ArrowRight", .alt, .forward), ("c", [], nil),
            ("c", [.control, .alt], nil), ("ArrowLeft", .control, nil), ("F5", .alt, nil), ("q", .control, nil),
        ] as [(String, KeyModifiers, KeyCommand?)])
    func commands(name: String, held: KeyModifiers, command: KeyCommand?) throws {
        #expect(KeyCommand(try #require(KeyboardKey.named(name)), with: held) == command)
    }

    @Test("uploads have bounds, and one of the same name gives way")
    func uploads() throws {
        var folder = UploadFolder()
        try folder.reserve(UploadFolder.largestFile, for: "a")
        #expect(throws: BrowserFailure.self) { try folder.reserve(UploadFolder.largestFile + 1, for: "b") }
        for _ in 0..<10 { try folder.reserve(UploadFolder.largestFile, for: "a") }
        for name in ["b", "c", "d"] { try folder.reserve(UploadFolder.largestFile, for: name) }
        #expect(throws: BrowserFailure.self) { try folder.reserve(1, for: "e") }
        try folder.reserve(0, for: "a")
        try folder.reserve(1, for: "e")
    }
}
