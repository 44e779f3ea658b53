import Testing

@testable import Browsers

/// A state that expectations can change.
private final class Looks {
    private var state = ScreencastState()

    func join(_ subject: ScreencastState.Subject = .selected, asRecorder: Bool = false) -> Int? {
        state.join(subject, asRecorder: asRecorder)
    }
    func leave(_ viewer: Int) { state.leave(viewer) }
    func look(at open: [BrowserPage], selected: BrowserPage?) -> (begin: [BrowserPage], end: [String]) {
        state.look(at: open, selected: selected)
    }
    func receive(_ picture: ScreencastPicture, of session: String, acknowledgedBy number: Int64) -> Bool {
        state.receive(picture, of: session, acknowledgedBy: number)
    }
    func acknowledge(_ frame: ScreencastFrame) -> [Int64] { state.acknowledge(frame) }
    func lookAgain() -> [String] { state.lookAgain() }
    func end() { state.end() }
    var isWatched: Bool { state.isWatched }
    var audience: Int { state.audience }

    func frame(for viewer: Int) -> ScreencastFrame? {
        if case .frame(let frame) = state.next(for: viewer) { frame } else { nil }
    }

    func isOver(for viewer: Int) -> Bool {
        if case .over = state.next(for: viewer) { true } else { false }
    }
}

struct ScreencastStateTests {
    private let state = Looks()
    private let first = BrowserPage(id: "p1", session: "s1", title: "", url: "")
    private let second = BrowserPage(id: "p2", session: "s2", title: "", url: "")
    private let picture = ScreencastPicture(jpeg: [1], width: 10, height: 10)

    private func join(_ subject: ScreencastState.Subject = .selected) throws -> Int {
        try #require(state.join(subject))
    }

    @Test("a page is cast once for all who look at it, as long as anybody does")
    func casts() throws {
        let (one, other) = (try join(), try join(.page("p1")))
        #expect(state.look(at: [first, second], selected: first).begin == [first])
        #expect(state.look(at: [first, second], selected: first).begin == [])
        state.leave(one)
        #expect(state.look(at: [first, second], selected: first).end == [])
        state.leave(other)
        #expect(!state.isWatched)
        #expect(state.look(at: [first, second], selected: first).end == ["s1"])
    }

    @Test("everybody gets each picture once, and late ones only the last")
    func pictures() throws {
        let (fast, slow) = (try join(), try join())
        _ = state.look(at: [first], selected: first)
        #expect(state.frame(for: fast) == nil)
        for number in 1...3 {
            #expect(state.receive(picture, of: "s1", acknowledgedBy: Int64(number)))
            #expect(state.frame(for: fast)?.number == number)
            #expect(state.frame(for: fast) == nil)
        }
        #expect(state.frame(for: slow)?.number == 3)
        let late = try join()
        #expect(state.frame(for: late)?.number == 3)
    }

    @Test("the browser may go on when the first has taken the picture, and is told once")
    func acknowledgements() throws {
        let (one, other) = (try join(), try join())
        _ = state.look(at: [first], selected: first)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 7)
        let frames = [try #require(state.frame(for: one)), try #require(state.frame(for: other))]
        #expect(state.acknowledge(frames[0]) == [7])
        #expect(state.acknowledge(frames[1]) == [])
        _ = state.receive(picture, of: "s1", acknowledgedBy: 8)
        #expect(state.acknowledge(frames[0]) == [])
    }

    @Test("a picture that comes before the last one was acknowledged leaves none that the browser waits for in vain")
    func secondPicture() throws {
        let viewer = try join()
        _ = state.look(at: [first], selected: first)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 7)
        let taken = try #require(state.frame(for: viewer))
        _ = state.receive(picture, of: "s1", acknowledgedBy: 7)
        #expect(state.acknowledge(taken) == [])
        #expect(state.acknowledge(try #require(state.frame(for: viewer))) == [7, 7])
    }

    @Test("a page that has become still is asked for once more, as its last picture may have been left out")
    func stillPage() throws {
        let viewer = try join()
        _ = state.look(at: [first], selected: first)
        #expect(state.lookAgain().isEmpty)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 1)
        #expect(state.lookAgain().isEmpty)
        #expect(state.lookAgain() == ["s1"])
        #expect(state.lookAgain().isEmpty)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 2)
        #expect(state.acknowledge(try #require(state.frame(for: viewer))) == [2])
        #expect(state.lookAgain().isEmpty)
        #expect(state.lookAgain().isEmpty)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 2)
        #expect(state.lookAgain().isEmpty)
        #expect(state.lookAgain() == ["s1"])
    }

    @Test("whoever looks at what is in front follows it")
    func follows() throws {
        let viewer = try join()
        _ = state.look(at: [first, second], selected: first)
        _ = state.receive(picture, of: "s1", acknowledgedBy: 1)
        #expect(state.frame(for: viewer)?.session == "s1")
        let casts = state.look(at: [first, second], selected: second)
        #expect(casts.begin == [second] && casts.end == ["s1"])
        #expect(!state.receive(picture, of: "s1", acknowledgedBy: 2))
        _ = state.receive(picture, of: "s2", acknowledgedBy: 1)
        #expect(state.frame(for: viewer)?.session == "s2")
        _ = state.look(at: [], selected: nil)
        #expect(!state.isOver(for: viewer))
    }

    @Test("a page that is closed is over for those who look at it, a page that is not known yet is not")
    func closed() throws {
        let viewer = try join(.page("p2"))
        #expect(!state.isOver(for: viewer))
        _ = state.look(at: [first, second], selected: first)
        #expect(!state.isOver(for: viewer))
        let late = try join(.page("p3"))
        #expect(!state.isOver(for: late))
        _ = state.look(at: [first], selected: first)
        #expect(state.isOver(for: viewer) && state.isOver(for: late))
    }

    @Test("four may look, and the recorder")
    func limit() throws {
        for _ in 0..<4 { _ = try join() }
        #expect(state.join() == nil)
        #expect(state.join(.selected, asRecorder: true) != nil)
        #expect(state.audience == 4)
    }

    @Test("when the browser is gone it is over for everybody")
    func ended() throws {
        let viewer = try join()
        state.end()
        #expect(state.isOver(for: viewer))
        #expect(state.join(.selected, asRecorder: true) == nil)
    }
}
