// swift-tools-version: 6.2
import PackageDescription

/// Whether the optimised build is for the tests, which see what is internal to our targets; dependencies stay as they are.
let isTested = Context.environment["DRYDOCK_TESTABLE"] == "1"

/// Settings of all that is compiled here: no warning passes, imports are explicit and internal unless said otherwise.
let strict: [SwiftSetting] =
    (isTested ? [.unsafeFlags(["-enable-testing"])] : []) + [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]

/// Settings of every target of ours. Optimised, each function is by itself, so that the linker leaves out what nobody calls and
/// can put side by side what runs together.
let house: [SwiftSetting] =
    strict + [.unsafeFlags(["-Xfrontend", "-function-sections"], .when(platforms: [.linux], configuration: .release))]

/// Settings of targets whose code runs in others for each request. Optimised, what is public in one is compiled into those that
/// use it; else its generic types and functions run unspecialised there, and each getter is a call.
let shared: [SwiftSetting] =
    house + [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]

/// Settings of the tests themselves. Optimising their many expanded macros takes longer than running them, and describing them to
/// a debugger takes a third of what is left; an expectation that fails knows its line all the same.
let tests: [SwiftSetting] = strict + (isTested ? [.unsafeFlags(["-Onone", "-gnone"])] : [])

/// On Linux the optimised server brings Swift's libraries along and lies at a fixed address, which saves a third of its start and
/// lets it run where there is no Swift. Only linking differs, so that the tests use the same build. The last few libraries are
/// what Foundation's own are made of.
///
/// What runs at the start and for the usual requests is in one place: a fifth less memory, a tenth less time for a request.
/// `Tests/Benchmarks/order-functions` writes the list; a name in it that is gone is passed over.
let shipped: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-Xclang-linker", "-no-pie", "-use-ld=gold", "-Xlinker", "--section-ordering-file",
            "-Xlinker", "\(Context.packageDirectory)/Sources/drydock/functions.order",
        ]
            + [
                "Foundation", "FoundationInternationalization", "FoundationEssentials", "FoundationNetworking",
                "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
                "_CFURLSessionInterface",
            ].map { "-l\($0)" },
        .when(platforms: [.linux], configuration: .release))
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hashTreeCollections = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let dequeModule = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let heapModule = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTPTypesHTTP2 = Target.Dependency.product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "drydock",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "drydock", targets: ["drydock"]),
        .library(name: "DrydockTesting", targets: ["DrydockTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The large documents of Fixtures, in the binary.
        .target(name: "EmbeddedDocuments"),
        // Time, ids, JSON values, rules: no HTTP.
        .target(
            name: "Kernel", dependencies: ["EmbeddedDocuments", dequeModule, hashTreeCollections],
            swiftSettings: shared),
        // What an endpoint, an exchange, a reply and a journal are: no web framework, no vendor.
        .target(
            name: "KernelHTTP",
            dependencies: ["Kernel", dequeModule, httpTypes, nioCore],
            swiftSettings: shared),
        // YAML scenario files, read strictly.
        .target(
            name: "Scenarios",
            dependencies: ["Kernel", yams],
            // A link to Fixtures/scenarios: the same files are on disk and in the binary.
            resources: [.embedInCode("Builtin")],
            swiftSettings: house),
        // OpenAPI documents of ours, read piece by piece: what fits them, and answers made of nothing else.
        .target(
            name: "Descriptions",
            dependencies: ["Kernel", "KernelHTTP", "Scenarios", httpTypes, nioCore],
            swiftSettings: house),
        // JWT and JWKS: verified at the world's time, each refusal with its own reason; signed, rightly or wrongly on demand.
        .target(
            name: "Tokens",
            dependencies: ["Kernel", crypto, jwtKit],
            // A link to Fixtures/keys: the built-in key set.
            resources: [.embedInCode("Keys")],
            swiftSettings: house),
        // What the vendors' hosted pages share: frame, sign-in form, magic users.
        .target(
            name: "HostedPages",
            dependencies: ["Kernel", "KernelHTTP", "Browsers", crypto, httpTypes, mustache, nioCore],
            resources: [.embedInCode("Frame")],
            swiftSettings: house),
        // A local browser for each session: its process, its DevTools connection, what it can be told to do. No vendor.
        .target(
            name: "Browsers",
            dependencies: ["Kernel", dequeModule, logging, nioCore, nioPosix],
            swiftSettings: house),
        // The machine's zlib.
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        // What the machine's scheduler is asked for a thread.
        .target(name: "CScheduler"),
        // Anchor Browser's API and hosted pages.
        .target(
            name: "Anchor",
            dependencies: [
                "Descriptions", "EmbeddedDocuments", "Kernel", "KernelHTTP", "HostedPages", "Browsers", "CZlib", asn1,
                crypto, hashTreeCollections, heapModule, httpTypes, nioCore, x509,
            ],
            resources: [.embedInCode("ConnectPage/Templates")],
            swiftSettings: house),
        // Anon's API and Link page.
        .target(
            name: "Anon",
            dependencies: [
                "EmbeddedDocuments", "Kernel", "KernelHTTP", "HostedPages", "Browsers", "Tokens", hashTreeCollections,
                httpTypes, nioCore,
            ],
            // Canned is a link to Fixtures/anon.
            resources: [.embedInCode("Canned"), .embedInCode("LinkPage/Templates")],
            swiftSettings: house),
        // The control plane, over protocols that Assembly fulfils.
        .target(
            name: "Admin",
            dependencies: ["EmbeddedDocuments", "HostedPages", "Kernel", "KernelHTTP", httpTypes, nioCore],
            resources: [.embedInCode("Pages/Resources")],
            swiftSettings: house),
        // Worlds on disk, as rows: SQLite through GRDB. No vendor.
        .target(name: "Storage", dependencies: [grdb], swiftSettings: house),
        // The local certificate authority: what it may sign, where it is kept. By the real clock.
        .target(name: "Certificates", dependencies: [asn1, crypto, x509], swiftSettings: house),
        // One port: connections, requests, answers; plain or with TLS, HTTP/1.1 or HTTP/2.
        .target(
            name: "Edge",
            dependencies: [
                httpTypes, logging, nioCore, nioHTTP1, nioHTTP2, nioHTTPTypesHTTP2, nioPosix, nioSSL, nioTLS,
                serviceLifecycle,
            ],
            swiftSettings: shared),
        // The composition root.
        .target(
            name: "Assembly",
            dependencies: [
                "Descriptions", "EmbeddedDocuments", "Kernel", "KernelHTTP", "Scenarios", "Tokens", "Browsers",
                "Anchor", "Anon", "Admin",
                "Certificates", "CScheduler", "Edge", "Storage",
                "HostedPages", asyncHTTPClient, dequeModule, httpTypes, logging, nioCore, nioEmbedded,
                nioHTTP1, nioHTTPCompression, nioPosix, nioSSL, serviceLifecycle, unixSignals,
            ],
            swiftSettings: house),
        // The same probes to two servers, and where their answers differ.
        .target(
            name: "Drift",
            dependencies: [
                "Admin", "Descriptions", "Kernel", "KernelHTTP", asyncHTTPClient, httpTypes, nioCore, nioHTTP1,
                nioPosix,
            ],
            swiftSettings: house),
        // The command line.
        .target(
            name: "Commands",
            dependencies: [
                "Assembly", "Browsers", "Certificates", "Descriptions", "Drift", "EmbeddedDocuments", "Kernel",
                "KernelHTTP", "Tokens",
                argumentParser, logging, unixSignals,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "drydock", dependencies: ["Commands"], exclude: ["functions.order"], swiftSettings: house,
            linkerSettings: shipped, plugins: ["BuildCommit"]),
        // Which commit the executable is built of.
        .plugin(name: "BuildCommit", capability: .buildTool(), path: "Sources/BuildCommit"),
        // For Swift tests: a server on a free port in one call.
        .target(
            name: "DrydockTesting",
            dependencies: ["Assembly", "Kernel", asyncHTTPClient, nioCore, nioHTTP1],
            swiftSettings: house),

        // What the benchmarks compare with: the same event loops with nothing in them.
        .executableTarget(
            name: "BenchmarkBareNIO", dependencies: [nioCore, nioHTTP1, nioPosix],
            path: "Tests/Benchmarks/BareNIO", swiftSettings: house),

        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: tests),
        .testTarget(
            name: "KernelHTTPTests", dependencies: ["Kernel", "KernelHTTP", httpTypes, nioCore], swiftSettings: tests),
        .testTarget(
            name: "TokensTests", dependencies: ["Kernel", "Tokens", jwtKit], swiftSettings: tests),
        .testTarget(
            name: "DescriptionsTests",
            dependencies: [
                "Descriptions", "EmbeddedDocuments", "Kernel", "KernelHTTP", "Scenarios", httpTypes, nioCore,
            ],
            swiftSettings: tests),
        .testTarget(name: "ScenariosTests", dependencies: ["Kernel", "Scenarios"], swiftSettings: tests),
        .testTarget(
            name: "BrowsersTests", dependencies: ["Browsers", "Kernel", logging, nioCore, nioPosix],
            swiftSettings: tests),
        .testTarget(
            name: "AnchorTests",
            dependencies: [
                "Anchor", "Browsers", "Descriptions", "HostedPages", "Kernel", "KernelHTTP", crypto,
                hashTreeCollections, httpTypes, nioCore,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "AnonTests",
            dependencies: [
                "Anon", "Browsers", "HostedPages", "Kernel", "KernelHTTP", "Tokens", hashTreeCollections, httpTypes,
                nioCore,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "AdminTests",
            dependencies: [
                "Admin", "Anchor", "Anon", "HostedPages", "Kernel", "KernelHTTP", "Scenarios", "Tokens", crypto,
                httpTypes,
                nioCore,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "CommandsTests", dependencies: ["Assembly", "Certificates", "Commands", argumentParser],
            swiftSettings: tests),
        .testTarget(
            name: "DriftTests",
            dependencies: [
                "Assembly", "Descriptions", "Drift", "DrydockTesting", "EmbeddedDocuments", "Kernel", "KernelHTTP",
                httpTypes, nioHTTP1,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "CertificatesTests", dependencies: ["Certificates", asn1, crypto, x509], swiftSettings: tests),
        .testTarget(name: "StorageTests", dependencies: ["Storage", grdb], swiftSettings: tests),
        .testTarget(
            name: "EdgeTests",
            dependencies: [
                "Certificates", "Edge", asyncHTTPClient, httpTypes, logging, nioCore, nioEmbedded, nioHPACK, nioHTTP1,
                nioHTTP2, nioHTTPTypesHTTP2, nioPosix, nioSSL, nioTLS, serviceLifecycle,
            ],
            swiftSettings: tests),
        .testTarget(
            name: "AssemblyTests",
            dependencies: [
                "Admin", "Anchor", "Anon", "Assembly", "DrydockTesting", "Edge", "Kernel", "KernelHTTP", "Scenarios",
                "Storage", "Tokens", httpTypes, nioCore, nioEmbedded, nioPosix,
            ],
            swiftSettings: tests),
    ],
    swiftLanguageModes: [.v6]
)
