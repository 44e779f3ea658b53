import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Volumes of several worlds, on a running server", .timeLimit(.minutes(5)))
struct VolumeWorldTests {
    @Test("a signed URL leads back to the world that signed it, whose files no other world sees")
    func leadsBack() async throws {
        try await withDrydock(scenario: "demo") { drydock in
            let id = "0d5e0007-0000-4000-8000-000000000001"
            let (one, two) = (
                VolumeFlow(drydock, key: "sk@one", id: id), VolumeFlow(drydock, key: "sk@two", id: id)
            )
            #expect(try await one.put("mine", to: try await one.uploadURL("a")).status == 200)
            #expect(try await one.paths().contains("a"))
            #expect(try await !two.paths().contains("a"))
            #expect(try await one.content(of: "a") == "mine")
            #expect(try await one.content(of: "readme.txt") == two.content(of: "readme.txt"))
            let (own, other) = (try await one.uploadURL("b"), try await two.uploadURL("b"))
            #expect(own.split(separator: "token=").last != other.split(separator: "token=").last)
            let elsewhere = try await one.put("x", to: own, headers: ["X-Drydock-World": "two"])
            #expect(elsewhere.status == 403)
            #expect(elsewhere.header("X-Drydock-Reason") == "signedURL.invalid")
        }
    }

    @Test("of a hundred uploads of one path at once exactly one is taken")
    func race() async throws {
        try await withDrydock { drydock in
            let volume = try await VolumeFlow(drydock)
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<100 {
                    group.addTask { (number, try await volume.upload("\(number)", to: "a/b").status) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winners = answers.filter { $0.1 == 200 }
            #expect(winners.count == 1)
            #expect(answers.filter { $0.1 == 409 }.count == 99)
            #expect(try await volume.content(of: "a/b") == winners.first.map { "\($0.0)" })
            #expect(try await drydock.fileBytes() == winners.first.map { "\($0.0)".utf8.count })
        }
    }

    @Test("an operation that takes files takes larger bodies than others, and refuses in the vendor's envelope")
    func bodyLimits() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.bodyLimit = 1000
        try await withDrydock(configuration) { drydock in
            let volume = try await VolumeFlow(drydock)
            let large = String(repeating: "x", count: 1 << 20)
            #expect(try await volume.upload(large, to: "a").status == 200)
            #expect(try await volume.put(large, to: try await volume.uploadURL("b")).status == 200)
            #expect(try await volume.content(of: "b") == large)
            for path in ["/v1/volumes", "/v1/volumes/\(volume.id)/directories", "/v1/sessions"] {
                let answer = try await drydock.post(path, #"{"name":"\#(large.prefix(5000))"}"#)
                #expect(answer.status == 413)
                #expect(answer.header("X-Drydock-Reason") == "body.tooLarge")
            }
            let tooLarge = try await volume.upload(String(repeating: "x", count: 10 << 20 + 1), to: "c")
            #expect(tooLarge.status == 413)
            #expect(tooLarge["error.code"] == 413)
        }
    }

    @Test("a file is kept as it came, with what other bodies lose at their start")
    func byteOrderMark() async throws {
        try await withDrydock { drydock in
            let volume = try await VolumeFlow(drydock)
            _ = try await volume.put("\u{FEFF}a", to: try await volume.uploadURL("a"))
            let info = try await drydock.get("/v1/volumes/\(volume.id)/files/stat?path=a")
            #expect(info["data.size"] == 4)
        }
    }

    @Test("the journal has how long a large file is, and small ones whole")
    func journal() async throws {
        try await withDrydock { drydock in
            let volume = try await VolumeFlow(drydock)
            let (small, large) = (String(repeating: "s", count: 1000), String(repeating: "l", count: 20 << 20))
            for content in [small, large] {
                _ = try await volume.put(content, to: try await volume.uploadURL("a"))
                #expect(try await volume.content(of: "a") == content)
            }
            let puts = try await drydock.get("/_drydock/requests?operation=anchor.putVolumeUpload")
            #expect(puts["dropped"] == 0)
            #expect(puts["requests.0.request.body"]?.string == small)
            #expect(
                puts["requests.1.request.body"]?.string
                    == "[20971520 bytes of a file, which the journal does not keep]")
            let gets = try await drydock.get("/_drydock/requests?operation=anchor.getVolumeDownload")
            #expect(gets["requests.1.response.body"]?.string?.hasPrefix("[20971520 bytes") == true)
        }
    }

    @Test("all worlds share one budget, and what is deleted, reset or dropped gives back")
    func budget() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.fileBytes = 100
        try await withDrydock(configuration) { drydock in
            let one = try await VolumeFlow(drydock, key: "sk@one")
            let two = try await VolumeFlow(drydock, key: "sk@two")
            let content = String(repeating: "x", count: 60)
            #expect(try await one.upload(content, to: "a").status == 200)
            let full = try await two.upload(content, to: "a")
            #expect(full.status == 507)
            #expect(full.header("X-Drydock-Reason") == "files.noRoom")
            #expect(try await drydock.fileBytes() == 60)
            _ = try await drydock.post("/_drydock/reset?world=one")
            #expect(try await two.upload(content, to: "a").status == 200)
            #expect(try await drydock.fileBytes() == 60)
        }
    }
}
