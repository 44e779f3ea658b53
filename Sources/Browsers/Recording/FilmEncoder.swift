import FoundationEssentials
import Kernel

/// Makes an MP4 file of a recording's pictures, with the encoder of the browser that they are of: no other is at hand.
struct FilmEncoder {
    /// What it asks the browser; on a page of its own.
    let command: @Sendable (String, JSONObject) async throws(BrowserFailure) -> JSONObject

    /// How long the whole may take: whoever ended the session waits for it.
    private static let limit = Duration.seconds(3)
    /// How many pictures go over in one message, and how often one stands by itself.
    private static let batch = 25
    /// The most pixels that the encoder takes (H.264, level 4.0).
    private static let mostPixels = 8192 * 256

    /// The film of these pictures; nil if there are none, or the browser has no encoder. Pictures are left out where there are
    /// more than the time is enough for.
    func film(of pictures: [FilmPicture]) async -> MovieFile? {
        let start = ContinuousClock.now
        guard let first = pictures.first, let size = await begin(with: first) else { return nil }
        var samples: [MovieFile.Sample] = []
        var left = pictures
        var time: Int64 = 0
        var pace = Duration.milliseconds(10)
        while !left.isEmpty {
            let began = ContinuousClock.now
            left = Self.thinned(left, to: max(Int((Self.limit - (began - start)) / pace), 1))
            let batch = Array(left.prefix(Self.batch))
            left.removeFirst(batch.count)
            guard let made = await encode(batch, from: time) else { return nil }
            samples += made
            time += batch.reduce(0) { $0 + $1.milliseconds }
            pace = max((ContinuousClock.now - began) / batch.count, .milliseconds(1))
        }
        guard let rest = await finish() else { return nil }
        samples += rest.samples
        guard let configuration = rest.configuration, samples.first?.isKey == true else { return nil }
        return MovieFile(width: size.width, height: size.height, configuration: configuration, samples: samples)
    }

    /// So many of the pictures, those that are shown for longest; each takes over the time of those that are left out behind it.
    private static func thinned(_ pictures: [FilmPicture], to count: Int) -> [FilmPicture] {
        guard pictures.count > count else { return pictures }
        let kept = FilmState.longestShown(pictures.map(\.milliseconds), count)
        var thinned: [FilmPicture] = []
        for (index, picture) in pictures.enumerated() {
            if kept.contains(index) {
                thinned.append(picture)
            } else if let last = thinned.popLast() {
                thinned.append(FilmPicture(path: last.path, milliseconds: last.milliseconds + picture.milliseconds))
            }
        }
        return thinned
    }

    // MARK: - The page

    private func begin(with first: FilmPicture) async -> (width: UInt16, height: UInt16)? {
        guard let jpeg = Self.text(first.path) else { return nil }
        let answer = await evaluate("\(Self.script); drydock.begin(\(JSONWriter.text(jpeg)), \(Self.mostPixels))")
        guard let width = answer?[path: "width"].flatMap(Int.init(field:)),
            let height = answer?[path: "height"].flatMap(Int.init(field:)),
            (2...4096).contains(width), (2...4096).contains(height)
        else { return nil }
        return (UInt16(width), UInt16(height))
    }

    private func encode(_ pictures: [FilmPicture], from start: Int64) async -> [MovieFile.Sample]? {
        var time = start
        var items: [JSONValue] = []
        for picture in pictures {
            items.append([
                "data": .string(Self.text(picture.path) ?? ""), "time": .integer(time),
                "duration": .integer(picture.milliseconds),
            ])
            time += picture.milliseconds
        }
        return Self.samples(in: await evaluate("drydock.encode(\(JSONWriter.text(JSONValue.array(items))))"))
    }

    private func finish() async -> (samples: [MovieFile.Sample], configuration: [UInt8]?)? {
        let answer = await evaluate("drydock.finish()")
        guard let samples = Self.samples(in: answer) else { return nil }
        return (samples, answer?[path: "configuration"]?.string.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) })
    }

    private func evaluate(_ expression: String) async -> JSONValue? {
        let answer = try? await command(
            "Runtime.evaluate", ["expression": .string(expression), "awaitPromise": true, "returnByValue": true])
        guard let answer, answer["exceptionDetails"] == nil else { return nil }
        return answer["result"]?[path: "value"]
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path)))?.base64EncodedString()
    }

    private static func samples(in answer: JSONValue?) -> [MovieFile.Sample]? {
        guard let items = answer?[path: "samples"]?.array else { return nil }
        var samples: [MovieFile.Sample] = []
        for item in items {
            guard let data = item[path: "data"]?.string.flatMap({ Data(base64Encoded: $0) }),
                let duration = item[path: "duration"].flatMap(Int.init(field:)),
                case .bool(let isKey) = item[path: "key"]
            else { return nil }
            samples.append(
                MovieFile.Sample(bytes: [UInt8](data), duration: UInt32(clamping: max(duration, 1)), isKey: isKey))
        }
        return samples
    }

    /// Hands each picture to the encoder; times are in milliseconds.
    private static let script = """
        globalThis.drydock = (() => {
          let canvas, pen, encoder, error, configuration, made = [], shown, durations = new Map(), count = 0;
          const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const text = (bytes) => {
            let letters = '';
            for (let i = 0; i < bytes.length; i += 32768) {
              letters += String.fromCharCode.apply(null, bytes.subarray(i, i + 32768));
            }
            return btoa(letters);
          };
          const picture = (data) => createImageBitmap(new Blob([bytes(data)], {type: 'image/jpeg'}));
          // A picture of another size is drawn to the film's; one that cannot be read leaves the one before it on the screen.
          const source = (image) => {
            if (!image) return shown;
            if (shown !== canvas) shown.close();
            if (image.width === canvas.width && image.height === canvas.height) return shown = image;
            pen.drawImage(image, 0, 0, canvas.width, canvas.height);
            image.close();
            return shown = canvas;
          };
          const taken = () => { if (error) throw error; const samples = made; made = []; return samples; };
          return {
            async begin(data, most) {
              const first = await picture(data);
              const scale = Math.min(1, Math.sqrt(most / (first.width * first.height)) * 0.99);
              const even = (length) => Math.max(2, Math.floor(length * scale / 2) * 2);
              const width = even(first.width), height = even(first.height);
              canvas = new OffscreenCanvas(width, height);
              shown = canvas;
              pen = canvas.getContext('2d', {alpha: false});
              encoder = new VideoEncoder({
                output(chunk, about) {
                  const data = new Uint8Array(chunk.byteLength);
                  chunk.copyTo(data);
                  const description = about && about.decoderConfig && about.decoderConfig.description;
                  if (description) {
                    configuration = text(ArrayBuffer.isView(description)
                      ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
                      : new Uint8Array(description));
                  }
                  made.push({data: text(data), duration: durations.get(chunk.timestamp), key: chunk.type === 'key'});
                },
                error(problem) { error = problem; },
              });
              encoder.configure({codec: 'avc1.640028', width, height, bitrate: 2500000, framerate: 5, avc: {format: 'avc'}});
              return {width, height};
            },
            async encode(items) {
              while (items.length) {
                const group = items.splice(0, 5);
                const images = await Promise.all(group.map((item) => picture(item.data).catch(() => null)));
                group.forEach((item, index) => {
                  const about = {timestamp: item.time * 1000, duration: item.duration * 1000};
                  const frame = new VideoFrame(source(images[index]), about);
                  durations.set(about.timestamp, item.duration);
                  encoder.encode(frame, {keyFrame: count++ % 50 === 0});
                  frame.close();
                });
              }
              while (!error && encoder.encodeQueueSize > 5) await new Promise((done) => setTimeout(done, 5));
              return {samples: taken()};
            },
            async finish() {
              await encoder.flush();
              return {samples: taken(), configuration};
            },
          };
        })()
        """
}
