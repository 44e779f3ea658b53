import Browsers
import Testing

@testable import Anchor

@Suite("A page without a browser")
struct SessionPageTests {
    private static func page(_ actions: [PageAction]) throws -> SessionPage {
        var page = SessionPage(url: "https://a.example/")
        for action in actions { try page.perform(action) }
        return page
    }

    private static func keys(_ names: String...) -> PageAction {
        .pressTogether(names.compactMap(KeyboardKey.ofVendor), hold: .zero)
    }

    private static func typed(_ text: String) -> PageAction { .type(text, delay: .zero) }

    @Test(
        "keeps what is typed, as a text field would",
        arguments: [
            ([typed("ab"), typed("c")], "abc", ""),
            ([typed("a"), keys("Enter"), keys("Shift", "b"), keys("Space"), keys("Shift", "1")], "a\nB !", ""),
            ([typed("abc"), keys("Backspace"), keys("Delete")], "ab", ""),
            ([typed("abc"), keys("Ctrl", "a"), typed("x")], "x", ""),
            ([typed("abc"), keys("Control", "A"), keys("Backspace")], "", ""),
            ([typed("abc"), keys("Cmd", "a"), keys("Delete")], "", ""),
            ([typed("abc"), keys("Ctrl", "c")], "abc", ""),
            ([typed("abc"), keys("Ctrl", "a"), keys("Ctrl", "c")], "abc", "abc"),
            ([typed("abc"), keys("Ctrl", "a", "c")], "abc", "abc"),
            (
                [typed("abc"), keys("Ctrl", "a"), keys("Ctrl", "x"), keys("Ctrl", "v"), keys("Ctrl", "v")], "abcabc",
                "abc"
            ),
            ([typed("abc"), keys("Ctrl", "x")], "abc", ""),
            ([typed("a"), .setClipboard("z"), keys("Ctrl", "v")], "az", "z"),
            ([typed("a"), .paste("é\n")], "aé\n", "é\n"),
            ([typed("abc"), keys("Ctrl", "a"), .click(.left, PagePoint(x: 1, y: 1)), typed("d")], "abcd", ""),
            (
                [typed("abc"), keys("Ctrl", "z"), keys("Alt", "x"), keys("F1"), keys("Ctrl", "t"), keys("Ctrl", "w")],
                "abc", ""
            ),
            ([keys("Backspace"), keys("Ctrl", "a"), keys("Ctrl", "x")], "", ""),
            ([typed("abc"), keys("F5")], "", ""),
        ] as [([PageAction], String, String)])
    func text(actions: [PageAction], text: String, clipboard: String) throws {
        let page = try Self.page(actions)
        #expect(page.text == text)
        #expect(page.clipboard == clipboard)
    }

    @Test("copies the whole text, selected or not")
    func copy() throws {
        var page = try Self.page([Self.typed("abc"), .setClipboard("z")])
        #expect(try page.copy() == "abc")
        #expect(page.clipboard == "abc")
    }

    @Test(
        "goes back and forth in its history, as far as it goes",
        arguments: [
            ([], "https://a.example/"),
            ([.open("b:")], "b:"),
            ([.open("b:"), keys("Alt", "Left")], "https://a.example/"),
            ([.open("b:"), keys("Alt", "Left"), keys("Alt", "Left")], "https://a.example/"),
            ([.open("b:"), keys("Alt", "Left"), keys("Alt", "Right"), keys("Alt", "Right")], "b:"),
            ([.open("b:"), keys("Alt", "Left"), .open("c:"), keys("Alt", "Right")], "c:"),
            ([.open("b:"), .open("c:"), keys("Ctrl", "r"), keys("Alt", "Left")], "b:"),
        ] as [([PageAction], String)])
    func history(actions: [PageAction], url: String) throws {
        #expect(try Self.page(actions).url == url)
    }

    @Test("knows where the mouse is, and what is pressed")
    func pointer() throws {
        let (here, there) = (PagePoint(x: 1, y: 2), PagePoint(x: 3, y: 4))
        #expect(try Self.page([]).pointer.place == nil)
        #expect(try Self.page([.move(here)]).pointer.place == here)
        let pressed = try Self.page([.press(.left, here), .press(.right, here), .press(.left, here), .move(there)])
        #expect(pressed.pointer.pressed == [.left, .right])
        #expect(pressed.pointer.place == there)
        #expect(try Self.page([.press(.left, here), .release(.left, there)]).pointer.pressed == [])
        #expect(try Self.page([.drag(.left, from: here, to: there)]).pointer.place == there)
        #expect(try Self.page([.scroll(PageScroll(at: here, by: there, steps: 3))]).pointer.place == here)
        #expect(PagePoint(x: .infinity, y: -1e300) == PagePoint(x: 0, y: -1_000_000))
    }

    @Test("takes no more bytes than it may, and is as before when it would")
    func bound() throws {
        let half = String(repeating: "x", count: SessionPage.largest / 2)
        var page = try Self.page([Self.typed(half)])
        let before = page
        #expect(throws: SessionPage.Full.self) { try page.perform(Self.typed(half)) }
        #expect(throws: SessionPage.Full.self) { try page.perform(.open("data:," + half + half)) }
        #expect(throws: SessionPage.Full.self) { try page.perform(.paste(half)) }
        #expect(page == before)
        for index in 0..<200 { try page.perform(.open("https://a.example/\(index)")) }
        for index in 0..<200 { try page.receive(SessionPage.Upload(name: "\(index)", size: .max)) }
        #expect(page.uploads.count == 100)
        #expect(page.uploads.last?.name == "199")
    }
}
