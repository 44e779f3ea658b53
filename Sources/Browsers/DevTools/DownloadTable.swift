import FoundationEssentials
import Kernel
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a session's browser downloads, and has downloaded, up to a bound.
struct DownloadTable {
    /// How large a file may be, in bytes.
    static let fileLimit = 50 << 20
    /// How large all files of a session may be together.
    static let sessionLimit = 200 << 20
    /// How many files there may be: each has a row, however small it is.
    static let countLimit = 1000

    private let folder: String
    private let now: @Sendable () -> Moment
    private let logger: Logger
    private var begun: [String: BrowserDownload] = [:]
    /// What is there, in the order in which it came.
    private(set) var finished: [BrowserDownload] = []
    private var bytes = 0

    /// - Parameters:
    ///   - folder: where the files are.
    ///   - now: the world's time.
    init(folder: String, now: @escaping @Sendable () -> Moment, logger: Logger) {
        self.folder = folder
        self.now = now
        self.logger = logger
    }

    /// A download begins.
    mutating func begin(_ event: JSONObject, pageURL: String) {
        guard let id = event["guid"]?.string, Self.isFileName(id), begun.count < Self.countLimit else { return }
        var download = BrowserDownload(
            id: id, suggestedName: event["suggestedFilename"]?.string ?? "", url: event["url"]?.string ?? "",
            pageURL: pageURL, size: 0, path: "\(folder)/\(id)")
        download.createdAt = now()
        begun[id] = download
    }

    /// A download has gone on, or come to an end. Returns the id of one that is to be given up.
    mutating func progress(_ event: JSONObject) -> String? {
        guard let id = event["guid"]?.string, let download = begun[id] else { return nil }
        switch event["state"]?.string {
        case "completed":
            begun[id] = nil
            finish(download, at: event["filePath"]?.string)
            return nil
        case "canceled":
            begun[id] = nil
            return nil
        default:
            let received = [event["receivedBytes"], event["totalBytes"]].compactMap { $0?.size }.max() ?? 0
            guard received > Self.fileLimit || received > Self.sessionLimit - bytes else { return nil }
            begun[id] = nil
            drop(download)
            return id
        }
    }

    private mutating func finish(_ download: BrowserDownload, at path: String?) {
        // A client may have had it put into a folder of its own, which goes when the client goes.
        if let path, path != download.path, link(path, download.path) != 0 {
            try? FileManager.default.copyItem(atPath: path, toPath: download.path)
        }
        var status = stat()
        guard lstat(download.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            logger.warning("a download is gone before it could be kept", metadata: ["url": "\(download.url)"])
            return
        }
        var download = download
        download.size = Int(clamping: status.st_size)
        guard download.size <= Self.fileLimit, download.size <= Self.sessionLimit - bytes,
            finished.count < Self.countLimit
        else {
            _ = unlink(download.path)
            return drop(download)
        }
        bytes += download.size
        download.duration = max(.zero, now().elapsed(since: download.createdAt))
        finished.append(download)
    }

    private func drop(_ download: BrowserDownload) {
        logger.warning(
            "a download is dropped: a file may have \(Self.fileLimit >> 20) MiB, a session \(Self.sessionLimit >> 20) MiB",
            metadata: ["url": "\(download.url)"])
    }

    /// The browser's ids are UUIDs; whatever else one may be, it names a file in our folder.
    private static func isFileName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 32) || $0 == UInt8(ascii: "-")
            }
    }
}

extension JSONValue {
    /// A number of bytes: whole, not negative, and the largest there is where no integer can hold it.
    fileprivate var size: Int? {
        switch self {
        case .integer(let number): Int(clamping: max(number, 0))
        case .number(let number): number.isNaN ? nil : number >= 9e18 ? Int.max : Int(max(number, 0))
        default: nil
        }
    }
}
