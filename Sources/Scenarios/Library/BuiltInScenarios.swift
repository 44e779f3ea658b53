/// The scenarios inside the binary. SwiftPM makes a constant of every file in `Fixtures/scenarios` and below it, whose name
/// leaves out the folder; a test sees to it that each of them is listed.
enum BuiltInScenarios {
    static var documents: [ScenarioDocument] {
        files.map { name, bytes in
            ScenarioDocument(name: name, file: "built-in:\(name)", text: String(decoding: bytes, as: UTF8.self))
        }
    }

    private static var files: [(name: String, bytes: [UInt8])] {
        [
            ("callback-before-identity", PackageResources.callback_before_identity_yaml),
            ("callback-camel-case", PackageResources.callback_camel_case_yaml),
            ("callback-loopback", PackageResources.callback_loopback_yaml),
            ("callback-never-comes", PackageResources.callback_never_comes_yaml),
            ("callback-query-merged", PackageResources.callback_query_merged_yaml),
            ("callback-twice", PackageResources.callback_twice_yaml),
            ("callback-twice-at-once", PackageResources.callback_twice_at_once_yaml),
            ("cancel-stays", PackageResources.cancel_stays_yaml),
            ("default", PackageResources.default_yaml),
            ("demo", PackageResources.demo_yaml),
            ("double-click", PackageResources.double_click_yaml),
            ("faq/amazon-page-closes", PackageResources.amazon_page_closes_yaml),
            ("faq/app-integration-unauthorized", PackageResources.app_integration_unauthorized_yaml),
            ("faq/cors-as-explained", PackageResources.cors_as_explained_yaml),
            ("faq/identity-provider-switched", PackageResources.identity_provider_switched_yaml),
            ("faq/link-url-fails", PackageResources.link_url_fails_yaml),
            ("faq/session-forbidden", PackageResources.session_forbidden_yaml),
            ("faq/tunnel-refused", PackageResources.tunnel_refused_yaml),
            ("faq/user-look-up-crashes", PackageResources.user_look_up_crashes_yaml),
            ("flaky", PackageResources.flaky_yaml),
            ("identity-credentials-hidden", PackageResources.identity_credentials_hidden_yaml),
            ("identity-metadata-merged", PackageResources.identity_metadata_merged_yaml),
            ("identity-not-found", PackageResources.identity_not_found_yaml),
            ("identity-validation-fails", PackageResources.identity_validation_fails_yaml),
            ("identity-validation-slow", PackageResources.identity_validation_slow_yaml),
            ("identity-visible-after-reads", PackageResources.identity_visible_after_reads_yaml),
            ("identity-visible-later", PackageResources.identity_visible_later_yaml),
            ("internal-error", PackageResources.internal_error_yaml),
            ("invalid-api-key", PackageResources.invalid_api_key_yaml),
            ("latency", PackageResources.latency_yaml),
            ("link-revoked-between-calls", PackageResources.link_revoked_between_calls_yaml),
            ("no-credits", PackageResources.no_credits_yaml),
            ("outage", PackageResources.outage_yaml),
            ("profile-exists", PackageResources.profile_exists_yaml),
            ("reauthentication-fails", PackageResources.reauthentication_fails_yaml),
            ("reauthentication-without-credentials", PackageResources.reauthentication_without_credentials_yaml),
            ("scarce-keys", PackageResources.scarce_keys_yaml),
            ("sdk-suite", PackageResources.sdk_suite_yaml),
            ("service-unavailable", PackageResources.service_unavailable_yaml),
            ("session-answer-garbled", PackageResources.session_answer_garbled_yaml),
            ("session-answer-truncated", PackageResources.session_answer_truncated_yaml),
            ("session-captcha-needs-proxy", PackageResources.session_captcha_needs_proxy_yaml),
            ("session-connection-reset", PackageResources.session_connection_reset_yaml),
            ("session-out-of-credits", PackageResources.session_out_of_credits_yaml),
            ("session-rate-limited", PackageResources.session_rate_limited_yaml),
            ("session-slow", PackageResources.session_slow_yaml),
            ("session-slow-body", PackageResources.session_slow_body_yaml),
            ("session-vanishes", PackageResources.session_vanishes_yaml),
            ("token-answer-data", PackageResources.token_answer_data_yaml),
            ("token-answer-flat", PackageResources.token_answer_flat_yaml),
            ("token-answer-lost", PackageResources.token_answer_lost_yaml),
            ("token-bad-request", PackageResources.token_bad_request_yaml),
            ("token-spent-on-opening", PackageResources.token_spent_on_opening_yaml),
            ("tunnel-answer-garbled", PackageResources.tunnel_answer_garbled_yaml),
            ("tunnel-closes", PackageResources.tunnel_closes_yaml),
            ("two-tabs", PackageResources.two_tabs_yaml),
        ]
    }
}
