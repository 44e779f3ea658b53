import Kernel
import Testing

@testable import Browsers

/// Which browsers there are, and what is to be done about one more.
struct BrowserTableTests {
    private typealias Table = BrowserTable<String, Int, Character>

    private static func key(_ session: String) -> BrowserKey {
        BrowserKey(world: .default, vendor: "anchor", session: session)
    }

    private static func running(_ sessions: String..., limit: Int = 2) -> Table {
        var table = Table(limit: limit)
        for session in sessions {
            table.begin(key(session), 0)
            _ = table.started(key(session), session)
        }
        return table
    }

    private static func words(_ need: Table.Need) -> String {
        switch need {
        case .use(let browser): "use \(browser)"
        case .join(let start): "join \(start)"
        case .await(let end): "await \(end)"
        case .begin: "begin"
        case .refuse: "refuse"
        }
    }

    @Test("A session has one browser, and whoever comes meanwhile waits for the same start")
    func oneEach() {
        var table = Table(limit: 2)
        #expect(Self.words(table.need(Self.key("a"))) == "begin")
        table.begin(Self.key("a"), 7)
        #expect(Self.words(table.need(Self.key("a"))) == "join 7" && table.running(Self.key("a")) == nil)
        let isWanted = table.started(Self.key("a"), "A")
        #expect(isWanted)
        #expect(Self.words(table.need(Self.key("a"))) == "use A" && table.running(Self.key("a")) == "A")
    }

    @Test("There are no more than may be; one that goes makes room")
    func limit() {
        var table = Self.running("a", "b")
        #expect(Self.words(table.need(Self.key("c"))) == "refuse")
        _ = table.end(Self.key("a")) { _ in "x" }
        #expect(
            Self.words(table.need(Self.key("c"))) == "await x" && Self.words(table.need(Self.key("a"))) == "await x")
        table.remove(Self.key("a"))
        #expect(Self.words(table.need(Self.key("c"))) == "begin" && table.count == 1)
    }

    @Test("One that is ended while it starts goes when it has started")
    func endWhileStarting() {
        var table = Table(limit: 2)
        table.begin(Self.key("a"), 7)
        guard case .cancel(7) = table.end(Self.key("a"), { _ in "x" }) else {
            Issue.record("it is not told to be cancelled")
            return
        }
        let isWanted = table.started(Self.key("a"), "A")
        #expect(!isWanted)
        #expect(table.count == 1 && table.keys.isEmpty && table.unsettled { _ in true }.starts == [7])
    }

    @Test("An end begins once")
    func endTwice() {
        var table = Self.running("a")
        guard case .begin("a") = table.end(Self.key("a"), { _ in "x" }),
            case .join("x") = table.end(Self.key("a"), { _ in "y" }),
            case .nothing = table.end(Self.key("b"), { _ in "z" })
        else {
            Issue.record("an end is begun twice, or not at all")
            return
        }
        #expect(table.keys.isEmpty && table.running(Self.key("a")) == nil)
        #expect(table.unsettled { $0.session == "b" }.ends.isEmpty && table.unsettled { _ in true }.ends == ["x"])
    }

    @Test("What is left is bounded, and the oldest goes first")
    func remains() {
        func file(_ size: Int) -> BrowserRemains {
            let download = BrowserDownload(id: "", suggestedName: "", url: "", pageURL: "", size: size, path: "")
            return BrowserRemains(downloads: [download], recording: nil)
        }
        var shelf = RemainsShelf(limit: 10)
        let unwanted1 = shelf.add(file(4), in: "1", of: Self.key("a"))
        #expect(unwanted1.isEmpty)
        let unwanted2 = shelf.add(file(4), in: "2", of: Self.key("a"))
        #expect(unwanted2.isEmpty)
        #expect(shelf.remains(of: Self.key("a"))?.downloads.count == 2)
        let unwanted3 = shelf.add(file(6), in: "3", of: Self.key("b"))
        #expect(unwanted3 == ["1"])
        let unwanted4 = shelf.add(file(11), in: "4", of: Self.key("c"))
        #expect(unwanted4 == ["4"])
        let unwanted5 = shelf.add(file(.max), in: "5", of: Self.key("c"))
        #expect(unwanted5 == ["5"])
        let removed = shelf.remove { $0 == Self.key("a") }
        #expect(removed == ["2"])
        #expect(shelf.keys == [Self.key("b")] && shelf.remains(of: Self.key("a")) == nil)
    }
}
