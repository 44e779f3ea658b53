import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP

/// What the vendors hold in a world, and what a person does with it by hand.
extension ControlPlane {
    var objectKinds: [ObjectKind] { VendorKind.all.flatMap(\.objectKinds) }

    func objects(
        of kinds: Set<ObjectKind>, most: Int, in name: WorldName
    ) throws(ControlRefusal) -> [ObjectList] {
        let world = try enter(name)
        let now = world.clock.now
        return world.parts.flatMap { $0.store.objects(of: kinds, most: most, at: now) }
    }

    func endSession(_ id: String, in name: WorldName?) throws(ControlRefusal) -> EndedSession {
        let id = ObjectID(id).text
        let world = try enter(name, or: [id])
        // Ids of both vendors are issued by the same world, and no two of them are alike.
        if world.anon.endSession(id) {
            return EndedSession(id, of: VendorKind.anon.name, in: world.name, isEnded: true)
        }
        let isEnded: Bool
        do throws(AnchorProblem) {
            isEnded = try world.anchor.endSession(id, at: world.clock.now)
        } catch {
            throw ControlRefusal(error.status, error.reason)
        }
        return EndedSession(id, of: VendorKind.anchor.name, in: world.name, isEnded: isEnded)
    }

    func answerIntervention(
        _ id: String, with response: JSONValue, in name: WorldName?
    ) throws(ControlRefusal) -> AnsweredIntervention {
        let id = ObjectID(id).text
        let world = try enter(name, or: [id])
        do throws(AnchorProblem) {
            let sessionID = try world.anchor.answerQuestion(id, with: response, at: world.clock.now)
            return AnsweredIntervention(id, ofSession: sessionID, in: world.name)
        } catch {
            throw ControlRefusal(error.status, error.reason)
        }
    }
}
