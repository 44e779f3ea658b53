import Kernel

/// `GET /v1/sessions` (anchor.md 4, SessionRow)
enum ListSessions {
    struct Reply: JSONWritable {
        private let page: ListPage<Session>
        private let now: Moment

        init(_ page: ListPage<Session>, at now: Moment) {
            self.page = page
            self.now = now
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member("sessions", page.rows.map { Row(session: $0, now: now) })
                        json.member("total", page.total)
                        json.member("page", page.number)
                        json.member("total_pages", page.count)
                    })
            }
        }
    }

    private struct Row: JSONWritable {
        let session: Session
        let now: Moment

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", session.id)
                json.member("status", session.status(at: now).rawValue)
                json.member("tags", session.tags)
                json.member("headless", session.configuration.browser.has(.headless))
                json.member("recording", session.configuration.session.isRecorded)
                json.member("used_credits", session.creditsUsed(at: now))
                json.member("proxy_bytes", 0)
                json.member("proxy_type", proxyType)
                json.member("steps", Int?.none)
                json.member("duration", session.duration(at: now).seconds)
                json.member("created_at", session.createdAt)
                json.member("user_configuration", session.configuration)
                json.member("task_initiated", false)
                json.member("task_executions_count", 0)
                json.member("api_key_name", "default")
                // Not null: a generation of the SDK wants a string.
                json.member("browser_ip", "127.0.0.1")
                json.member("domains", session.domains)
            }
        }

        private var proxyType: String? {
            session.configuration.session.proxy.flatMap { $0.isActive ? $0.type : nil }
        }
    }
}
