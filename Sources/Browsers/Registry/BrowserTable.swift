import Kernel

/// Which browsers there are, and how far each is: started, running, ended. At most so many processes at once.
///
/// What waits for a start or an end waits for `Flight`s, which are the caller's business.
struct BrowserTable<Browser, Start: Sendable, End: Sendable> {
    /// How far a browser is.
    private enum Place {
        case starting(Start, isWanted: Bool)
        case running(Browser)
        case ending(End)
    }

    /// What whoever needs a browser has to do.
    enum Need {
        case use(Browser)
        case join(Start)
        /// There is one that has to go first: its own, or another one where there are as many as may be.
        case await(End)
        case begin
        case refuse
    }

    /// What whoever ends one has to do.
    enum Ending {
        case nothing
        /// It goes when it has started.
        case cancel(Start)
        case begin(Browser)
        case join(End)
    }

    private var places: [BrowserKey: Place] = [:]
    private let limit: Int

    /// - Parameter limit: how many processes there may be.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many processes there are.
    var count: Int { places.count }

    /// The sessions that have one, running or being started.
    var keys: [BrowserKey] {
        places.filter { place in
            switch place.value {
            case .starting(_, let isWanted): isWanted
            case .running: true
            case .ending: false
            }
        }.map(\.key)
    }

    /// The browser of a session, if it runs.
    func running(_ key: BrowserKey) -> Browser? {
        if case .running(let browser) = places[key] { browser } else { nil }
    }

    /// Somebody needs a browser.
    func need(_ key: BrowserKey) -> Need {
        switch places[key] {
        case .starting(let start, _): return .join(start)
        case .running(let browser): return .use(browser)
        case .ending(let end): return .await(end)
        case nil: break
        }
        guard places.count >= limit else { return .begin }
        // One that goes makes room in a moment.
        for case .ending(let end) in places.values { return .await(end) }
        return .refuse
    }

    /// It is being started.
    mutating func begin(_ key: BrowserKey, _ start: Start) {
        places[key] = .starting(start, isWanted: true)
    }

    /// It has started. False if nobody wants it any more: it has to go again, and keeps its place until it has.
    mutating func started(_ key: BrowserKey, _ browser: Browser) -> Bool {
        guard case .starting(_, isWanted: true) = places[key] else { return false }
        places[key] = .running(browser)
        return true
    }

    /// It has not started, or has gone.
    mutating func remove(_ key: BrowserKey) {
        places[key] = nil
    }

    /// It is to end. Where that is for the caller to begin, `ending` is what others wait for meanwhile.
    mutating func end(_ key: BrowserKey, _ ending: (Browser) -> End) -> Ending {
        switch places[key] {
        case .starting(let start, _):
            places[key] = .starting(start, isWanted: false)
            return .cancel(start)
        case .running(let browser):
            places[key] = .ending(ending(browser))
            return .begin(browser)
        case .ending(let end): return .join(end)
        case nil: return .nothing
        }
    }

    /// What is being started or ended, or is about to, of the sessions that `isMeant` names.
    func unsettled(_ isMeant: (BrowserKey) -> Bool) -> (starts: [Start], ends: [End]) {
        var unsettled: (starts: [Start], ends: [End]) = ([], [])
        for (key, place) in places where isMeant(key) {
            switch place {
            case .starting(let start, isWanted: false): unsettled.starts.append(start)
            case .ending(let end): unsettled.ends.append(end)
            default: break
            }
        }
        return unsettled
    }
}
