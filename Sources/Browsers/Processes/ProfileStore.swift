import FoundationEssentials
import Kernel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The state that browsers of earlier sessions have left, by world, vendor and the profile's name. It goes with the process.
final class ProfileStore: Sendable {
    /// Whose profile it is, and its name.
    struct Key: Hashable, Sendable {
        let world: WorldName
        let vendor: String
        let name: String
    }

    private struct Row {
        let folder: String
        let bytes: Int
        /// Those that end with the browser; it keeps the others by itself.
        let cookies: [JSONValue]
        let age: Int
    }

    private struct Shared {
        var rows: [Key: Row] = [:]
        var stored = 0
    }

    /// How large a profile may be, and all of them together, in bytes.
    static let limits = (one: 100 << 20, all: 500 << 20)

    private let shared = Mutex(Shared())

    /// Lays what is known of a profile into a browser's new folder; returns the cookies to set.
    func lay(_ key: Key, into folder: String) -> [JSONValue] {
        // The folder may be replaced meanwhile; under the lock it is not.
        shared.withLock { shared in
            guard let row = shared.rows[key] else { return [] }
            let files = FileManager.default
            for name in (try? files.contentsOfDirectory(atPath: row.folder)) ?? [] {
                try? files.copyItem(atPath: "\(row.folder)/\(name)", toPath: "\(folder)/\(name)")
            }
            return row.cookies
        }
    }

    /// Keeps what an ended browser has in its folder, which is given away. One that is too large is not kept.
    func keep(_ folder: String, cookies: [JSONValue], as key: Key) {
        Self.prune(folder)
        let bytes = Self.size(of: folder)
        let unwanted = shared.withLock { shared -> [String] in
            guard bytes <= Self.limits.one else { return [folder] }
            var unwanted = [shared.rows.removeValue(forKey: key)?.folder].compactMap(\.self)
            while shared.rows.values.reduce(0, { $0 + $1.bytes }) > Self.limits.all - bytes,
                let oldest = shared.rows.min(by: { $0.value.age < $1.value.age })
            {
                shared.rows[oldest.key] = nil
                unwanted.append(oldest.value.folder)
            }
            shared.stored += 1
            shared.rows[key] = Row(folder: folder, bytes: bytes, cookies: cookies, age: shared.stored)
            return unwanted
        }
        for folder in unwanted { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Forgets the profiles of a world.
    func forget(_ world: WorldName) {
        let folders = shared.withLock { shared in
            let gone = shared.rows.filter { $0.key.world == world }
            for key in gone.keys { shared.rows[key] = nil }
            return gone.values.map(\.folder)
        }
        for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Removes what belongs to one process only, and what a browser makes anew.
    private static func prune(_ folder: String) {
        let files = FileManager.default
        for part in ["", "/Default"] {
            for name in (try? files.contentsOfDirectory(atPath: folder + part)) ?? []
            where name.contains("Cache") || name.hasPrefix("Singleton") || name == "DevToolsActivePort"
                || name.hasPrefix("Crash")
            {
                try? files.removeItem(atPath: "\(folder)\(part)/\(name)")
            }
        }
    }

    private static func size(of folder: String) -> Int {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).reduce(0) { sum, path in
            var status = stat()
            return lstat("\(folder)/\(path)", &status) == 0 ? sum &+ Int(clamping: status.st_size) : sum
        }
    }
}

/// The cookies that a browser forgets when it ends.
enum SessionCookies {
    /// Those among all of a browser's, as they are set again.
    static func those(in cookies: [JSONValue]) -> [JSONValue] {
        cookies.compactMap { cookie -> JSONValue? in
            guard var cookie = cookie.object, cookie["session"] == true else { return nil }
            for name in ["session", "size", "expires"] { cookie[name] = nil }
            return .object(cookie)
        }
    }
}
