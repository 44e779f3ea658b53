import DrydockTesting
import Kernel
import Testing

/// Calls on one volume of one world.
struct VolumeFlow {
    let drydock: RunningDrydock
    let key: String
    let id: String

    /// Makes the volume.
    init(_ drydock: RunningDrydock, key: String = "sk-test", name: String = "data") async throws {
        let made = try await drydock.post("/v1/volumes", #"{"name":"\#(name)"}"#, key: key)
        self.init(drydock, key: key, id: try #require(made["data.id"]?.string))
    }

    /// A volume that is there already.
    init(_ drydock: RunningDrydock, key: String = "sk-test", id: String) {
        self.drydock = drydock
        self.key = key
        self.id = id
    }

    func upload(_ content: String, to path: String, overwrite: Bool = false) async throws -> Answer {
        let form =
            "--x\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n\(path)\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"overwrite\"\r\n\r\n\(overwrite)\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n\(content)\r\n--x--\r\n"
        return try await drydock.send(
            "POST", "/v1/volumes/\(id)/files", body: form, contentType: "multipart/form-data; boundary=x", key: key)
    }

    /// A signed URL for a file of type `text/plain`, without its origin.
    func uploadURL(_ path: String) async throws -> String {
        let answer = try await drydock.post(
            "/v1/volumes/\(id)/files/upload-url", #"{"path":"\#(path)","content_type":"text/plain"}"#, key: key)
        return try target(answer["data.signed_url"])
    }

    func downloadURL(_ path: String) async throws -> String {
        try target(try await drydock.get("/v1/volumes/\(id)/files/download?path=\(path)", key: key)["data.signed_url"])
    }

    /// Puts a file to a signed URL, as somebody who has nothing but that.
    func put(_ content: String, to target: String, headers: [String: String] = [:]) async throws -> Answer {
        try await drydock.send("PUT", target, body: content, contentType: "text/plain", key: "", headers: headers)
    }

    func content(of path: String) async throws -> String {
        try await drydock.get(try await downloadURL(path), key: "").text
    }

    func paths() async throws -> [String] {
        try await drydock.get("/v1/volumes/\(id)/paths", key: key)["data.items"]?.array?.compactMap(\.string) ?? []
    }

    private func target(_ url: JSONValue?) throws -> String {
        String(try #require(url?.string).trimmingPrefix(drydock.url))
    }
}

extension RunningDrydock {
    /// What the contents of all files take.
    func fileBytes() async throws -> Int? {
        let lines = try await get("/_drydock/metrics", key: "").text.split(separator: "\n")
        return lines.first { $0.hasPrefix("drydock_file_bytes ") }.flatMap { Int($0.dropFirst(19)) }
    }
}
