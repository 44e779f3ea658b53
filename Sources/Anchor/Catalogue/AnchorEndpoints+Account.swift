import HTTPTypes
import KernelHTTP

/// Webhooks, billing, agent access and connectors (anchor.md 10): known, not simulated.
extension AnchorEndpoints {
    static let account: [Endpoint] = [
        .missing("createWebhook", .post, "/v1/webhooks", "Register a webhook"),
        .missing("listWebhooks", .get, "/v1/webhooks", "List the webhooks"),
        .missing("getWebhook", .get, "/v1/webhooks/{id}", "Read one webhook"),
        .missing("updateWebhook", .patch, "/v1/webhooks/{id}", "Change a webhook"),
        .missing("deleteWebhook", .delete, "/v1/webhooks/{id}", "Delete a webhook"),
        .missing("rotateWebhookSecret", .post, "/v1/webhooks/{id}/rotate-secret", "Get a new signing secret"),
        .missing("testWebhook", .post, "/v1/webhooks/{id}/test", "Send a test event"),
        .missing("listWebhookDeliveries", .get, "/v1/webhooks/{id}/events", "List a webhook's deliveries"),
        .missing("getBilling", .get, "/v1/billing", "Read credits and usage"),
        .missing("getAgentAccessGuide", .get, "/v1/agent-access", "Read how an agent gets a project"),
        .missing("createAgentAccess", .post, "/v1/agent-access", "Make a project for an agent"),
        .missing("getAgentAccessChallenge", .get, "/v1/agent-access/challenge", "Get the challenge"),
        .missing(
            "getAgentAccessAppendix", .get, "/v1/agent-access/appendix/{appendixRef}",
            "Read the challenge's data"),
        .missing("getConnectorSettings", .get, "/v1/connectors/settings", "Read the connectors' settings"),
        .missing("createConnectionToken", .post, "/v1/connectors/tokens", "Issue a connection token"),
        .missing("listConnectionTokens", .get, "/v1/connectors/tokens", "List the connection tokens"),
        .missing("deleteConnectionToken", .delete, "/v1/connectors/tokens/{token_id}", "Revoke a connection token"),
        .missing("registerConnector", .post, "/v1/connectors", "Register a connector"),
        .missing("listConnectors", .get, "/v1/connectors", "List the connectors"),
        .missing("getConnector", .get, "/v1/connectors/{connector_id}", "Read one connector"),
        .missing("deleteConnector", .delete, "/v1/connectors/{connector_id}", "Delete a connector"),
    ]
}
