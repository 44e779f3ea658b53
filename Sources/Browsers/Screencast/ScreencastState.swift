/// Who looks at which page of a browser, and what each was shown last.
///
/// A page that somebody looks at is cast once for all who do. Its next picture is asked for when the first of them has taken the last
/// one: whoever is slower misses pictures rather than having them queue up, and where nobody takes any, none are made.
struct ScreencastState {
    /// What somebody looks at.
    enum Subject: Hashable, Sendable {
        /// The tab that is in front, whichever that is.
        case selected
        /// The page of this id.
        case page(String)
    }

    /// Somebody who looks.
    private struct Viewer {
        let subject: Subject
        let isRecorder: Bool
        /// The number of the picture that it has.
        var seen = 0
    }

    /// A page that is cast, by what commands for it carry.
    private struct Cast {
        var frame: ScreencastFrame?
        /// What the browser waits for before it makes the next pictures: one for each that it has made. It makes a second one
        /// before the first is acknowledged, and none ever again if one is forgotten.
        var unacknowledged: [Int64] = []
        /// The number of the picture at the last look whether it is the newest.
        var looked = 0
        /// Whether a picture may have been left out since: the browser makes none while it waits, and says nothing of it.
        var mayMiss = false
        /// Whether the next picture is the one that was asked for, to be sure.
        var isAsked = false

        /// A picture has come, and others may have been left out for it.
        mutating func notePicture() {
            mayMiss = !isAsked
            isAsked = false
        }
    }

    /// What a viewer gets next.
    enum Next {
        case frame(ScreencastFrame)
        case wait
        case over
    }

    /// How many may look at once, the recorder not counted. Ours.
    static let mostViewers = 4

    private var viewers: [Int: Viewer] = [:]
    private var casts: [String: Cast] = [:]
    private var pages: [Subject: String] = [:]
    private var knowsPages = false
    private var frames = 0
    private var joined = 0
    private var isOver = false

    /// Whether anybody looks.
    var isWatched: Bool { !viewers.isEmpty }

    /// How many look, the recorder not counted.
    var audience: Int { viewers.values.count { !$0.isRecorder } }

    /// Whether it is over.
    var isEnded: Bool { isOver }

    /// Somebody looks from now on. Returns by what it is known here; nil if too many do already, or it is over.
    mutating func join(_ subject: Subject, asRecorder isRecorder: Bool) -> Int? {
        guard !isOver, isRecorder || audience < Self.mostViewers else { return nil }
        joined += 1
        viewers[joined] = Viewer(subject: subject, isRecorder: isRecorder)
        if pages[subject] == nil { knowsPages = false }
        return joined
    }

    /// Somebody has looked enough.
    mutating func leave(_ viewer: Int) { viewers[viewer] = nil }

    /// The browser is gone, or about to go.
    mutating func end() { isOver = true }

    /// The pages are these now. Returns which casts are to begin, and which to end.
    mutating func look(at open: [BrowserPage], selected: BrowserPage?) -> (begin: [BrowserPage], end: [String]) {
        pages = Dictionary(open.map { (.page($0.id), $0.session) }) { first, _ in first }
        pages[.selected] = selected?.session
        knowsPages = true
        let wanted = Set(viewers.values.compactMap { pages[$0.subject] })
        let unwanted = casts.keys.filter { !wanted.contains($0) }
        for session in unwanted { casts[session] = nil }
        let begin = open.filter { wanted.contains($0.session) && casts[$0.session] == nil }
        for page in begin { casts[page.session] = Cast() }
        return (begin, unwanted)
    }

    /// A cast that did not begin.
    mutating func failed(_ session: String) { casts[session] = nil }

    /// A picture has come. Returns false if nobody wants it.
    mutating func receive(_ picture: ScreencastPicture, of session: String, acknowledgedBy number: Int64) -> Bool {
        guard casts[session] != nil else { return false }
        frames += 1
        casts[session]?.frame = ScreencastFrame(number: frames, session: session, picture: picture)
        casts[session]?.unacknowledged.append(number)
        casts[session]?.notePicture()
        return true
    }

    /// Some time has gone by. Returns the casts that are to begin anew: nothing has come of them since the last time, and the
    /// picture before may not have been the last.
    mutating func lookAgain() -> [String] {
        var quiet: [String] = []
        for (session, cast) in casts {
            guard let number = cast.frame?.number else { continue }
            if number == cast.looked, cast.mayMiss {
                casts[session]?.mayMiss = false
                casts[session]?.isAsked = true
                casts[session]?.unacknowledged = []
                quiet.append(session)
            }
            casts[session]?.looked = number
        }
        return quiet
    }

    /// What `viewer` gets next.
    mutating func next(for viewer: Int) -> Next {
        guard !isOver, let looking = viewers[viewer] else { return .over }
        guard let session = pages[looking.subject] else {
            // A tab may come to the front again; a page that is closed does not come back.
            return knowsPages && looking.subject != .selected ? .over : .wait
        }
        guard let frame = casts[session]?.frame, frame.number > looking.seen else { return .wait }
        viewers[viewer]?.seen = frame.number
        return .frame(frame)
    }

    /// Somebody has taken `frame`. Returns what the browser waits for; nothing if there is a newer one, which is to be taken first.
    mutating func acknowledge(_ frame: ScreencastFrame) -> [Int64] {
        guard let cast = casts[frame.session], cast.frame?.number == frame.number else { return [] }
        defer { casts[frame.session]?.unacknowledged = [] }
        return cast.unacknowledged
    }

    /// The picture that was made last of what `subject` is now; nil if there is none.
    func latest(_ subject: Subject) -> ScreencastFrame? { pages[subject].flatMap { casts[$0]?.frame } }

    /// Everything that is cast ends. Returns what was.
    mutating func stopAll() -> [String] {
        defer { casts = [:] }
        return Array(casts.keys)
    }
}

/// What a page looked like at one time.
package struct ScreencastPicture: Sendable, Equatable {
    /// A JPEG file.
    package let jpeg: [UInt8]
    /// The page's size in its own pixels, which the picture may have fewer of.
    package let width: Double
    package let height: Double

    /// A picture of these parts.
    package init(jpeg: [UInt8], width: Double, height: Double) {
        self.jpeg = jpeg
        self.width = width
        self.height = height
    }
}

/// A picture of a page in the order in which the pictures of a browser came.
package struct ScreencastFrame: Sendable, Equatable {
    let number: Int
    /// What commands for the page carry.
    let session: String
    /// What it looked like.
    package let picture: ScreencastPicture
}
