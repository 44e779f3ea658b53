/// A kind of objects that people know a vendor by.
public struct ObjectKind: Hashable, Sendable {
    /// The name, with the vendor's before it: `anchor.sessions`.
    public let name: String
    /// What a person calls them, in the plural.
    public let title: String
    /// What is said where there are none: how one comes about.
    public let emptiness: String

    /// A kind with these words.
    public init(_ name: String, title: String, emptiness: String) {
        self.name = name
        self.title = title
        self.emptiness = emptiness
    }
}

/// The objects of one kind in a world: the newest, and how many there are in all.
public struct ObjectList: Sendable {
    /// The kind.
    public let kind: ObjectKind
    /// How many there are.
    public let count: Int
    /// The newest of them, the newest first.
    public let objects: [ShownObject]
    /// What a person can do without any one of them.
    public let actions: [ObjectAction]

    /// The objects of a kind.
    public init(_ kind: ObjectKind, count: Int, objects: [ShownObject], actions: [ObjectAction] = []) {
        self.kind = kind
        self.count = count
        self.objects = objects
        self.actions = actions
    }
}

/// How a vendor lists one kind of its objects.
public struct ObjectListing<Source: Sendable>: Sendable {
    /// The kind.
    public let kind: ObjectKind
    private let make: @Sendable (Source, _ most: Int) -> (count: Int, objects: [ShownObject])
    private let actions: @Sendable (Source) -> [ObjectAction]

    /// A kind, and how its newest objects are found.
    public init(
        _ kind: ObjectKind, actions: @escaping @Sendable (Source) -> [ObjectAction] = { _ in [] },
        _ make: @escaping @Sendable (_ source: Source, _ most: Int) -> (count: Int, objects: [ShownObject])
    ) {
        self.kind = kind
        self.actions = actions
        self.make = make
    }

    /// The newest objects, at most as many as `most`.
    public func list(of source: Source, most: Int) -> ObjectList {
        let (count, objects) = make(source, most)
        return ObjectList(kind, count: count, objects: objects, actions: actions(source))
    }
}

/// Where a vendor keeps objects that people look at.
public protocol ObjectSource: Sendable {
    /// Their kinds, in the order in which a person meets them.
    static var objectKinds: [ObjectKind] { get }
    /// The newest objects of these kinds, of each at most as many as `most`; kinds of others are passed over.
    func objects(of kinds: Set<ObjectKind>, most: Int, at now: Moment) -> [ObjectList]
}
