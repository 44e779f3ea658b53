package import Kernel

/// What a browser left behind when its session ended, until the world forgets the session.
package struct BrowserRemains: Sendable {
    /// The files that it downloaded.
    package var downloads: [BrowserDownload]
    /// The film of it; nil if none could be made.
    package var recording: BrowserRecording?

    /// What is left.
    package init(downloads: [BrowserDownload], recording: BrowserRecording?) {
        self.downloads = downloads
        self.recording = recording
    }
}

/// A file that a session's browser downloaded.
package struct BrowserDownload: Sendable, Equatable {
    /// The browser's id of it.
    package var id: String
    /// The name that the server or the page suggested.
    package var suggestedName: String
    /// Where it came from.
    package var url: String
    /// The page that asked for it.
    package var pageURL: String
    /// Its bytes, counted.
    package var size: Int
    /// Where it lies; only Drydock reads it.
    package var path: String
    /// When it began, by the world's time.
    package var createdAt = Moment(milliseconds: 0)
    /// How long it took by the world's time.
    package var duration = TimeSpan.zero

    /// A file of these parts.
    package init(id: String, suggestedName: String, url: String, pageURL: String, size: Int, path: String) {
        self.id = id
        self.suggestedName = suggestedName
        self.url = url
        self.pageURL = pageURL
        self.size = size
        self.path = path
    }
}

/// The film of a session.
package struct BrowserRecording: Sendable, Equatable {
    /// Where the MP4 file lies; only Drydock reads it.
    package var path: String
    /// Its bytes, counted.
    package var size: Int
    /// How long it is, in milliseconds.
    package var milliseconds: Int64

    /// A film of these parts.
    package init(path: String, size: Int, milliseconds: Int64) {
        self.path = path
        self.size = size
        self.milliseconds = milliseconds
    }
}
