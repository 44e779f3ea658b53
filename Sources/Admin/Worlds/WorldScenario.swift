import Kernel

/// A world and the scenario that it began with.
struct WorldScenario: JSONWritable {
    private let world: any ControlledWorld

    init(_ world: any ControlledWorld) {
        self.world = world
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.name.description)
            json.member("scenario", world.scenarioName)
        }
    }
}
