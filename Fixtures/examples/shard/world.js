// Which world a request enters, for nginx's `hash`: the world's mark, twelve hexadecimal digits, however the world is named.
//
// A name gives the mark by a hash. Whatever Drydock issues (tokens, keys, ids) carries it: the first 48 bits, veiled by the
// other 80. So a browser that opens a hosted page needs no header here either. Written for njs, which has no numbers of 64
// bits: `{high, low}` is one.

// What may have been issued, and what may end in `@world`, by where it is in a request.
const QUERY_KEYS = ["token", "sessionId", "apiKey"];
const QUERY_IDS = ["linkId", "clientId"];
const BARE_IDS = /^\/(?:org\/organization|org\/member|live|cdp|interventions)\/([^/]+)/;

function key(r) {
    const path = r.uri;
    return /^\/_drydock(\/|$)/.test(path) ? controlKey(r, path) : vendorKey(r, path);
}

// The control plane names a world in its query or its path, otherwise it goes by the identity token in the path.
function controlKey(r, path) {
    const named = first(r.args.world) || part(path, /^\/_drydock\/worlds\/([^/]+)$/);
    if (named) return markOfName(named);
    return markOfIssued(part(path, /^\/_drydock\/identity-tokens\/([^/]+)/)) || markOfName("default");
}

function vendorKey(r, path) {
    const header = r.headersIn["X-Drydock-World"];
    if (header) return markOfName(header);
    const bearer = part(r.headersIn.Authorization || "", /^\S+ +(.+)$/);
    const isKey = /^(anon_|ory_)/.test(bearer);
    const keys = [r.headersIn["anchor-api-key"], part(r.headersIn.Cookie || "", /(?:^|; *)wos-session=([^;]*)/)]
        .concat(isKey ? bearer : "", QUERY_KEYS.map((name) => first(r.args[name])));
    const ids = QUERY_IDS.map((name) => first(r.args[name]))
        .concat(r.headersIn["X-Anon-Sdk-Client-Id"], clientOf(isKey ? "" : bearer), clientOf(first(r.args.appUserIdToken)))
        .concat(part(path, BARE_IDS));
    return markOfKeys(keys) || markOfIssued(ids.find(markOfIssued)) || markOfName("default");
}

// `@name` counts before what was issued, other than in the server: only the server knows what it has issued, and a key of yours
// may have the form of a UUID.
function markOfKeys(keys) {
    const texts = keys.filter(Boolean);
    const named = texts.find((text) => text.indexOf("@") >= 0);
    if (named) return markOfName(named.slice(named.lastIndexOf("@") + 1));
    return markOfIssued(texts.find(markOfIssued));
}

// The SDK client that a token of Anon's was issued for; nothing is verified here.
function clientOf(token) {
    try {
        return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()).sdkClientId;
    } catch (error) {
        return "";
    }
}

// For `CONNECT`: sets $world by the key that is the proxy's password (Anon.md).
function tunnel(s) {
    let head = "";
    s.on("upload", (data, flags) => {
        head += data;
        if (head.indexOf("\r\n\r\n") < 0 && head.length < 16384 && !flags.last) return;
        const basic = part(head, /\r\nproxy-authorization: *basic +(\S+)/i);
        const password = part(Buffer.from(basic, "base64").toString(), /^[^:]*:(.*)$/);
        s.variables.world = markOfKeys([password]) || markOfName("default");
        s.done();
    });
}

function first(value) {
    return Array.isArray(value) ? value[0] : value || "";
}

function part(text, pattern) {
    const found = text.match(pattern);
    return found ? found[1] : "";
}

// MARK: Marks

// The mark of the world that a UUID, or a secret with any prefix, says it was issued in; empty for any other text.
function markOfIssued(text) {
    const digits = text && issuedDigits(text);
    if (!digits) return "";
    const middle = parseInt(digits.slice(12, 16), 16);
    const veil = mix({
        high: (parseInt(digits.slice(16, 24), 16) ^ (middle >>> 8)) >>> 0,
        low: (parseInt(digits.slice(24), 16) ^ (middle << 24)) >>> 0,
    });
    return mark({high: parseInt(digits.slice(0, 4), 16) ^ veil.high, low: parseInt(digits.slice(4, 12), 16) ^ veil.low});
}

function issuedDigits(text) {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.replace(/-/g, "");
    return part(text, /([0-9a-f]{32})[^@]{32}(?:@.*)?$/i);
}

// FNV-1a, then mixed.
function markOfName(name) {
    let hash = {high: 0xcbf29ce4, low: 0x84222325};
    for (let position = 0; position < name.length; position += 1) {
        hash.low = (hash.low ^ name.charCodeAt(position)) >>> 0;
        hash = times(hash, {high: 0x100, low: 0x1b3});
    }
    return mark(mix(hash));
}

// The low 48 bits as text.
function mark(number) {
    return hexadecimal(number.high & 0xffff, 4) + hexadecimal(number.low >>> 0, 8);
}

function hexadecimal(number, width) {
    return ("0000000" + number.toString(16)).slice(-width);
}

// The last step of SplitMix64.
function mix(number) {
    number = times(folded(number, 30), {high: 0xbf58476d, low: 0x1ce4e5b9});
    number = times(folded(number, 27), {high: 0x94d049bb, low: 0x133111eb});
    return folded(number, 31);
}

function folded(number, shift) {
    return {
        high: (number.high ^ (number.high >>> shift)) >>> 0,
        low: (number.low ^ ((number.high << (32 - shift)) | (number.low >>> shift))) >>> 0,
    };
}

// The low 64 bits of a product, in parts of 16 bits where 32 would be too many.
function times(one, other) {
    const low = (one.low & 0xffff) * (other.low & 0xffff);
    const left = (one.low >>> 16) * (other.low & 0xffff) + (low >>> 16);
    const right = (one.low & 0xffff) * (other.low >>> 16) + (left & 0xffff);
    const carried = (one.low >>> 16) * (other.low >>> 16) + (left >>> 16) + (right >>> 16);
    return {
        high: (carried + Math.imul(one.high, other.low) + Math.imul(one.low, other.high)) >>> 0,
        low: ((right << 16) | (low & 0xffff)) >>> 0,
    };
}

export default {key, tunnel};
