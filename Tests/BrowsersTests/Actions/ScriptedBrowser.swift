import Kernel
import Logging
import NIOCore
import NIOPosix
import Synchronization

@testable import Browsers

/// A browser that is none: it has one page, keeps what it is told, and answers as a script says.
final class ScriptedBrowser: Sendable {
    /// What it answers to a command, nil for an empty result, and what it tells before and after that.
    typealias Script = @Sendable (_ method: String, _ parameters: JSONObject) -> Answer?

    /// An answer to a command.
    struct Answer: Sendable {
        var result = JSONObject()
        var error: String?
        var before: [JSONObject] = []
        var after: [JSONObject] = []
    }

    private final class Peer: Sendable {
        private let script: Script
        private let sent = Mutex<[JSONObject]>([])
        private let connection = Mutex<DevToolsConnection?>(nil)
        private let loop = MultiThreadedEventLoopGroup.singleton.next()

        init(_ script: @escaping Script) {
            self.script = script
        }

        var messages: [JSONObject] { sent.withLock { $0 } }

        func connect(_ new: DevToolsConnection) { connection.withLock { $0 = new } }

        /// Answers from a thread of its own, as a pipe would.
        func take(_ message: ByteBuffer) {
            guard case .object(let command) = try? JSONParser.parse(message.readableBytesView.dropLast()) else {
                return
            }
            sent.withLock { $0.append(command) }
            loop.execute { self.answer(command) }
        }

        private func answer(_ command: JSONObject) {
            let method = command["method"]?.string ?? ""
            let answer = script(method, command["params"]?.object ?? JSONObject()) ?? Answer()
            var message: JSONObject = ["id": command["id"] ?? .null]
            if let error = answer.error {
                message["error"] = ["code": -32000, "message": .string(error)]
            } else {
                message["result"] = .object(method == "Target.getTargets" ? ["targetInfos": []] : answer.result)
            }
            for message in answer.before + [message] + answer.after { tell(message) }
        }

        func tell(_ message: JSONObject) { connection.withLock { $0 }?.receive(message) }
    }

    private let peer: Peer
    let browser: SessionBrowser
    /// What its page's commands carry.
    static let session = "page-session"

    init(folder: String = "/nowhere", _ script: @escaping Script = { _, _ in nil }) {
        let peer = Peer { method, parameters in
            method == "Target.attachToTarget"
                ? Answer(result: ["sessionId": .string(Self.session)]) : script(method, parameters)
        }
        let connection = DevToolsConnection(
            state: DevToolsState(dismissesDialogs: false, downloadFolder: folder),
            downloads: DownloadTable(folder: folder, now: { Moment(milliseconds: 0) }, logger: Logger(label: "test")),
            timer: MultiThreadedEventLoopGroup.singleton.next()
        ) { peer.take($0) }
        browser = SessionBrowser(
            setup: BrowserSetup(), address: DevToolsAddress(port: 1, path: "/"), folder: folder, keptFolder: folder,
            isHeadlessShell: true, connection: connection, close: {})
        self.peer = peer
        peer.connect(connection)
        peer.tell([
            "method": "Target.targetCreated",
            "params": [
                "targetInfo": ["targetId": "page", "type": "page", "url": "about:blank", "browserContextId": "own"]
            ],
        ])
    }

    /// The browser tells something about its page.
    func tell(_ method: String, _ parameters: JSONObject = JSONObject()) {
        peer.tell(Self.event(method, parameters))
    }

    /// Something that a browser tells about its page.
    static func event(_ method: String, _ parameters: JSONObject = JSONObject()) -> JSONObject {
        ["method": .string(method), "params": .object(parameters), "sessionId": .string(session)]
    }

    /// What it was told about its page, after what every page is told first.
    var commands: [(method: String, parameters: JSONObject)] {
        peer.messages.filter { $0["sessionId"] != nil }.dropFirst(3).map {
            ($0["method"]?.string ?? "", $0["params"]?.object ?? JSONObject())
        }
    }

    /// The same in one line each: the method's last word and the parameters that are named, in that order.
    func lines(_ names: String...) -> [String] {
        commands.map { method, parameters in
            let values = names.compactMap { parameters[$0] }.map { $0.string ?? JSONWriter.text($0) }
            return ([String(method.split(separator: ".").last ?? "")] + values).joined(separator: " ")
        }
    }
}
