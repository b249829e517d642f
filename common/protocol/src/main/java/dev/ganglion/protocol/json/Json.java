package dev.ganglion.protocol.json;

import static dev.ganglion.protocol.json.InvalidJsonException.Kind.MALFORMED;
import static dev.ganglion.protocol.json.InvalidJsonException.Kind.NOT_CANONICAL;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The strict parser: it takes what canonical JSON can hold and nothing else. Floats, exponents,
 * {@code -0}, numbers beyond 2^53 - 1, duplicate keys, lone surrogates, invalid UTF-8, nesting
 * deeper than {@value #MAX_DEPTH} and trailing input are refused with {@link InvalidJsonException}.
 * So is NUL in a string: canonical JSON could hold it, but no text column of PostgreSQL. How long
 * the input may be is the caller's to say. Thread-safe.
 */
public final class Json {
    /** Deep enough for every event, shallow enough for every stack. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_NUMBER_LENGTH = 20;
    private static final char REPLACEMENT = '\uFFFD';
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    // A table of names shared by all parsers would be a target for colliding names.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    // Read as floats, and so refused as such rather than as a broken document.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private Json() {}

    /** Parses UTF-8 that must be one JSON object. */
    public static JsonObject parseObject(byte[] utf8) {
        return object(parse(utf8));
    }

    /** Parses text that must be one JSON object. */
    public static JsonObject parseObject(String text) {
        return object(parse(text));
    }

    /** Parses UTF-8 that must be one JSON value. */
    public static JsonValue parse(byte[] utf8) {
        return parse(decoded(utf8));
    }

    /** Parses text that must be one JSON value. */
    public static JsonValue parse(String text) {
        return read(FACTORY.createParser(ObjectReadContext.empty(), text));
    }

    private static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new InvalidJsonException(NOT_CANONICAL, "Expected a JSON object");
    }

    private static JsonValue read(JsonParser source) {
        try (JsonParser parser = source) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new InvalidJsonException(MALFORMED, "There is no JSON");
            }
            JsonValue value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new InvalidJsonException(
                        MALFORMED, "There is more after the end of the JSON");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new InvalidJsonException(NOT_CANONICAL, "Too deep, or a number too long", e);
        } catch (JacksonException e) {
            throw new InvalidJsonException(MALFORMED, "Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonValue value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> new JsonString(wellFormed(parser.getString()));
            case VALUE_NUMBER_INT -> number(parser);
            case VALUE_NUMBER_FLOAT ->
                    throw new InvalidJsonException(
                            NOT_CANONICAL,
                            "Numbers must be integers, without fraction or exponent");
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new InvalidJsonException(MALFORMED, "Not JSON");
        };
    }

    private static JsonObject members(JsonParser parser) {
        Map<String, JsonValue> members = new HashMap<>();
        String key;
        while ((key = parser.nextName()) != null) {
            JsonValue earlier = members.put(wellFormed(key), value(parser, parser.nextToken()));
            if (earlier != null) {
                throw new InvalidJsonException(
                        NOT_CANONICAL, "The key \"" + key + "\" stands twice");
            }
        }
        return JsonObject.owning(members);
    }

    private static JsonArray elements(JsonParser parser) {
        List<JsonValue> elements = new ArrayList<>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            elements.add(value(parser, token));
        }
        return new JsonArray(elements);
    }

    private static JsonNumber number(JsonParser parser) {
        String digits = parser.getString();
        if (digits.equals("-0")) {
            throw new InvalidJsonException(NOT_CANONICAL, "Zero has no sign");
        }
        try {
            return new JsonNumber(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw new InvalidJsonException(
                    NOT_CANONICAL, "The number is outside of ±(2^53 - 1)", e);
        }
    }

    private static String wellFormed(String string) {
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit == 0) {
                throw new InvalidJsonException(NOT_CANONICAL, "A string holds NUL");
            }
            if (Character.isSurrogate(unit)) {
                boolean isPair =
                        Character.isHighSurrogate(unit)
                                && i + 1 < string.length()
                                && Character.isLowSurrogate(string.charAt(i + 1));
                if (!isPair) {
                    throw new InvalidJsonException(
                            NOT_CANONICAL, "A string holds a lone surrogate");
                }
                i++;
            }
        }
        return string;
    }

    /**
     * Decoded here, because the streaming parser takes overlong forms and encoded surrogates for
     * characters, and guesses at UTF-16 from zero bytes.
     */
    private static String decoded(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(utf8);
        }
        return text;
    }

    /** The replacement character may be the input's own. */
    private static void requireUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException(MALFORMED, "Not UTF-8", e);
        }
    }
}
