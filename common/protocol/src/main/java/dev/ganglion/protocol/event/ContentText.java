package dev.ganglion.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ganglion.protocol.json.Json;

import java.util.Optional;

/** A text in the content of an event as it is stored, read without parsing the rest of it. */
public final class ContentText {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    private ContentText() {}

    /**
     * The text; empty when there is none by that name, or something else.
     *
     * @param pdu the stored canonical bytes
     * @param key of ASCII letters, digits, dots and underscores
     */
    public static Optional<String> of(byte[] pdu, String key) {
        int content = CanonicalScan.memberValue(pdu, 0, CONTENT);
        if (content < 0 || pdu[content] != '{') {
            return Optional.empty();
        }
        int text = CanonicalScan.memberValue(pdu, content, key.getBytes(UTF_8));
        if (text < 0 || pdu[text] != '"') {
            return Optional.empty();
        }
        String raw = between(pdu, text + 1, CanonicalScan.stringEnd(pdu, text) - 1);
        return raw.indexOf('\\') < 0 ? Optional.of(raw) : parsed(pdu, key);
    }

    private static String between(byte[] pdu, int from, int to) {
        return new String(pdu, from, to - from, UTF_8);
    }

    private static Optional<String> parsed(byte[] pdu, String key) {
        return Json.parseObject(pdu).object("content").flatMap(content -> content.string(key));
    }
}
