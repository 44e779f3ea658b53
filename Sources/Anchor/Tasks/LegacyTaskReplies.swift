import Kernel
import KernelHTTP

/// A task with its newest code (anchor.md 10, Task). The published `deleted` is always false: what is deleted is not shown.
struct LegacyTaskDetails: JSONWritable {
    private let task: AutomationTask
    private let teamID: String
    private let version: TaskVersion?

    init(_ task: AutomationTask, teamID: String, at now: Moment) {
        self.task = task
        self.teamID = teamID
        version = task.latest(at: now) ?? task.draft
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", task.id)
            json.member("name", task.name)
            json.member("teamId", teamID)
            if let description = task.description { json.member("description", description) }
            json.member("latestVersion", version?.word ?? "draft")
            json.member("code", version?.code ?? "")
            json.member("language", (version?.content.language ?? .typescript).rawValue)
            if let configuration = version?.content.configuration {
                json.member("browserConfiguration", configuration.session)
            }
            json.member("deleted", false)
            json.member("createdAt", task.createdAt)
            json.member("updatedAt", task.updatedAt)
        }
    }
}

/// A task without code (anchor.md 10, TaskMeta).
struct LegacyTaskMetadata: JSONWritable {
    private let task: AutomationTask
    private let teamID: String
    private let latest: String

    init(_ task: AutomationTask, teamID: String, at now: Moment) {
        self.task = task
        self.teamID = teamID
        latest = task.latest(at: now)?.word ?? "draft"
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", task.id)
            json.member("name", task.name)
            json.member("teamId", teamID)
            if let description = task.description { json.member("description", description) }
            json.member("latest", latest)
            json.member("deleted", false)
            json.member("createdAt", task.createdAt)
            json.member("updatedAt", task.updatedAt)
        }
    }
}

/// `GET /v1/task` (anchor.md 10)
struct LegacyTaskList: JSONWritable {
    let tasks: [LegacyTaskDetails]
    let total: Int
    let page: LegacyPage

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("tasks", tasks)
            json.member("total", total)
            json.member("page", page.number)
            json.member("limit", page.limit)
        }
    }
}

/// `{success, message}`, as deletions answer (anchor.md 10). The text is ours.
struct LegacyDeletion: JSONWritable {
    let message: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("success", true)
            json.member("message", message)
        }
    }
}

/// A version with its code (anchor.md 10, TaskVersion).
struct LegacyTaskVersion: JSONWritable {
    let taskID: String
    let version: TaskVersion

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", version.id)
            json.member("taskId", taskID)
            json.member("version", version.word)
            json.member("code", version.code)
            json.member("language", version.content.language.rawValue)
            if let description = version.content.description { json.member("description", description) }
            if let configuration = version.content.configuration {
                json.member("browserConfiguration", configuration.session)
            }
            json.member("deleted", false)
            json.member("createdAt", version.createdAt)
            json.member("updatedAt", version.updatedAt)
        }
    }
}

/// `GET /v1/task/{taskId}/versions` (anchor.md 10)
struct LegacyVersionList: JSONWritable {
    let taskID: String
    let versions: [TaskVersion]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("taskId", taskID)
            json.member("versions", versions.map(Row.init))
        }
    }

    private struct Row: JSONWritable {
        let version: TaskVersion

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("version", version.word)
                if let description = version.content.description { json.member("description", description) }
                json.member("createdAt", version.createdAt)
                json.member("updatedAt", version.updatedAt)
            }
        }
    }
}

/// A page of a list as `/v1/task` has them: both numbers are texts of digits (anchor.md 12.10).
struct LegacyPage: Sendable {
    /// How many rows a page has at most; what the vendor says of tasks.
    private static let largest = 100

    /// From 1.
    let number: Int
    let limit: Int

    /// Throws for a text that is no number from 1 on.
    init(_ query: QueryFields) throws(AnchorProblem) {
        number = try Self.number("page", query) ?? 1
        limit = min(try Self.number("limit", query) ?? 10, Self.largest)
    }

    /// A number that is too large for anything is the largest.
    private static func number(_ name: String, _ query: QueryFields) throws(AnchorProblem) -> Int? {
        guard let text = query.text(name) else { return nil }
        let isTooLarge = text.utf8.count > 18 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isTooLarge, text.utf8.first != UInt8(ascii: "0") { return .max }
        return try query.integer(name, "digits, without a zero at the beginning") { number in
            number >= 1 && text.utf8.first != UInt8(ascii: "0") && text.utf8.first != UInt8(ascii: "+")
        }
    }

    func page<Row>(of rows: [Row]) -> ListPage<Row> { ListPage(rows, number: number, limit: limit) }
}
