import Testing

@testable import Assembly

@Suite("Whether the deliveries of a world run")
struct WebhookLoopStateTests {
    @Test("the first who wakes them begins, and the others only tell, once for each look")
    func wake() {
        var state = WebhookLoopState()
        let (first, second) = (state.wake(), state.wake())
        #expect([first, second] == [.begin, .nothing], "a look is due already")
        let looks = state.look()
        #expect(looks)
        let (third, fourth) = (state.wake(), state.wake())
        #expect([third, fourth] == [.tell, .nothing])
    }

    @Test("they end only if nobody has woken them since they looked")
    func end() {
        var state = WebhookLoopState()
        _ = state.wake()
        let (early, looks, late) = (state.end(), state.look(), state.end())
        #expect([early, looks, late] == [false, true, true])
        let next = state.wake()
        #expect(next == .begin, "the next one begins anew")
    }

    @Test("after a swap nobody begins, looks or ends", arguments: [false, true])
    func retire(isRunning: Bool) {
        var state = WebhookLoopState()
        if isRunning { _ = state.wake() }
        state.retire()
        let (wake, looks, ends) = (state.wake(), state.look(), state.end())
        #expect(state.isRetired)
        #expect(wake == .nothing)
        #expect(!looks)
        #expect(!ends)
    }
}

@Suite("Who may call, and who waits for room")
struct CallSlotStateTests {
    @Test("one address does not get all of the room")
    func address() {
        var state = CallSlotState(limit: 3, addressLimit: 2)
        let slow = [state.enter("slow"), state.enter("slow"), state.enter("slow")]
        let fast = state.enter("fast")
        #expect(slow.map(state.isGranted) == [true, true, false])
        #expect(state.isGranted(fast), "although one waits that came before")
        let next = state.leave(slow[0])
        #expect(next == [slow[2]])
    }

    @Test("who waits comes in order of arrival, as far as there is room for the address")
    func order() {
        var state = CallSlotState(limit: 2, addressLimit: 1)
        let tickets = ["a", "b", "a", "c"].map { state.enter($0) }
        #expect(tickets.map(state.isGranted) == [true, true, false, false])
        let next = [1, 0, 2, 3].map { state.leave(tickets[$0]) }
        #expect(next == [[tickets[3]], [tickets[2]], [], []], "c comes before the second a, whose address is busy")
        let last = state.enter("a")
        #expect(state.isGranted(last))
    }

    @Test("who gives up while waiting takes nothing, and leaving twice is as good as once")
    func givingUp() {
        var state = CallSlotState(limit: 1, addressLimit: 1)
        let tickets = ["a", "a", "a"].map { state.enter($0) }
        let next = [1, 0, 2, 2].map { state.leave(tickets[$0]) }
        #expect(next == [[], [tickets[2]], [], []])
    }

    @Test("a call that is cancelled while it waits is not made, and its place goes to the next")
    func cancelled() async {
        let slots = CallSlots(limit: 1, addressLimit: 1)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Int?.self) { group in
            group.addTask {
                await slots.call("a") {
                    enter.finish()
                    for await _ in gate {}
                    return 1
                }
            }
            for await _ in entered {}
            await withTaskGroup(of: Int?.self) { inner in
                inner.addTask { await slots.call("a") { 2 } }
                inner.cancelAll()
                for await made in inner { #expect(made == nil) }
            }
            open.finish()
            let first = await group.next() ?? nil
            #expect(first == 1)
        }
        let last = await slots.call("a") { 3 }
        #expect(last == 3)
    }
}
