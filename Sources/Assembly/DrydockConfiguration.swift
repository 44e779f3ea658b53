package import Certificates
package import Edge
package import Kernel
package import Logging

/// What a running Drydock is told from outside: the flags of `serve`, or a test's wishes.
package struct DrydockConfiguration: Sendable {
    /// The address to bind to.
    package var host = "127.0.0.1"
    /// The port; 0 is any free one.
    package var port = 4010
    /// The file that the port is written to when there is somebody listening; nil is none.
    package var portFile: String?
    /// Further `Host` names that may use the control plane.
    package var controlHosts: [String] = []
    /// Scenarios by name or path, later ones over earlier ones; none is `default`.
    package var scenarios: [String] = []
    /// A folder with further scenario files.
    package var fixtures: String?
    /// The file that the worlds are kept in; nil is memory only.
    package var dataFile: String?
    /// Whether every commit to that file is made safe from a power cut, too.
    package var syncsEveryCommit = false
    /// Whether edited scenario files are taken into use while serving.
    package var watches = false
    /// How often the files are looked at.
    package var watchInterval = Duration.milliseconds(300)
    /// Where clients reach Drydock, if not by the `Host` that they send: for example `https://drydock.test`.
    package var publicURL: String?
    /// What the executable was built of, as health tells it; nil if that is unknown.
    package var commit: String?
    /// What certificates it has for clients that speak TLS.
    package var tls = TLSSettings()
    /// Whether what a client asks for another host goes on to that host; else it is answered here or refused.
    package var passesOtherHosts = false
    /// The seed of all ids; nil is the scenario's.
    package var seed: UInt64?
    /// The clock's mode; nil is the scenario's, else running.
    package var clockMode: ClockMode?
    /// The clock's start; nil is the scenario's, else the start of the process.
    package var clockStart: Moment?
    /// The browsers behind sessions; nil is none.
    package var browser: BrowserSettings?
    /// Whether `http:` callbacks to loopback hosts are taken.
    package var allowsHTTPCallbacks = false
    /// Whether refusals carry `X-Drydock-Reason` and `Link`.
    package var hints = true
    /// What the journals of all worlds may take, in bytes.
    package var journalBytes = 16 << 20
    /// How many worlds there may be.
    package var worldLimit = 10_000
    /// How many bytes a request's body may have.
    package var bodyLimit = 8 << 20
    /// What the bodies of all requests and answers that are under way may take, in bytes.
    package var bodyBytes = 256 << 20
    /// What the contents of all files that clients brought may take, in bytes.
    package var fileBytes = 512 << 20
    /// What clients may do at most: sizes, times, numbers of connections.
    package var edgeLimits = EdgeLimits()
    /// How long a customer's server may take to answer with its key set, in real time: it knows nothing of a world's clock.
    package var keySetTimeout = TimeSpan.seconds(10)
    /// How long a customer's server may take for its whole answer to a callback, in real time.
    package var callbackTimeout = TimeSpan.seconds(10)
    /// How long a customer's server may take to answer a delivery to a webhook, in real time (anchor.md 8.4).
    package var webhookTimeout = TimeSpan.seconds(10)
    /// Where log lines go and how loud.
    package var logger = Logger(label: "drydock") { _ in SwiftLogNoOpLogHandler() }

    /// The defaults.
    package init() {}
}

extension DrydockConfiguration {
    /// Raises this process's limit of open files as far as it goes, and allows no more connections than fit below it.
    package mutating func fitToOpenFiles() {
        guard let count = DescriptorLimit.raise() else { return }
        let fitting = edgeLimits.fitting(descriptors: count)
        if fitting.maxConnections < edgeLimits.maxConnections {
            logger.notice(
                "at most \(fitting.maxConnections) connections, as this process may have \(count) open files")
        }
        edgeLimits = fitting
    }
}

/// Why Drydock cannot start, or cannot load a scenario: one line for each thing that is wrong.
package struct StartRefusal: Error, CustomStringConvertible {
    /// The lines.
    package let complaints: [String]

    /// The lines, one under the other.
    package var description: String { complaints.joined(separator: "\n") }

    /// A refusal with these complaints.
    package init(_ complaints: [String]) {
        self.complaints = complaints
    }

    /// A refusal with one complaint.
    package init(_ complaint: String) {
        self.init([complaint])
    }
}

/// The release.
package enum DrydockVersion {
    /// Its number.
    package static let current = "0.1.0"

    /// As `drydock --version` prints it.
    package static func description(builtOf commit: String?) -> String {
        "drydock \(current)" + (commit.map { " (commit \($0))" } ?? "")
    }
}
