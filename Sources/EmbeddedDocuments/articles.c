#include "EmbeddedDocuments.h"

// The articles, and the README that leads to them. A test fails if one is forgotten here.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t articleREADME[] = {
#embed "../../README.md"
};

static const uint8_t articleAgents[] = {
#embed "../drydock/Documentation.docc/Agents.md"
};

static const uint8_t articleAnon[] = {
#embed "../drydock/Documentation.docc/Anon.md"
};

static const uint8_t articleArchitecture[] = {
#embed "../drydock/Documentation.docc/Architecture.md"
};

static const uint8_t articleBenchmarks[] = {
#embed "../drydock/Documentation.docc/Benchmarks.md"
};

static const uint8_t articleBrowsers[] = {
#embed "../drydock/Documentation.docc/Browsers.md"
};

static const uint8_t articleChoices[] = {
#embed "../drydock/Documentation.docc/Choices.md"
};

static const uint8_t articleClock[] = {
#embed "../drydock/Documentation.docc/Clock.md"
};

static const uint8_t articleContainers[] = {
#embed "../drydock/Documentation.docc/Containers.md"
};

static const uint8_t articleContributing[] = {
#embed "../drydock/Documentation.docc/Contributing.md"
};

static const uint8_t articleControlPlane[] = {
#embed "../drydock/Documentation.docc/ControlPlane.md"
};

static const uint8_t articleDashboard[] = {
#embed "../drydock/Documentation.docc/Dashboard.md"
};

static const uint8_t articleData[] = {
#embed "../drydock/Documentation.docc/Data.md"
};

static const uint8_t articleDiagnosis[] = {
#embed "../drydock/Documentation.docc/Diagnosis.md"
};

static const uint8_t articleDrift[] = {
#embed "../drydock/Documentation.docc/Drift.md"
};

static const uint8_t articleDrydock[] = {
#embed "../drydock/Documentation.docc/Drydock.md"
};

static const uint8_t articleEvents[] = {
#embed "../drydock/Documentation.docc/Events.md"
};

static const uint8_t articleFAQ[] = {
#embed "../drydock/Documentation.docc/FAQ.md"
};

static const uint8_t articleFiles[] = {
#embed "../drydock/Documentation.docc/Files.md"
};

static const uint8_t articleFlags[] = {
#embed "../drydock/Documentation.docc/Flags.md"
};

static const uint8_t articleHTTPS[] = {
#embed "../drydock/Documentation.docc/HTTPS.md"
};

static const uint8_t articleLimits[] = {
#embed "../drydock/Documentation.docc/Limits.md"
};

static const uint8_t articleMagicValues[] = {
#embed "../drydock/Documentation.docc/MagicValues.md"
};

static const uint8_t articleOperations[] = {
#embed "../drydock/Documentation.docc/Operations.md"
};

static const uint8_t articleRules[] = {
#embed "../drydock/Documentation.docc/Rules.md"
};

static const uint8_t articleScenarios[] = {
#embed "../drydock/Documentation.docc/Scenarios.md"
};

static const uint8_t articleSessions[] = {
#embed "../drydock/Documentation.docc/Sessions.md"
};

static const uint8_t articleSharding[] = {
#embed "../drydock/Documentation.docc/Sharding.md"
};

static const uint8_t articleTasks[] = {
#embed "../drydock/Documentation.docc/Tasks.md"
};

static const uint8_t articleTesting[] = {
#embed "../drydock/Documentation.docc/Testing.md"
};

static const uint8_t articleTools[] = {
#embed "../drydock/Documentation.docc/Tools.md"
};

static const uint8_t articleVerification[] = {
#embed "../drydock/Documentation.docc/Verification.md"
};

static const uint8_t articleWebhookEvents[] = {
#embed "../drydock/Documentation.docc/WebhookEvents.md"
};

static const uint8_t articleWebhooks[] = {
#embed "../drydock/Documentation.docc/Webhooks.md"
};

static const uint8_t articleWorlds[] = {
#embed "../drydock/Documentation.docc/Worlds.md"
};

static const struct EmbeddedArticle articles[] = {
    {"README", {articleREADME, sizeof articleREADME}},
    {"Agents", {articleAgents, sizeof articleAgents}},
    {"Anon", {articleAnon, sizeof articleAnon}},
    {"Architecture", {articleArchitecture, sizeof articleArchitecture}},
    {"Benchmarks", {articleBenchmarks, sizeof articleBenchmarks}},
    {"Browsers", {articleBrowsers, sizeof articleBrowsers}},
    {"Choices", {articleChoices, sizeof articleChoices}},
    {"Clock", {articleClock, sizeof articleClock}},
    {"Containers", {articleContainers, sizeof articleContainers}},
    {"Contributing", {articleContributing, sizeof articleContributing}},
    {"ControlPlane", {articleControlPlane, sizeof articleControlPlane}},
    {"Dashboard", {articleDashboard, sizeof articleDashboard}},
    {"Data", {articleData, sizeof articleData}},
    {"Diagnosis", {articleDiagnosis, sizeof articleDiagnosis}},
    {"Drift", {articleDrift, sizeof articleDrift}},
    {"Drydock", {articleDrydock, sizeof articleDrydock}},
    {"Events", {articleEvents, sizeof articleEvents}},
    {"FAQ", {articleFAQ, sizeof articleFAQ}},
    {"Files", {articleFiles, sizeof articleFiles}},
    {"Flags", {articleFlags, sizeof articleFlags}},
    {"HTTPS", {articleHTTPS, sizeof articleHTTPS}},
    {"Limits", {articleLimits, sizeof articleLimits}},
    {"MagicValues", {articleMagicValues, sizeof articleMagicValues}},
    {"Operations", {articleOperations, sizeof articleOperations}},
    {"Rules", {articleRules, sizeof articleRules}},
    {"Scenarios", {articleScenarios, sizeof articleScenarios}},
    {"Sessions", {articleSessions, sizeof articleSessions}},
    {"Sharding", {articleSharding, sizeof articleSharding}},
    {"Tasks", {articleTasks, sizeof articleTasks}},
    {"Testing", {articleTesting, sizeof articleTesting}},
    {"Tools", {articleTools, sizeof articleTools}},
    {"Verification", {articleVerification, sizeof articleVerification}},
    {"WebhookEvents", {articleWebhookEvents, sizeof articleWebhookEvents}},
    {"Webhooks", {articleWebhooks, sizeof articleWebhooks}},
    {"Worlds", {articleWorlds, sizeof articleWorlds}},
};

size_t embeddedArticleCount(void) { return sizeof articles / sizeof articles[0]; }

struct EmbeddedArticle embeddedArticle(size_t place) { return articles[place]; }
