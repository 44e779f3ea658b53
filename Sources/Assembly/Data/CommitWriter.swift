import Kernel
import Logging
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes what is due, one transaction at a time, and calls back who waits for it.
struct CommitWriter {
    /// How many packs of rows of former generations go with each transaction: half a millisecond's work.
    private static let sweepLimit = 100
    /// How many who were answered together are company: they are about to come again. Nobody who is alone waits for anybody.
    private static let company = 4
    /// How often it is looked whether they have come, and how many microseconds lie between: what a commit or two take.
    private static let (looks, pause): (Int, UInt32) = (3, 100)

    private let file: DataFile
    private let queue: CommitQueue
    private let worlds: Worlds
    private let logger: Logger
    /// What is on disk of the worlds that were written since the start.
    private var ledgers: [WorldName: WorldLedger] = [:]
    /// Worlds to look at, with those who wait for them: large ones, of which a part is written, and those of a failed commit.
    private var due = CommitQueueState<CommitQueue.Waiter>.Due()
    private var isSweepLeft = true
    private var hasFailed = false
    /// How many waited for the commit before.
    private var answeredCount = 0

    init(file: DataFile, queue: CommitQueue, worlds: Worlds, logger: Logger) {
        self.file = file
        self.queue = queue
        self.worlds = worlds
        self.logger = logger
    }

    /// Writes until nothing is due, as far as the disk takes it.
    mutating func writeAll() {
        while writeOnce() {}
    }

    /// The same for every world, whether or not anybody noted it: the numbers of requests that changed nothing, too.
    mutating func writeEverything() {
        for world in worlds.all { queue.note(world.name) }
        writeAll()
    }

    /// One transaction. True if there is more to do.
    private mutating func writeOnce() -> Bool {
        due.add(gather())

        var batch = CommitBatch()
        batch.sweepLimit = isSweepLeft ? Self.sweepLimit : 0
        var steps: [WorldName: WorldLedger.Step] = [:]
        for name in due.worlds.keys {
            do {
                if let step = try step(for: name, &batch) { steps[name] = step }
            } catch {
                fail(name, StoreFailure("\(error)"))
            }
        }
        guard !batch.isEmpty else {
            settle(steps)
            return false
        }
        do throws(StoreFailure) {
            isSweepLeft = try file.write(batch)
        } catch {
            failAll(error)
            return false
        }
        if hasFailed { logger.notice("the data file takes changes again", metadata: ["file": "\(file.path)"]) }
        hasFailed = false
        settle(steps)
        return isSweepLeft || !due.isEmpty
    }

    /// What is due now, and those who are about to come: one commit for all of them is the cheapest.
    private mutating func gather() -> CommitQueueState<CommitQueue.Waiter>.Due {
        var fresh = queue.take()
        let expected = fresh.answerCount + answeredCount
        if answeredCount >= Self.company {
            for _ in 0..<Self.looks where fresh.answerCount < expected {
                usleep(Self.pause)
                fresh.add(queue.take())
            }
        }
        answeredCount = fresh.answerCount
        return fresh
    }

    /// What is to be done about a world, put into the batch as well; nil if the world is gone.
    private mutating func step(for name: WorldName, _ batch: inout CommitBatch) throws -> WorldLedger.Step? {
        let standing = worlds.standing(of: name)
        // Without a copy of it here, what it has is changed in place.
        var ledger = ledgers.removeValue(forKey: name)
        if let former = ledger, former.world !== standing.world {
            // The next one's update puts itself in the place of a former one that is in the file.
            if !former.isPlaced { batch.givenUp.append(former.generation) }
            ledger = nil
        }
        guard let world = standing.world else {
            if case .gone = standing { batch.removed.append(name.description) }
            return nil
        }
        var current = ledger ?? self.ledger(of: world)
        defer { ledgers[name] = current }
        let step = try current.next()
        switch step {
        case .nothing: break
        case .portion(let rows): batch.staged.append(rows)
        case .update(let update, _): batch.updates.append(update)
        }
        return step
    }

    private func ledger(of world: World) -> WorldLedger {
        if let origin = world.saved.takeOrigin() { return WorldLedger(world, readAs: origin) }
        return WorldLedger(new: world, generation: file.nextGeneration())
    }

    /// Everything is on disk, in the steps given: no step is a world that is gone.
    private mutating func settle(_ steps: [WorldName: WorldLedger.Step]) {
        var settled = due.others
        var unfinished: [WorldName: [CommitQueue.Waiter]] = [:]
        for (name, waiters) in due.worlds {
            if let step = steps[name] {
                ledgers[name]?.confirm(step)
                if case .portion = step {
                    unfinished[name] = waiters
                    continue
                }
                if let ledger = ledgers[name], ledger.isWasteful {
                    ledgers[name] = WorldLedger(new: ledger.world, generation: file.nextGeneration())
                    unfinished[name] = []
                }
            }
            settled += waiters
        }
        due = CommitQueueState.Due(worlds: unfinished)
        for waiter in settled { waiter.tell(nil) }
    }

    /// What is in memory goes on, and is written with the next commit that succeeds.
    private mutating func failAll(_ failure: StoreFailure) {
        hasFailed = true
        logger.error(
            "a commit did not reach the data file; answers that depend on it are 500 with data.notWritten",
            metadata: ["file": "\(file.path)", "problem": "\(failure)"])
        let waiters = due.others + due.worlds.values.flatMap { $0 }
        due = CommitQueueState.Due(worlds: due.worlds.mapValues { _ in [] })
        for waiter in waiters { waiter.tell(failure) }
    }

    private mutating func fail(_ name: WorldName, _ failure: StoreFailure) {
        logger.error(
            "a world cannot be written to the data file",
            metadata: ["file": "\(file.path)", "world": "\(name)", "problem": "\(failure)"])
        for waiter in due.worlds.removeValue(forKey: name) ?? [] { waiter.tell(failure) }
    }
}
