#include "EmbeddedDocuments.h"

// The large documents of `Fixtures`. SwiftPM's `.embedInCode` makes an array literal of a file, over which the Swift compiler
// sits for twenty seconds for each 100 KB; Clang takes them in at once.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t anchorDescription[] = {
#embed "../../Fixtures/openapi/anchor.yaml"
};

static const uint8_t anonDescription[] = {
#embed "../../Fixtures/openapi/anon.yaml"
};

static const uint8_t controlDescription[] = {
#embed "../../Fixtures/openapi/control.yaml"
};

static const uint8_t anchorFAQ[] = {
#embed "../../Fixtures/faq/anchor.yaml"
};

static const uint8_t anonFAQ[] = {
#embed "../../Fixtures/faq/anon.yaml"
};

static const uint8_t clientRecord[] = {
#embed "../../Fixtures/contract/clients.json"
};

struct EmbeddedDocument embeddedAnchorDescription(void) {
    return (struct EmbeddedDocument){anchorDescription, sizeof anchorDescription};
}

struct EmbeddedDocument embeddedAnonDescription(void) {
    return (struct EmbeddedDocument){anonDescription, sizeof anonDescription};
}

struct EmbeddedDocument embeddedControlDescription(void) {
    return (struct EmbeddedDocument){controlDescription, sizeof controlDescription};
}

struct EmbeddedDocument embeddedAnchorFAQ(void) { return (struct EmbeddedDocument){anchorFAQ, sizeof anchorFAQ}; }

struct EmbeddedDocument embeddedAnonFAQ(void) { return (struct EmbeddedDocument){anonFAQ, sizeof anonFAQ}; }

struct EmbeddedDocument embeddedClientRecord(void) { return (struct EmbeddedDocument){clientRecord, sizeof clientRecord}; }
