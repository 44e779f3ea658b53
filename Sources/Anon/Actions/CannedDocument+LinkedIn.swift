extension CannedDocument {
    static let linkedInConnections = CannedDocument(PackageResources.linkedin_connections_json)
    static let linkedInConversations = CannedDocument(PackageResources.linkedin_conversations_json)
    static let linkedInMessages = CannedDocument(PackageResources.linkedin_messages_json)
    static let linkedInProfiles = CannedDocument(PackageResources.linkedin_profiles_json)
}
