import Anchor
import Kernel

/// Delivers what is due in one world. It sleeps on the world's clock until the next instant at which something is due, and takes
/// what is due then, at that instant: so what one move of the clock brings about happens in order, each at its own time. The world
/// itself hands out one try at a time for each webhook.
struct WebhookLoop {
    let world: World
    let sender: WebhookSender
    let deliveries: WebhookDeliveries

    /// Runs until there is nothing to wait for, the world is swapped, or the task is cancelled.
    func run() async {
        guard let (news, tell) = world.webhooks.listen() else { return }
        await withDiscardingTaskGroup { group in
            var iterator = news.makeAsyncIterator()
            var alarm: Alarm?
            var underWay = 0
            var permit: WakePermit?
            while true {
                for attempt in takeDue(beside: underWay) {
                    underWay += 1
                    group.addTask {
                        await sender.deliver(attempt, in: world)
                        tell.yield(.finished)
                    }
                }
                permit?.end()
                permit = nil
                let next = nextInstant
                if next == nil, underWay == 0, world.webhooks.end() { break }
                // Where there is no room, something that is under way ends first.
                let isWorthWaiting = underWay == 0 || deliveries.hasRoom
                set(&alarm, to: isWorthWaiting ? next : nil, telling: tell, in: &group)
                guard let heard = await iterator.next(isolation: nil), world.webhooks.look() else { break }
                switch heard {
                case .look: break
                case .finished:
                    underWay -= 1
                    deliveries.noteUnderWay(-1)
                case .due(let given): (alarm, permit) = (nil, given)
                }
            }
            deliveries.noteUnderWay(-underWay)
            alarm?.cancel()
            // What is under way belongs to a world that is gone, or to the next start.
            group.cancelAll()
        }
    }

    /// Takes what has become due, instant by instant. While all worlds together have too much under way, only if this one has nothing.
    private func takeDue(beside underWay: Int) -> [WebhookAttempt] {
        var taken: [WebhookAttempt] = []
        var last: Moment?
        while let due = world.anchor.webhooksDueAt, due <= world.clock.now, due != last,
            deliveries.hasRoom || underWay + taken.count == 0
        {
            let attempts = world.anchor.takeDueAttempts(at: due)
            taken += attempts
            deliveries.noteUnderWay(attempts.count)
            // Whoever says twice that the same instant is to be looked at, and has nothing then, must not keep this up for ever.
            last = attempts.isEmpty ? due : nil
        }
        if !taken.isEmpty { sender.noteChange(of: world) }
        return taken
    }

    /// When there is something to do next. Asked twice: what comes between asking and being told wakes nobody.
    private var nextInstant: Moment? {
        var next = world.anchor.webhooksDueAt
        while true {
            let again = world.anchor.webhooksDueAt
            if again == next { return next }
            next = again
        }
    }

    private func set(
        _ alarm: inout Alarm?, to moment: Moment?, telling tell: AsyncStream<WorldWebhooks.News>.Continuation,
        in group: inout DiscardingTaskGroup
    ) {
        guard alarm?.moment != moment else { return }
        alarm?.cancel()
        alarm = moment.map { Alarm(at: $0) }
        guard let alarm else { return }
        group.addTask { await alarm.wait(on: world.clock) { tell.yield(.due($0)) } }
    }
}

/// Tells when the world's time has come to an instant, unless it is cancelled before.
private struct Alarm: Sendable {
    let moment: Moment
    private let cancellation: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init(at moment: Moment) {
        self.moment = moment
        (cancellation, end) = AsyncStream.makeStream(of: Void.self)
    }

    func cancel() {
        end.finish()
    }

    func wait(on clock: WorldClock, _ ring: @escaping @Sendable (WakePermit?) -> Void) async {
        await withTaskGroup { group in
            group.addTask {
                let wakeUp = WakeUp(at: moment, operation: WebhookSender.operation)
                do { ring(try await clock.sleep(until: wakeUp)) } catch {}
            }
            group.addTask { for await _ in cancellation {} }
            await group.next()
            group.cancelAll()
        }
    }
}
