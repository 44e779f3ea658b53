import HTTPTypes
import KernelHTTP

/// Extensions, certificates, integrations and volumes (anchor.md 10): known, not simulated.
extension AnchorEndpoints {
    static let storage: [Endpoint] = [
        .missing("uploadExtension", .post, "/v1/extensions", "Upload a browser extension"),
        .missing("listExtensions", .get, "/v1/extensions", "List the extensions"),
        .missing("getExtension", .get, "/v1/extensions/{id}", "Read one extension"),
        .missing("deleteExtension", .delete, "/v1/extensions/{id}", "Delete an extension"),
        .missing("uploadCertificate", .post, "/v1/certificates", "Upload a certificate"),
        .missing("listCertificates", .get, "/v1/certificates", "List the certificates"),
        .missing("deleteCertificate", .delete, "/v1/certificates/{name}", "Delete a certificate"),
        .missing("createIntegration", .post, "/v1/integrations", "Connect a password manager"),
        .missing("listIntegrations", .get, "/v1/integrations", "List the integrations"),
        .missing("deleteIntegration", .delete, "/v1/integrations/{integrationId}", "Remove an integration"),
        .missing("createVolume", .post, "/v1/volumes", "Make a volume"),
        .missing("listVolumes", .get, "/v1/volumes", "List the volumes"),
        .missing("getVolumeByName", .get, "/v1/volumes/by-name/{name}", "Find a volume by its name"),
        .missing("getVolume", .get, "/v1/volumes/{volume_id}", "Read one volume"),
        .missing("deleteVolume", .delete, "/v1/volumes/{volume_id}", "Delete a volume"),
        .missing("listVolumeFiles", .get, "/v1/volumes/{volume_id}/files", "List a volume's files"),
        .missing("uploadVolumeFile", .post, "/v1/volumes/{volume_id}/files", "Upload a file into a volume"),
        .missing("deleteVolumeFiles", .delete, "/v1/volumes/{volume_id}/files", "Delete files of a volume"),
        .missing("createVolumeUploadURL", .post, "/v1/volumes/{volume_id}/files/upload-url", "Get a URL to upload to"),
        .missing("getVolumeFileInfo", .get, "/v1/volumes/{volume_id}/files/stat", "Read about one file"),
        .missing("downloadVolumeFile", .get, "/v1/volumes/{volume_id}/files/download", "Get a file"),
        .missing("listVolumePaths", .get, "/v1/volumes/{volume_id}/paths", "List all paths of a volume"),
        .missing("createVolumeDirectory", .post, "/v1/volumes/{volume_id}/directories", "Make a directory"),
    ]
}
