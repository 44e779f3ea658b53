package import Kernel
import KernelHTTP

/// Anon's truth in one world. Tables are persistent trees, so that a copy of the whole is a snapshot at no cost.
///
/// Transitions live beside their nouns (`UserPools.swift`, `Sessions/AnonState+Sessions.swift` and so on); one that throws
/// leaves the state as it was.
package struct AnonState: Codable, Sendable {
    /// The version of this layout, for snapshots that outlive a release.
    package static let currentVersion = 1

    /// The layout's version as written.
    package private(set) var version = AnonState.currentVersion
    /// What the world issues next.
    var ids: IDSequence
    /// What is there without any set-up; the first that the world issues.
    package let readyMade: ReadyMadeSet
    /// Orders objects that were made in the same millisecond.
    @Counter private var ordinal = 0
    /// How many objects there are, against the limit.
    @Counter private(set) var objectCount = 0

    var organizations = Table<String, Organization>()
    var members = Table<String, Member>()
    /// The member of each e-mail address, in lower case.
    var memberOfEmail = Table<String, String>()
    /// Who is logged in, by session token.
    var memberSessions = Table<String, MemberSession>()
    var userPools = Table<String, UserPool>()
    /// The first hosted pool of each organisation.
    var defaultPool = Table<String, String>()
    var sdkClients = Table<String, SdkClient>()
    /// The first webapp client of each pool.
    var webappClient = Table<String, String>()
    /// The service client of each issued API key.
    var clientOfKey = Table<String, String>()
    var appUsers = Table<AppUserKey, AppUser>()
    var sessions = Table<String, Session>()
    /// The sessions of an external id at an app, one for each organisation that has such a user.
    var sessionsOfOwner = Table<SessionOwner, [String]>()
    /// The remote browsers that were handed out, by id.
    var remoteBrowsers = Table<String, RemoteBrowser>()
    /// Apps besides the built-in ones.
    var customApps = Table<String, AppIntegration>()
    /// The apps whose Link page was opened last with credentials that were refused (policy `cors: asExplained`).
    var refusedLinkPages = Table<String, Bool>()

    /// A state with nothing but the ready-made set, which issues ids from `ids`.
    package init(ids: IDSequence, now: Moment) {
        self.ids = ids
        readyMade = ReadyMadeSet(ids: &self.ids, madeAt: now)
        insertReadyMadeSet()
    }

    /// Counts `count` more objects against the limit and gives them their place in the order of making: one for all that
    /// are made together. Throws 507 if the world cannot hold them all.
    mutating func reserve(_ policies: AnonPolicies, for count: Int = 1) throws(AnonProblem) -> Int64 {
        guard objectCount <= policies.objectLimit - count else { throw .worldIsFull(policies.objectLimit) }
        return nextOrdinal(for: count)
    }

    /// As `reserve`, without the limit: a seed is taken whole.
    mutating func nextOrdinal(for count: Int = 1) -> Int64 {
        objectCount += count
        ordinal += 1
        return Int64(ordinal)
    }

    /// Counts objects that are gone.
    mutating func release(_ count: Int = 1) {
        objectCount -= count
    }
}

extension AnonState: TabledState {
    /// The world that its ids lead to.
    package var issuer: WorldTag { ids.issuer }

    /// Every table of Anon's.
    package static let tables: [StateTable<AnonState>] = [
        StateTable("organizations", \.organizations),
        StateTable("members", \.members),
        StateTable("memberOfEmail", \.memberOfEmail, isIndex: true),
        StateTable("memberSessions", \.memberSessions),
        StateTable("userPools", \.userPools),
        StateTable("defaultPool", \.defaultPool, isIndex: true),
        StateTable("sdkClients", \.sdkClients),
        StateTable("webappClient", \.webappClient, isIndex: true),
        StateTable("clientOfKey", \.clientOfKey, isIndex: true),
        StateTable("appUsers", \.appUsers),
        StateTable("sessions", \.sessions),
        StateTable("sessionsOfOwner", \.sessionsOfOwner, isIndex: true),
        StateTable("remoteBrowsers", \.remoteBrowsers),
        StateTable("customApps", \.customApps),
        StateTable("refusedLinkPages", \.refusedLinkPages),
    ]
}
