#pragma once

#include <stddef.h>
#include <stdint.h>

/// A document that the binary carries.
struct EmbeddedDocument {
    const uint8_t *_Nonnull bytes;
    size_t count;
};

/// The OpenAPI description of Anchor Browser.
struct EmbeddedDocument embeddedAnchorDescription(void);
/// The OpenAPI description of Anon.
struct EmbeddedDocument embeddedAnonDescription(void);
/// The OpenAPI description of the control plane.
struct EmbeddedDocument embeddedControlDescription(void);
/// The failures that Anchor's documents have.
struct EmbeddedDocument embeddedAnchorFAQ(void);
/// The failures that Anon's documents have.
struct EmbeddedDocument embeddedAnonFAQ(void);
/// Which clients the tests run against which operation.
struct EmbeddedDocument embeddedClientRecord(void);

/// An article of the documentation.
struct EmbeddedArticle {
    /// Its file's name without `.md`.
    const char *_Nonnull name;
    struct EmbeddedDocument document;
};

/// How many articles there are.
size_t embeddedArticleCount(void);
/// One of them, by its place from 0.
struct EmbeddedArticle embeddedArticle(size_t place);
