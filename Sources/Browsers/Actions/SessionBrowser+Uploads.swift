import FoundationEssentials
import Kernel

/// Files that pages may take.
extension SessionBrowser {
    /// Writes a file below the session's folder, under a name that the caller has made safe, and returns its path. A file of
    /// the same name gives way to it.
    package func keepUpload(_ bytes: [UInt8], as name: String) async throws(PageFailure) -> String {
        do throws(BrowserFailure) { try input.reserve(bytes.count, for: name) } catch { throw .browser(error) }
        let path = uploadPath(of: name)
        do {
            try FileManager.default.createDirectory(atPath: "\(folder)/uploads", withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .fileNotKept("\(name) cannot be written: \(error)")
        }
        connection.update { $0.offer(file: path) }
        return path
    }

    private func uploadPath(of name: String) -> String { "\(folder)/uploads/\(name)" }
}
