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

// MARK: - Taking transitions back

/// A table or another property that is new is new here, too: `RewindableStateTests` finds what is missing.
extension AnonState: RewindableState {
    /// Everything that changes and is in no table.
    package struct Scalars: Equatable, Sendable {
        fileprivate let ids: IDSequence
        fileprivate let ordinal: Int
        fileprivate let objectCount: Int
    }

    /// What it was before a transition.
    package struct Undo: StateUndo {
        /// Everything that is in no table.
        package let scalars: Scalars
        fileprivate var organizations = FormerRows<String, Organization>()
        fileprivate var members = FormerRows<String, Member>()
        fileprivate var memberOfEmail = FormerRows<String, String>()
        fileprivate var memberSessions = FormerRows<String, MemberSession>()
        fileprivate var userPools = FormerRows<String, UserPool>()
        fileprivate var defaultPool = FormerRows<String, String>()
        fileprivate var sdkClients = FormerRows<String, SdkClient>()
        fileprivate var webappClient = FormerRows<String, String>()
        fileprivate var clientOfKey = FormerRows<String, String>()
        fileprivate var appUsers = FormerRows<AppUserKey, AppUser>()
        fileprivate var sessions = FormerRows<String, Session>()
        fileprivate var sessionsOfOwner = FormerRows<SessionOwner, [String]>()
        fileprivate var remoteBrowsers = FormerRows<String, RemoteBrowser>()
        fileprivate var customApps = FormerRows<String, AppIntegration>()
        fileprivate var refusedLinkPages = FormerRows<String, Bool>()

        /// No rows yet.
        package init(_ scalars: Scalars) {
            self.scalars = scalars
        }
    }

    /// Everything that changes and is in no table.
    package var scalars: Scalars {
        get {
            Scalars(ids: ids, ordinal: ordinal, objectCount: objectCount)
        }
        set {
            ids = newValue.ids
            ordinal = newValue.ordinal
            objectCount = newValue.objectCount
        }
    }

    /// Leads `visitor` through every table, each beside its rows in `undo`.
    package mutating func visitTables(_ undo: inout Undo, by visitor: inout some TableVisitor) {
        visitor.visit(&organizations, &undo.organizations)
        visitor.visit(&members, &undo.members)
        visitor.visit(&memberOfEmail, &undo.memberOfEmail)
        visitor.visit(&memberSessions, &undo.memberSessions)
        visitor.visit(&userPools, &undo.userPools)
        visitor.visit(&defaultPool, &undo.defaultPool)
        visitor.visit(&sdkClients, &undo.sdkClients)
        visitor.visit(&webappClient, &undo.webappClient)
        visitor.visit(&clientOfKey, &undo.clientOfKey)
        visitor.visit(&appUsers, &undo.appUsers)
        visitor.visit(&sessions, &undo.sessions)
        visitor.visit(&sessionsOfOwner, &undo.sessionsOfOwner)
        visitor.visit(&remoteBrowsers, &undo.remoteBrowsers)
        visitor.visit(&customApps, &undo.customApps)
        visitor.visit(&refusedLinkPages, &undo.refusedLinkPages)
    }
}
