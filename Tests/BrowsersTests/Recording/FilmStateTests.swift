import Testing

@testable import Browsers

/// A film that expectations can change.
private final class Film {
    private var state: FilmState

    init(mostFrames: Int = 1500, mostBytes: Int = 100 << 20) {
        state = FilmState(mostFrames: mostFrames, mostBytes: mostBytes)
    }

    func add(size: Int, at now: Int64) -> FilmState.Addition { state.add(size: size, at: now) }
    func pause(at now: Int64) { state.pause(at: now) }
    func resume(at now: Int64) -> Bool { state.resume(at: now) }
    func recorded(at now: Int64) -> Int64 { state.recorded(at: now) }
    func shown(at now: Int64) -> [(frame: FilmState.Frame, milliseconds: Int64)] { state.shown(at: now) }
    var frames: [FilmState.Frame] { state.frames }
    var interval: Int64 { state.interval }
}

struct FilmStateTests {
    @Test("each picture is shown until the next one, the last one until the end")
    func durations() {
        let film = Film()
        for time in [1000, 1200, 3000] as [Int64] { #expect(film.add(size: 10, at: time).number != nil) }
        #expect(film.shown(at: 3500).map(\.milliseconds) == [200, 1800, 500])
        #expect(film.recorded(at: 3500) == 2500)
    }

    @Test("a film without pictures has no length")
    func empty() {
        let film = Film()
        film.pause(at: 5)
        #expect(film.resume(at: 10))
        #expect(film.shown(at: 1000).isEmpty && film.recorded(at: 1000) == 0)
    }

    @Test("what is paused is no part of it")
    func paused() {
        let film = Film()
        _ = film.add(size: 10, at: 0)
        film.pause(at: 1000)
        film.pause(at: 1500)
        #expect(film.add(size: 10, at: 2000) == FilmState.Addition())
        #expect(film.recorded(at: 5000) == 1000)
        #expect(film.resume(at: 11_000))
        #expect(!film.resume(at: 12_000))
        _ = film.add(size: 10, at: 11_500)
        #expect(film.shown(at: 12_000).map(\.milliseconds) == [1500, 500])
    }

    @Test("a pause from before the first picture counts from there")
    func pausedEarly() {
        let film = Film()
        film.pause(at: 0)
        #expect(film.resume(at: 10_000))
        _ = film.add(size: 10, at: 10_000)
        #expect(film.recorded(at: 10_500) == 500)
    }

    @Test("two pictures at one time are the later one")
    func sameTime() {
        let film = Film()
        _ = film.add(size: 10, at: 0)
        #expect(film.add(size: 10, at: 0) == FilmState.Addition(number: 1, removed: [0]))
        #expect(film.frames.map(\.number) == [1])
    }

    @Test(
        "when there are too many, those that were shown for the shortest times go, and the next ones come half as often"
    )
    func tooMany() {
        let film = Film(mostFrames: 4, mostBytes: 1000)
        for time in [0, 200, 2000, 2200] as [Int64] { _ = film.add(size: 10, at: time) }
        // The last one is still there to be seen.
        #expect(film.add(size: 10, at: 2400) == FilmState.Addition(number: 4, removed: [1, 2]))
        #expect(film.frames.map(\.number) == [0, 3, 4])
        #expect(film.interval == 400)
        #expect(film.shown(at: 2600).map(\.milliseconds) == [2200, 200, 200])
    }

    @Test(
        "of many those are chosen that were shown for longest, and the first",
        arguments: [
            ([5, 1, 9, 3], 2, [0, 2]), ([5, 1, 9, 3], 3, [0, 2, 3]), ([1, 1, 1], 2, [0, 1]), ([7], 5, [0]), ([], 3, []),
            ([1, 2], 0, [0]),
        ] as [([Int64], Int, [Int])])
    func longest(durations: [Int64], count: Int, chosen: [Int]) {
        #expect(FilmState.longestShown(durations, count).sorted() == chosen)
    }

    @Test("however long and large, it stays within its bounds")
    func bounded() {
        let film = Film(mostFrames: 50, mostBytes: 10_000)
        var kept: [Int: Int] = [:]
        for step in 0..<5000 as Range<Int64> {
            let size = Int(step * 7919 % 1000)
            let addition = film.add(size: size, at: step * 100)
            for number in addition.removed { kept[number] = nil }
            if let number = addition.number { kept[number] = size }
            #expect(kept.count <= 50 && kept.values.reduce(0, +) <= 10_000)
        }
        #expect(Set(kept.keys) == Set(film.frames.map(\.number)))
        #expect(film.frames.first?.number == 0)
        #expect(film.add(size: 5001, at: 500_000).number == nil)
    }

    @Test("times that no clock has do it no harm")
    func extremes() {
        let film = Film()
        _ = film.add(size: 1, at: 100)
        _ = film.add(size: 1, at: 50)
        film.pause(at: 40)
        _ = film.resume(at: 30)
        #expect(film.shown(at: 0).map(\.milliseconds) == [1])
    }
}
