import ArgumentParser
import Testing

@testable import Commands

/// Both readings of the command line of `serve`: by hand and by the library.
@Suite("Plain arguments")
struct PlainArgumentsTests {
    /// A value for each option that has one; a new option needs one here, and its line in `PlainArguments.swift`.
    private static let samples = [
        "--host": "0.0.0.0", "--port": "4011", "--port-file": "/tmp/port", "--control-host": "drydock",
        "--scenario": "demo", "--fixtures": "scenarios", "--data": "worlds.db", "--data-sync": "full",
        "--public-url": "http://drydock:4010", "--ca-dir": "ca", "--tls-name": "shop.test", "--tls-cert": "chain.pem",
        "--tls-key": "key.pem", "--seed": "18446744073709551615", "--clock": "2026-01-01T00:00:00Z",
        "--browser": "auto", "--browsers": "2", "--browser-sandbox": "off", "--journal-bytes": "1MiB",
        "--body-bytes": "500KiB", "--file-bytes": "2GiB", "--log-level": "debug", "--log-format": "json",
    ]

    /// The flags that are declared, as the library's help has them, each with its value.
    private static var declared: [[String]] {
        ServeOptions.helpMessage(columns: 200).matches(of: #/\n  (?<name>--[a-z-]+)(?<value> <)?/#).map { match in
            let name = String(match.name)
            return match.value == nil ? [name] : [name, samples[name] ?? "no sample of \(name)"]
        }
    }

    private static func values(_ options: ServeOptions) -> [String] {
        Mirror(reflecting: options).children.map { "\($0.label ?? "?"): \($0.value)" }
    }

    private static func agree(_ arguments: [String]) throws {
        let plain = try #require(ServeOptions(plain: arguments), "\(arguments) are not read by hand")
        let read = try ServeOptions.parse(arguments)
        #expect(values(plain) == values(read), "\(arguments)")
    }

    @Test("every flag that is declared is read by hand, and is what the library makes of it")
    func everyFlag() throws {
        #expect(Self.declared.count == Mirror(reflecting: ServeOptions()).children.count)
        for flag in Self.declared {
            try Self.agree(flag)
            #expect(Self.values(try #require(ServeOptions(plain: flag))) != Self.values(try ServeOptions.parse([])))
        }
    }

    @Test(
        "none, all together and repeated ones, too",
        arguments: [
            [], declared.flatMap(\.self), declared.reversed().flatMap(\.self), declared.flatMap { $0 + $0 },
            ["--scenario", "a", "--scenario", "b", "--control-host", "c", "--control-host", "c"],
            ["--port", "1", "--watch", "--port", "2", "--watch"], ["--clock", "frozen"], ["--host", "::1"],
            ["--data", "a file"], ["--port", "0"], ["--port", "70000"], ["--port", "+5"], ["--journal-bytes", "7"],
        ])
    func together(arguments: [String]) throws {
        try Self.agree(arguments)
    }

    @Test(
        "whatever is out of the ordinary is left to the library",
        arguments: [
            ["--help"], ["-h"], ["--version"], ["help"], ["serve"], ["scenarios"], ["--port=0"], ["--port"],
            ["--port", "x"], ["--port", ""], ["--port", "-1"], ["--host", "--port"], ["--watch", "true"],
            ["--watch=true"], ["--no-watch"], ["--unknown", "1"], ["--"], ["--host", "a", "b"], [""],
            ["--clock", "stopped"], ["--log-level", "loud"], ["--seed", "-1"], ["--Port", "1"], ["-port", "1"],
            ["--generate-completion-script", "bash"], ["--experimental-dump-help"],
        ])
    func declined(arguments: [String]) {
        #expect(ServeOptions(plain: arguments) == nil)
    }
}
