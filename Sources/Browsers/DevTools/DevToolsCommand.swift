import Kernel

/// What goes to a browser, and what comes of an event.
extension DevToolsState {
    /// A message for the browser.
    struct Command: Equatable {
        let id: Int64
        let method: String
        let parameters: JSONObject
        let session: String?

        /// As it goes into the pipe, without the zero byte at its end.
        var message: JSONObject {
            var message: JSONObject = [
                "id": .integer(id), "method": .string(method), "params": .object(parameters),
            ]
            if let session { message["sessionId"] = .string(session) }
            return message
        }
    }

    /// What follows from an event.
    struct Outcome {
        var commands: [Command] = []
        /// Who waits for these commands gets these answers.
        var answers: [(id: Int64, answer: Result<JSONObject, BrowserFailure>)] = []
        var event: DevToolsEvent?
    }
}

extension JSONObject {
    /// The value at a dotted path; nil if there is none.
    subscript(path path: String) -> JSONValue? { JSONValue.object(self)[path: path] }
}

extension JSONValue {
    /// A whole number; nil for anything else, and for what no integer can hold.
    package var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }
}
