/// What becomes of a call: an answer, or the work that leads to one.
package enum Handling: Sendable {
    /// It is answered.
    case now(Reply)
    /// Something has to be waited for; or, where it is long, there is more to do than others should wait for.
    case later(isLong: Bool, @Sendable () async -> Reply)

    /// Work that waits for something, and is not long.
    package static func later(_ work: @escaping @Sendable () async -> Reply) -> Handling { .later(isLong: false, work) }

    /// The answer, once it is there.
    package var reply: Reply {
        get async {
            switch self {
            case .now(let reply): reply
            case .later(_, let work): await work()
            }
        }
    }

    /// The same with `change` done to the answer.
    package func changed(_ change: @escaping @Sendable (Reply) -> Reply) -> Handling {
        switch self {
        case .now(let reply): .now(change(reply))
        case .later(let isLong, let work): .later(isLong: isLong) { change(await work()) }
        }
    }
}
