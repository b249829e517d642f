package dev.ganglion.service.web;

import dev.ganglion.protocol.error.MatrixException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Refuses text that no store can keep before anything parses it: invalid UTF-8, and escapes for NUL
 * or for half a character. One pass over the bytes, so that every string field of every request is
 * covered at once.
 */
final class JsonText {
    private static final int ESCAPE_LENGTH = 6;

    private JsonText() {}

    static void check(byte[] json) {
        boolean isAscii = true;
        for (int i = 0; i < json.length; i++) {
            if (json[i] < 0) {
                isAscii = false;
            } else if (json[i] == '\\') {
                i += skipEscape(json, i);
            }
        }
        if (!isAscii) {
            checkUtf8(json);
        }
    }

    /** How many bytes after the backslash belong to its escape. */
    private static int skipEscape(byte[] json, int at) {
        int unit = unit(json, at);
        if (unit < 0) {
            return 1;
        }
        if (unit == 0) {
            throw MatrixException.badJson("A string holds NUL");
        }
        if (!Character.isSurrogate((char) unit)) {
            return ESCAPE_LENGTH - 1;
        }
        int next = unit(json, at + ESCAPE_LENGTH);
        boolean isPair = next >= 0 && Character.isSurrogatePair((char) unit, (char) next);
        if (!isPair) {
            throw MatrixException.badJson("A string holds a lone surrogate");
        }
        return 2 * ESCAPE_LENGTH - 1;
    }

    /** The value of the {@code \\uXXXX} at this place, or negative. */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE_LENGTH > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int value = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** Parsers take overlong forms and encoded surrogates for characters: found here. */
    private static void checkUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json));
        } catch (CharacterCodingException _) {
            throw MatrixException.notJson("The body is not UTF-8");
        }
    }
}
