import Kernel

/// Collects what is wrong with a body, so that one answer tells all of it.
struct Complaints {
    private(set) var all: [FieldComplaint] = []

    /// Notes a complaint.
    mutating func note(_ complaint: FieldComplaint) {
        all.append(complaint)
    }

    /// Notes the members of `fields` that have none of these names.
    mutating func noteUnknown(in fields: Fields, besides names: [String]) {
        all += fields.unknownMembers(besides: names)
    }

    /// What `read` returns; nil, with its complaint noted, where it throws.
    mutating func noting<Value>(_ read: () throws(FieldComplaint) -> Value?) -> Value? {
        do throws(FieldComplaint) {
            return try read()
        } catch {
            all.append(error)
            return nil
        }
    }

    /// Throws all complaints at once, if there are any.
    func check() throws(ControlRefusal) {
        guard all.isEmpty else { throw .invalidBody(all) }
    }
}
