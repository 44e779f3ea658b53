import DequeModule
import Synchronization

/// The bytes that the journals of all worlds may take together. The oldest exchange of the process goes first, whosever it is.
public final class JournalBudget: Sendable {
    /// What one entry takes.
    struct Charge {
        let account: JournalAccount
        /// No other charge of the account has it.
        let number: Int
        let cost: Int
    }

    private struct Shared {
        var charges = Deque<Charge>()
        var used = 0
        var dropped = 0
    }

    /// The limit in bytes.
    public let limit: Int
    private let shared = Mutex(Shared())

    /// A budget of this many bytes.
    public init(bytes: Int) {
        limit = bytes
    }

    /// The bytes in use.
    public var used: Int { shared.withLock { $0.used } }

    /// How many entries had to go for want of room since the start.
    public var dropped: Int { shared.withLock { $0.dropped } }

    /// Takes `cost` bytes for an entry of `journal`; returns the charges whose entries must go for it.
    func charge(_ cost: Int, to account: JournalAccount, of journal: Journal, number: Int) -> [Charge] {
        shared.withLock { shared in
            // What was cleared before it was charged is never given back: it costs nothing.
            guard !journal.hasCleared(charge: number) else { return [] }
            shared.charges.append(Charge(account: account, number: number, cost: cost))
            shared.used += cost
            guard shared.used > limit else { return [] }
            var victims: [Charge] = []
            while shared.used > limit, let oldest = shared.charges.popFirst() {
                shared.used -= oldest.cost
                victims.append(oldest)
            }
            shared.dropped += victims.count
            return victims
        }
    }

    /// Gives back what the entries of `account` up to the charge `number` took. Looks through all charges: clearing is rare.
    func release(_ account: JournalAccount, through number: Int) {
        shared.withLock { shared in
            shared.charges.removeAll { charge in
                guard charge.account === account, charge.number <= number else { return false }
                shared.used -= charge.cost
                return true
            }
        }
    }
}

/// What the entries of a journal are charged to. A journal that goes on from another takes over that one's account with its
/// entries, so that none has to be charged again.
final class JournalAccount: Sendable {
    private struct Owner {
        /// The journal that has the entries; nil once nobody asks it any more. Charges outlive worlds.
        weak var journal: Journal?
    }

    private let owner: Mutex<Owner>

    init(of journal: Journal) {
        owner = Mutex(Owner(journal: journal))
    }

    /// Lets the entry with this charge go.
    func drop(_ charge: Int) {
        owner.withLock { $0.journal?.drop(charge: charge) }
    }

    /// Makes `journal` the owner, which has the entries when `takeOver` returns; none is let go meanwhile.
    func pass(to journal: Journal, _ takeOver: () -> Void) {
        owner.withLock { owner in
            takeOver()
            owner.journal = journal
        }
    }
}
