import HTTPTypes
import Kernel
import Testing

@testable import Anchor

/// Volumes and files that tests begin with.
extension AnchorClient {
    /// A volume of this name.
    func volume(_ name: String = "data") async -> String {
        let answer = await post("/v1/volumes", #"{"name":"\#(name)"}"#)
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.id"]?.string ?? ""
    }

    /// Uploads a file in one piece.
    func upload(
        _ content: String, to path: String?, of volume: String, overwrite: String? = nil, type: String = "text/plain",
        named name: String = "a.txt"
    ) async -> AnchorAnswer {
        let before = headers
        defer { headers = before }
        headers[.contentType] = MultipartBody.contentType
        return await post(
            "/v1/volumes/\(volume)/files",
            MultipartBody.form(
                ["path": path, "overwrite": overwrite].compactMapValues(\.self), file: content, named: name, type: type)
        )
    }

    /// The paths of everything in a volume.
    func paths(of volume: String, _ query: String = "") async -> [String] {
        let answer = await get("/v1/volumes/\(volume)/paths?\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.items"]?.array?.compactMap(\.string) ?? []
    }

    /// A URL to upload to, without its origin.
    func uploadURL(_ body: String, of volume: String) async -> String {
        let answer = await post("/v1/volumes/\(volume)/files/upload-url", body)
        #expect(answer.status == 200, "\(answer.text)")
        return Self.target(answer["data.signed_url"])
    }

    /// A URL to download from, without its origin.
    func downloadURL(_ path: String, of volume: String) async -> String {
        Self.target(await get("/v1/volumes/\(volume)/files/download?path=\(path)")["data.signed_url"])
    }

    private static func target(_ url: JSONValue?) -> String {
        String(url?.string?.trimmingPrefix("http://127.0.0.1:4010") ?? "")
    }

    /// Sends with this content type and without a key.
    func sendSigned(
        _ method: HTTPRequest.Method, _ target: String, _ body: String = "", type: String? = "text/plain"
    ) async -> AnchorAnswer {
        let before = (headers, key)
        defer { (headers, key) = before }
        headers[.contentType] = type
        key = nil
        return await send(method, target, body)
    }
}
