import Kernel

/// That Drydock serves, which one, and for how long.
struct HealthReport: JSONWritable {
    let version: String
    let uptime: TimeSpan

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "ok")
            json.member("version", version)
            json.member("uptime", Double(uptime.milliseconds) / 1000)
        }
    }
}
