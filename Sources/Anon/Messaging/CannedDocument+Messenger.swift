extension CannedDocument {
    static let messengerAccount = CannedDocument(PackageResources.messenger_account_json)
    static let messengerConversations = CannedDocument(PackageResources.messenger_conversations_json)
}
