import Kernel

/// `POST /v1/sessions` (anchor.md 4 and 4.1)
enum CreateSession {
    struct Body: Sendable {
        let configuration: SessionConfiguration

        /// Also throws for a captcha solver without an active proxy, where bodies are read strictly.
        init(_ fields: Fields) throws {
            configuration = try SessionConfiguration(fields)
            let hasProxy = configuration.session.proxy?.isActive ?? false
            if configuration.browser.has(.captchaSolver), !hasProxy, fields.reading == .strict {
                throw AnchorProblem.captchaNeedsProxy
            }
        }
    }

    struct Reply: JSONWritable {
        private let session: Session
        private let addresses: SessionAddresses
        private let key: String

        init(_ session: Session, addresses: SessionAddresses, key: String) {
            self.session = session
            self.addresses = addresses
            self.key = key
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member("id", session.id)
                        json.member("cdp_url", addresses.cdp(key: key))
                        json.member("live_view_url", addresses.liveView)
                        if let address = addresses.readOnlyLiveView {
                            json.member("live_view_read_only_url", address)
                        }
                    })
            }
        }
    }
}

/// `GET /v1/sessions/{session_id}` (anchor.md 4, SessionInfo)
enum GetSession {
    /// What the answer has in `data`.
    struct Details: JSONWritable {
        private let session: Session
        private let teamID: String
        private let now: Moment

        init(_ session: Session, teamID: String, at now: Moment) {
            self.session = session
            self.teamID = teamID
            self.now = now
        }

        func write(to json: inout JSONWriter) {
            json.object(details)
        }

        private func details(_ json: inout JSONWriter) {
            json.member("session_id", session.id)
            json.member("team_id", teamID)
            json.member("duration", session.duration(at: now).seconds)
            json.member("status", session.status(at: now).rawValue)
            json.member("credits_used", session.creditsUsed(at: now))
            json.member("configuration", session.configuration)
            json.member("proxy_bytes", session.usage?.proxyBytes ?? 0)
            json.member("tokens", JSONObject())
            // The generations of the SDK want different types of these two; null is right for all (anchor.md 9, row 5).
            json.member("steps", String?.none)
            json.member("tags", String?.none)
            json.member("created_at", session.createdAt)
        }
    }
}

/// `GET /v1/sessions` (anchor.md 4, SessionRow)
enum ListSessions {
    struct Reply: JSONWritable {
        private let page: ListPage<Session>
        private let now: Moment
        private let steps: (Session) -> Int?

        /// - Parameter steps: how many steps a session's agents have taken; nil if it has none.
        init(_ page: ListPage<Session>, at now: Moment, steps: @escaping (Session) -> Int?) {
            self.page = page
            self.now = now
            self.steps = steps
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member("sessions", page.rows.map { Row(session: $0, now: now, steps: steps($0)) })
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
        let steps: Int?

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", session.id)
                json.member("status", session.status(at: now).rawValue)
                json.member("tags", session.tags)
                json.member("headless", session.configuration.browser.has(.headless))
                json.member("recording", session.configuration.session.isRecorded)
                json.member("used_credits", session.creditsUsed(at: now))
                json.member("proxy_bytes", session.usage?.proxyBytes ?? 0)
                json.member("proxy_type", proxyType)
                json.member("steps", steps)
                json.member("duration", session.duration(at: now).seconds)
                json.member("created_at", session.createdAt)
                json.member("user_configuration", session.configuration)
                json.member("task_initiated", session.agents?.isInitiator ?? false)
                json.member("task_executions_count", session.agents?.executions ?? 0)
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

/// `GET /v1/sessions/all/status` (anchor.md 4)
enum GetAllSessionsStatus {
    /// Of each session only what is shown: there may be very many.
    struct Row: JSONWritable {
        private let id: String
        private let status: Session.Status
        private let tags: [String]
        private let createdAt: Moment

        init(_ session: Session, at now: Moment) {
            id = session.id
            status = session.status(at: now)
            tags = session.tags ?? []
            createdAt = session.createdAt
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("session_id", id)
                json.member("status", status.rawValue)
                json.member("tags", tags)
                json.member("created_at", createdAt)
            }
        }
    }
}
