package import Kernel
import KernelHTTP

/// Anchor's truth in one world. Tables are persistent trees, so that a copy of the whole is a snapshot at no cost.
///
/// Transitions live beside their nouns (`AnchorState+Applications.swift` and so on); each throws `AnchorProblem` and leaves
/// the state as it was when it does.
package struct AnchorState: Codable, Sendable {
    /// The version of this layout, for snapshots that outlive a release.
    package static let currentVersion = 1

    /// The layout's version as written.
    private(set) var version = AnchorState.currentVersion
    /// What the world issues next.
    var ids: IDSequence
    /// What everything belongs to; the first that the world issues.
    let project: Project
    /// Orders objects that were made in the same millisecond.
    @Counter private var ordinal = 0
    /// How many objects there are, against the limit.
    @Counter private(set) var objectCount = 0

    var applications = Table<String, ClientApplication>()
    /// The application of each site, by the site's normal form.
    var applicationOfSite = Table<String, String>()
    var identityTokens = Table<String, IdentityToken>()
    /// What was typed on the hosted page and waits for a code, by token.
    var heldSignIns = Table<String, ConnectOutcome.SignIn>()
    /// How visits ended that a page of ours ended, by token.
    var finishedVisits = Table<String, FinishedVisit>()
    var identities = Table<String, Identity>()
    var sessions = Table<String, Session>()
    var profiles = Table<String, Profile>()
    /// By their names.
    var certificates = Table<String, StoredCertificate>()
    var extensions = Table<String, StoredExtension>()
    var integrations = Table<String, Integration>()
    var volumes = Table<String, Volume>()
    /// Every file and folder of every volume, by `VolumeEntry.key`.
    var volumeEntries = Table<String, VolumeEntry>()
    /// By the ids that their kinds have.
    var agentRuns = Table<String, AgentRun>()
    var scriptedResults = Table<String, ScriptedResult>()
    /// By the session.
    var agentFiles = Table<String, AgentFiles>()
    var tasks = Table<String, AutomationTask>()
    /// The task of each name and of each tool.
    var taskReferences = Table<String, String>()
    var webhooks = Table<String, Webhook>()
    var webhookDeliveries = Table<String, WebhookDelivery>()
    /// What webhooks are to be told of, by kind and id.
    var agenda = Table<String, AgendaItem>()
    /// By the event's name.
    var eventSignals = Table<String, EventSignals>()
    var sessionRequests = Table<String, SessionRequest>()
    var batches = Table<String, SessionBatch>()
    var sessionTokens = Table<String, SessionToken>()
    /// By the session.
    var signInFlows = Table<String, DynamicSignIn>()
    /// What is scripted of how sites sign in, by their hosts.
    var signInGraphs = Table<String, SignInGraph>()
    /// What is scripted for page tools, by numbers.
    var scriptedPages = Table<String, ScriptedPage>()
    /// How many bytes the contents of all files have; nil in what was written before there were any.
    private var fileByteCount: Counter?
    /// What webhooks have been told; nil as long as that is nothing.
    var webhookCounts: WebhookCounts?
    /// When something is to be done for webhooks. It follows from the tables and is not kept: nil until somebody needs it.
    var schedule: WebhookSchedule?
    /// When the sessions of the current rate window were made.
    var recentSessionCreations: [Moment] = []
    /// The sessions at which connections are open. It is not kept: a state that is read from a document has none.
    var attachedSessions: Set<String> = []

    private enum CodingKeys: CodingKey {
        case version, ids, project, ordinal, objectCount, applications, applicationOfSite, identityTokens, heldSignIns
        case finishedVisits, identities, sessions, profiles, certificates, extensions, integrations
        case volumes, volumeEntries, fileByteCount, recentSessionCreations
        case agentRuns, scriptedResults, agentFiles, tasks, webhooks, webhookDeliveries, agenda
        case taskReferences
        case eventSignals, sessionRequests, batches, sessionTokens, signInFlows
        case webhookCounts
        case signInGraphs, scriptedPages
    }

    /// An empty state that issues ids from `ids`.
    package init(ids: IDSequence) {
        self.ids = ids
        project = Project(ids: &self.ids)
    }

    /// Counts `count` more objects against the limit and gives the first its place in the order of making.
    mutating func reserve(_ policies: AnchorPolicies, for count: Int = 1) throws(AnchorProblem) -> Int64 {
        try checkCapacity(policies, for: count)
        return nextOrdinal(for: count)
    }

    /// Throws if `count` more objects are more than the world holds.
    func checkCapacity(_ policies: AnchorPolicies, for count: Int) throws(AnchorProblem) {
        guard objectCount <= policies.objectLimit - count else { throw .worldIsFull(policies.objectLimit) }
    }

    /// The same as `reserve` where the limit does not apply: a seed is taken whole.
    mutating func nextOrdinal(for count: Int = 1) -> Int64 {
        objectCount += count
        ordinal += 1
        return Int64(ordinal)
    }

    /// Counts objects that are gone.
    mutating func release(_ count: Int = 1) {
        objectCount -= count
    }

    /// How many bytes the contents of all files have.
    var fileBytes: Int { fileByteCount?.wrappedValue ?? 0 }

    /// Counts the content of a file, in place of another's. Throws if the files of the world would have more than they may.
    mutating func takeFileBytes(
        _ count: Int, for old: Int = 0, _ policies: AnchorPolicies
    ) throws(AnchorProblem) {
        guard count <= old || fileBytes - old <= policies.fileByteLimit - count else {
            throw .filesFillWorld(policies.fileByteLimit)
        }
        addFileBytes(count - old)
    }

    /// Throws if the content of one more file is more than the world holds.
    func checkFileBytes(_ count: Int, _ policies: AnchorPolicies) throws(AnchorProblem) {
        guard fileBytes <= policies.fileByteLimit - count else { throw .filesFillWorld(policies.fileByteLimit) }
    }

    /// The same where the limit does not apply: a seed is taken whole.
    mutating func addFileBytes(_ count: Int) {
        fileByteCount = Counter(wrappedValue: fileBytes + count)
    }

    /// Counts the content of a file that is gone.
    mutating func giveBackFileBytes(_ count: Int) {
        if count > 0 { addFileBytes(-count) }
    }
}

extension AnchorState: TabledState {
    /// The world that its ids lead to.
    package var issuer: WorldTag { ids.issuer }

    /// Every table of Anchor's.
    package static let tables: [StateTable<AnchorState>] = [
        StateTable("applications", \.applications),
        StateTable("applicationOfSite", \.applicationOfSite, isIndex: true),
        StateTable("identityTokens", \.identityTokens),
        StateTable("heldSignIns", \.heldSignIns),
        StateTable("finishedVisits", \.finishedVisits, isIndex: true),
        StateTable("identities", \.identities),
        StateTable("sessions", \.sessions),
        StateTable("profiles", \.profiles),
        StateTable("certificates", \.certificates),
        StateTable("extensions", \.extensions),
        StateTable("integrations", \.integrations),
        StateTable("volumes", \.volumes),
        StateTable("volumeEntries", \.volumeEntries),
        StateTable("agentRuns", \.agentRuns),
        StateTable("scriptedResults", \.scriptedResults),
        StateTable("agentFiles", \.agentFiles),
        StateTable("tasks", \.tasks),
        StateTable("taskReferences", \.taskReferences, isIndex: true),
        StateTable("webhooks", \.webhooks),
        StateTable("webhookDeliveries", \.webhookDeliveries),
        StateTable("agenda", \.agenda, isIndex: true),
        StateTable("eventSignals", \.eventSignals),
        StateTable("sessionRequests", \.sessionRequests),
        StateTable("batches", \.batches),
        StateTable("sessionTokens", \.sessionTokens),
        StateTable("signInFlows", \.signInFlows),
        StateTable("signInGraphs", \.signInGraphs),
        StateTable("scriptedPages", \.scriptedPages),
    ]
}

// MARK: - Taking transitions back

/// A table or another property that is new is new here, too: `RewindableStateTests` finds what is missing.
extension AnchorState: RewindableState {
    /// Everything that changes and is in no table.
    package struct Scalars: Equatable, Sendable {
        fileprivate let ids: IDSequence
        fileprivate let ordinal: Int
        fileprivate let objectCount: Int
        fileprivate let fileByteCount: Counter?
        fileprivate let recentSessionCreations: [Moment]
        fileprivate let attachedSessions: Set<String>
        fileprivate let webhookCounts: WebhookCounts?
    }

    /// What it was before a transition.
    package struct Undo: StateUndo {
        /// Everything that is in no table.
        package let scalars: Scalars
        fileprivate var applications = FormerRows<String, ClientApplication>()
        fileprivate var applicationOfSite = FormerRows<String, String>()
        fileprivate var identityTokens = FormerRows<String, IdentityToken>()
        fileprivate var heldSignIns = FormerRows<String, ConnectOutcome.SignIn>()
        fileprivate var finishedVisits = FormerRows<String, FinishedVisit>()
        fileprivate var identities = FormerRows<String, Identity>()
        fileprivate var sessions = FormerRows<String, Session>()
        fileprivate var profiles = FormerRows<String, Profile>()
        fileprivate var certificates = FormerRows<String, StoredCertificate>()
        fileprivate var extensions = FormerRows<String, StoredExtension>()
        fileprivate var integrations = FormerRows<String, Integration>()
        fileprivate var volumes = FormerRows<String, Volume>()
        fileprivate var volumeEntries = FormerRows<String, VolumeEntry>()
        fileprivate var agentRuns = FormerRows<String, AgentRun>()
        fileprivate var scriptedResults = FormerRows<String, ScriptedResult>()
        fileprivate var agentFiles = FormerRows<String, AgentFiles>()
        fileprivate var tasks = FormerRows<String, AutomationTask>()
        fileprivate var taskReferences = FormerRows<String, String>()
        fileprivate var webhooks = FormerRows<String, Webhook>()
        fileprivate var webhookDeliveries = FormerRows<String, WebhookDelivery>()
        fileprivate var agenda = FormerRows<String, AgendaItem>()
        fileprivate var eventSignals = FormerRows<String, EventSignals>()
        fileprivate var sessionRequests = FormerRows<String, SessionRequest>()
        fileprivate var batches = FormerRows<String, SessionBatch>()
        fileprivate var sessionTokens = FormerRows<String, SessionToken>()
        fileprivate var signInFlows = FormerRows<String, DynamicSignIn>()
        fileprivate var signInGraphs = FormerRows<String, SignInGraph>()
        fileprivate var scriptedPages = FormerRows<String, ScriptedPage>()

        /// No rows yet.
        package init(_ scalars: Scalars) {
            self.scalars = scalars
        }
    }

    /// Everything that changes and is in no table.
    package var scalars: Scalars {
        get {
            Scalars(
                ids: ids, ordinal: ordinal, objectCount: objectCount, fileByteCount: fileByteCount,
                recentSessionCreations: recentSessionCreations, attachedSessions: attachedSessions,
                webhookCounts: webhookCounts)
        }
        set {
            ids = newValue.ids
            ordinal = newValue.ordinal
            objectCount = newValue.objectCount
            fileByteCount = newValue.fileByteCount
            recentSessionCreations = newValue.recentSessionCreations
            attachedSessions = newValue.attachedSessions
            webhookCounts = newValue.webhookCounts
            // The rows are others now.
            schedule = nil
        }
    }

    /// Leads `visitor` through every table, each beside its rows in `undo`.
    package mutating func visitTables(_ undo: inout Undo, by visitor: inout some TableVisitor) {
        visitor.visit(&applications, &undo.applications)
        visitor.visit(&applicationOfSite, &undo.applicationOfSite)
        visitor.visit(&identityTokens, &undo.identityTokens)
        visitor.visit(&heldSignIns, &undo.heldSignIns)
        visitor.visit(&finishedVisits, &undo.finishedVisits)
        visitor.visit(&identities, &undo.identities)
        visitor.visit(&sessions, &undo.sessions)
        visitor.visit(&profiles, &undo.profiles)
        visitor.visit(&certificates, &undo.certificates)
        visitor.visit(&extensions, &undo.extensions)
        visitor.visit(&integrations, &undo.integrations)
        visitor.visit(&volumes, &undo.volumes)
        visitor.visit(&volumeEntries, &undo.volumeEntries)
        visitor.visit(&agentRuns, &undo.agentRuns)
        visitor.visit(&scriptedResults, &undo.scriptedResults)
        visitor.visit(&agentFiles, &undo.agentFiles)
        visitor.visit(&tasks, &undo.tasks)
        visitor.visit(&taskReferences, &undo.taskReferences)
        visitor.visit(&webhooks, &undo.webhooks)
        visitor.visit(&webhookDeliveries, &undo.webhookDeliveries)
        visitor.visit(&agenda, &undo.agenda)
        visitor.visit(&eventSignals, &undo.eventSignals)
        visitor.visit(&sessionRequests, &undo.sessionRequests)
        visitor.visit(&batches, &undo.batches)
        visitor.visit(&sessionTokens, &undo.sessionTokens)
        visitor.visit(&signInFlows, &undo.signInFlows)
        visitor.visit(&signInGraphs, &undo.signInGraphs)
        visitor.visit(&scriptedPages, &undo.scriptedPages)
    }

    /// What files had that are gone: the way back keeps it.
    package static func bytesLetGo(from old: Scalars, to new: Scalars) -> Int {
        max(0, (old.fileByteCount?.wrappedValue ?? 0) - (new.fileByteCount?.wrappedValue ?? 0))
    }
}
