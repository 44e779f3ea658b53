import Kernel
import KernelHTTP

/// One world in a few words.
struct WorldReport: JSONWritable {
    private let world: any ControlledWorld

    init(_ world: any ControlledWorld) {
        self.world = world
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", world.name.description)
            json.member("scenario", world.scenarioName)
            json.member("now", world.clock.now)
            json.member("mode", world.clock.mode.rawValue)
            json.member("requests", world.journal.count)
        }
    }
}
