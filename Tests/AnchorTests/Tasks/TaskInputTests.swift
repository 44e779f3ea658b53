import HTTPTypes
import Kernel
import Testing

@testable import Anchor

struct TaskInputTests {
    private static let inputs = [
        TaskParameterSeed(name: "user"), TaskParameterSeed(name: "count", type: .number, required: false),
        TaskParameterSeed(name: "deep", type: .boolean, required: false),
        TaskParameterSeed(name: "code", type: .secret, required: false),
        TaskParameterSeed(name: "file", type: .file, required: false),
        TaskParameterSeed(name: "size", type: .string, defaultValue: "s", options: ["s", "m"]),
    ]

    private let client = AnchorClient.scripted(
        TaskResultSeed("found") { $0.inputs = ["user": .equals("ada")] },
        tasks: [TaskSeed(id: "0a0a0a0a-1111-4222-8333-444444444444", name: "Connect to Ada", inputs: inputs)])
    private let path = "/v2/tasks/0a0a0a0a-1111-4222-8333-444444444444/run"

    @Test(
        "an input that is missing or does not fit is named",
        arguments: [
            (#"{}"#, "input_params is required", "body.invalid"),
            (#"{"input_params":[]}"#, "input_params must be an object", "body.invalid"),
            (#"{"input_params":{}}"#, "input_params.user is required", "task.inputMissing"),
            (#"{"input_params":{"user":1}}"#, "input_params.user must be a string", "task.inputInvalid"),
            (
                #"{"input_params":{"user":"a","count":"two"}}"#, "input_params.count must be a number",
                "task.inputInvalid"
            ),
            (#"{"input_params":{"user":"a","deep":"yes"}}"#, "input_params.deep must be true or", "task.inputInvalid"),
            (
                #"{"input_params":{"user":"a","file":"abc"}}"#, "input_params.file must be a data URI",
                "task.inputInvalid"
            ),
            (
                #"{"input_params":{"user":"a","size":"xl"}}"#, "input_params.size must be one of s, m",
                "task.inputInvalid"
            ),
            (#"{"input_params":{"user":"a"},"sync":"yes"}"#, "sync must be a boolean", "body.invalid"),
        ])
    func refused(body: String, message: String, reason: String) async {
        let answer = await client.post(path, body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true, "\(answer.text)")
        #expect(answer.reason == reason)
        #expect(await client.sessions().isEmpty)
    }

    @Test("what fits is taken, and scripted results see it")
    func taken() async {
        let body = """
            {"input_params":{"user":"ada","count":"-2.5","deep":"true","code":"1234","size":"m","other":"x",\
            "file":"data:text/plain;name=file;filename=a.txt;base64,YQ==","file_original_filename":"a.txt"},"sync":true}
            """
        let answer = await client.post(path, body)
        #expect(answer["result"] == ["result": "found"], "\(answer.text)")
    }

    @Test("a secret is kept nowhere")
    func secret() async throws {
        _ = await client.post(path, #"{"input_params":{"user":"ada","code":"very-secret"}}"#)
        let writer = RowWriter()
        let state = try client.store.snapshot.allRows().map {
            try $0.withBytes(from: writer) { String(decoding: $1 ?? $0, as: UTF8.self) }
        }
        #expect(!state.contains { $0.contains("very-secret") })
    }

    @Test("a form is taken as well, with a part for each file")
    func form() async {
        client.headers[.contentType] = MultipartBody.contentType
        let fields = ["input_params": #"{"user":"ada"}"#, "sync": "true"]
        let answer = await client.post(
            path, MultipartBody.form(fields, file: "bytes").replacing("name=\"file\";", with: "name=\"file\";"))
        #expect(answer["status"] == "success", "\(answer.text)")
        let wrong = await client.post(path, MultipartBody.form(["input_params": "{", "sync": "true"], file: "bytes"))
        #expect(wrong.status == 400)
        let twice = await client.post(
            path, MultipartBody.form(["input_params": #"{}"#, "sync": "perhaps"], file: "bytes"))
        #expect(twice.message?.hasPrefix("sync must be a boolean") == true)
    }
}
