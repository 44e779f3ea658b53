import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

struct AgentRunTests {
    private static let start = AnchorClient.start

    private static func run(
        _ plan: AgentPlan, queuedFor: TimeSpan = .zero, deadline: TimeSpan? = nil
    ) -> AgentRun {
        AgentRun(
            id: "r", ordinal: 1, kind: .webTask, sessionID: "s", questionID: "q", plan: plan, createdAt: start,
            queuedFor: queuedFor, deadline: deadline.map { start + $0 })
    }

    private static func plan(_ seconds: Int64, askAfter: Int64? = nil) -> AgentPlan {
        AgentPlan(
            outcome: .result("done"), duration: .seconds(seconds), steps: 10,
            question: askAfter.map { AgentQuestion(message: "?", after: .seconds($0)) })
    }

    private static func at(_ seconds: Int64) -> Moment { start + .seconds(seconds) }

    @Test("it is queued, runs, and is done at the instant of its end")
    func life() {
        let run = Self.run(Self.plan(10), queuedFor: .seconds(5))
        #expect(run.progress(at: Self.at(4)) == .queued)
        #expect(run.progress(at: Self.at(5)) == .running)
        #expect(run.steps(at: Self.at(10)) == 5)
        #expect(run.progress(at: Self.at(15)) == .succeeded("done"))
        #expect(run.steps(at: Self.at(15)) == 10)
        #expect(run.endsAt == Self.at(15))
    }

    @Test("while it is paused its time stands still, and nothing ends it but its session")
    func pause() {
        var run = Self.run(Self.plan(10), deadline: .seconds(100))
        let did1 = run.pause(at: Self.at(4))
        #expect(did1)
        let did2 = run.pause(at: Self.at(5))
        #expect(!did2, "a second time")
        #expect(run.progress(at: Self.at(99)) == .running)
        #expect(run.progress(at: Self.at(100)) == .failed(.sessionTimedOut))
        let did3 = run.resume(at: Self.at(50))
        #expect(did3)
        let did4 = run.resume(at: Self.at(51))
        #expect(!did4)
        #expect(run.endsAt == Self.at(56))
        #expect(run.worked(at: Self.at(52)) == .seconds(6))
    }

    @Test("it stands still from its question to the answer, whether it is paused meanwhile or not")
    func question() {
        var run = Self.run(Self.plan(10, askAfter: 3))
        #expect(run.endsAt == nil)
        #expect(run.askedAt == Self.at(3))
        let did5 = run.answer(at: Self.at(2))
        #expect(!did5)
        let did6 = run.pause(at: Self.at(20))
        #expect(did6)
        #expect(run.askedAt == Self.at(3), "a pause does not ask again")
        let did7 = run.answer(at: Self.at(30))
        #expect(did7)
        #expect(run.askedAt == Self.at(3))
        #expect(run.progress(at: Self.at(1000)) == .running, "answered, but paused")
        let did8 = run.resume(at: Self.at(1000))
        #expect(did8)
        #expect(run.askedAt == Self.at(3))
        #expect(run.endsAt == Self.at(1007))
        let did9 = run.answer(at: Self.at(1001))
        #expect(!did9, "once")
    }

    @Test("paused before it asks, it asks after it was let go on")
    func pausedBeforeQuestion() {
        var run = Self.run(Self.plan(10, askAfter: 3))
        let did10 = run.pause(at: Self.at(2))
        #expect(did10)
        #expect(run.askedAt == nil)
        let did11 = run.resume(at: Self.at(10))
        #expect(did11)
        #expect(run.askedAt == Self.at(11))
    }

    @Test("a question comes before the end, however short the work is")
    func lateQuestion() {
        var run = Self.run(Self.plan(0, askAfter: 3))
        #expect(run.progress(at: Self.at(1)) == .running)
        let did12 = run.answer(at: Self.at(4))
        #expect(did12)
        #expect(run.progress(at: Self.at(4)) == .succeeded("done"))
    }

    @Test("what was ended is over for calls that carry an earlier time, too")
    func endedOnce() {
        var run = Self.run(Self.plan(10))
        let did13 = run.end(because: nil, at: Self.at(5))
        #expect(did13)
        let did14 = run.end(because: .sessionEnded, at: Self.at(3))
        #expect(!did14)
        let did15 = run.pause(at: Self.at(3))
        #expect(!did15)
        #expect(run.progress(at: Self.at(5)) == .cancelled)
        #expect(run.steps(at: Self.at(9)) == 5)
    }

    @Test("its work done and its session over at one instant, it is done")
    func tie() {
        #expect(Self.run(Self.plan(10), deadline: .seconds(10)).progress(at: Self.at(10)) == .succeeded("done"))
    }

    @Test("whatever happens in whatever order: over once, never more work than time, readable", arguments: 0..<300)
    func anything(seed: Int) throws {
        var numbers = SplitMix64(seed: UInt64(seed))
        func draw(_ bound: UInt64) -> Int64 { Int64(numbers.next() % bound) }
        let askAfter = draw(3) == 0 ? nil : draw(12)
        var run = Self.run(
            Self.plan(draw(12), askAfter: askAfter), queuedFor: .seconds(draw(3)),
            deadline: draw(2) == 0 ? nil : .seconds(draw(40) + 1))
        var now = Self.start
        var outcome: AgentRun.Progress?
        var asked: Moment?
        for _ in 0..<30 {
            now = now + .seconds(draw(4))
            let before = run.progress(at: now)
            let wasOver = before.isOver
            let changed =
                switch draw(6) {
                case 0: run.pause(at: now)
                case 1: run.resume(at: now)
                case 2, 3: run.answer(at: now)
                case 4 where draw(4) == 0: run.end(because: draw(2) == 0 ? nil : .sessionEnded, at: now)
                default: false
                }
            #expect(!wasOver || !changed, "what is over stays so")
            if let outcome { #expect(run.progress(at: now) == outcome) }
            let progress = run.progress(at: now)
            if progress.isOver { outcome = outcome ?? progress }
            if case .asking(_, let since) = progress {
                #expect(asked == nil || asked == since, "asked at one instant")
                asked = since
            }
            #expect(run.worked(at: now) <= now.elapsed(since: run.startsAt))
            #expect(run.worked(at: now) <= run.plan.work)
            #expect((0...run.plan.steps).contains(run.steps(at: now)))
            if let endsAt = run.endsAt {
                #expect(run.progress(at: endsAt).isOver)
                #expect(endsAt <= now || !progress.isOver)
            }
            let read = try JSONDecoder().decode(AgentRun.self, from: JSONEncoder().encode(run))
            #expect(read == run)
        }
    }
}
