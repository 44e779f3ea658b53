import KernelHTTP

/// Every operation of Anon, each once.
enum AnonEndpoints {
    static let routes: [Route<AnonStore>] =
        OrganizationController.routes
        + MemberController.routes
        + UserPoolController.routes
        + SdkClientController.routes
        + AppUserIdTokenController.routes
        + SessionController.routes
        + SessionAccessGrantController.routes
        + AppIntegrationController.routes
        + AppUserController.routes
        + RemoteBrowserController.routes
        + PreflightController.routes
        + LinkURLController.routes
        + LinkPageController.routes
        + ActionController.routes
        + MessengerController.routes
        + KeySetController.routes
        + TunnelController.routes
}
