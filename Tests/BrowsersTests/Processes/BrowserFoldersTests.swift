import FoundationEssentials
import Kernel
import NIOCore
import Testing

@testable import Browsers

struct BrowserFoldersTests {
    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test("What a dead process left is removed at the next start, and what another one holds is not")
    func leftovers() async throws {
        // The path is short, as browsers make sockets below it.
        let parent = "/tmp/bf-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let left = "\(parent)/drydock-browsers-1-abcdef"
        try FileManager.default.createDirectory(atPath: "\(left)/1/profile", withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: "\(left)/lock", contents: Data()))

        let environment = ["TMPDIR": parent + "/", "PATH": "/bin:/usr/bin", "SECRET": "s"]
        let first = try BrowserFolders(environment: environment, reaper: ChildReaper())
        #expect(!Self.exists(left) && first.path.hasPrefix(parent + "/drydock-browsers-"))
        let second = try BrowserFolders(environment: environment, reaper: ChildReaper())
        #expect(Self.exists(first.path) && Self.exists(second.path))

        let session = try first.makeSession(keepsProfile: true)
        #expect(session.environment.keys.sorted() == ["HOME", "PATH", "TMPDIR"])
        #expect(Self.exists(session.profile) && !session.profile.hasPrefix(session.path + "/"))
        await first.remove()
        await second.remove()
        #expect(!Self.exists(first.path) && !Self.exists(second.path))
    }

    @Test("A profile is kept without what a browser makes anew, and goes with its world")
    func profiles() throws {
        let parent = FileManager.default.temporaryDirectory.path() + "/ps-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: parent) }
        for name in ["a/Default/Cache", "a/Default/Local Storage", "b"] {
            try FileManager.default.createDirectory(atPath: "\(parent)/\(name)", withIntermediateDirectories: true)
        }
        let store = ProfileStore()
        let key = ProfileStore.Key(world: .default, vendor: "anchor", name: "ada")
        #expect(store.lay(key, into: "\(parent)/b").isEmpty)
        store.keep("\(parent)/a", cookies: ["cookie"], as: key)
        #expect(store.lay(key, into: "\(parent)/b") == ["cookie"])
        #expect(Self.exists("\(parent)/b/Default/Local Storage") && !Self.exists("\(parent)/b/Default/Cache"))
        store.forget(.default)
        #expect(!Self.exists("\(parent)/a") && store.lay(key, into: "\(parent)/b").isEmpty)
    }

    @Test("A relay adds the name and the password, and nothing that a client sent of its own")
    func relay() throws {
        func head(_ text: String) -> String? {
            ProxyRelay.head(of: .init(string: text), adding: "Basic \(Base64.encode("u:p"))").map { String(buffer: $0) }
        }
        #expect(head("GET http://a/ HTTP/1.1\r\nHost: a\r\n") == nil)
        #expect(
            head("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nProxy-Connection: keep-alive\r\n\r\nTLS")
                == "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nProxy-Authorization: Basic dTpw\r\n\r\nTLS")
        #expect(
            head("GET http://a/ HTTP/1.1\r\nHost: a\r\nproxy-authorization: x\r\nConnection: keep-alive\r\n\r\n")
                == "GET http://a/ HTTP/1.1\r\nHost: a\r\nProxy-Authorization: Basic dTpw\r\nConnection: close\r\n\r\n")
    }
}
