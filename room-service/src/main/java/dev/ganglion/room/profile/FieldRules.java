package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;

/** What a profile field may be called and hold. Client-server API, "Profiles". */
final class FieldRules {
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_DISPLAYNAME_LENGTH = 256;
    private static final Set<String> UNNAMESPACED =
            Set.of(Profiles.DISPLAYNAME, Profiles.AVATAR_URL);
    private static final Set<String> TIME_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    // Appendices, "Common Namespaced Identifier Grammar".
    private static final Pattern NAMESPACED =
            Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)++");

    private FieldRules() {}

    /** {@code M_KEY_TOO_LARGE}, or {@code M_INVALID_PARAM} for what is no name of a field. */
    static void requireName(String field) {
        if (field.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw MatrixException.of(
                    400, ErrorCode.KEY_TOO_LARGE, "A profile field's name has at most 255 bytes");
        }
        if (!UNNAMESPACED.contains(field) && !NAMESPACED.matcher(field).matches()) {
            throw MatrixException.invalidParam(
                    "A profile field is displayname, avatar_url, m.tz, or has a name with a namespace such as org.example.field");
        }
    }

    /**
     * {@code M_BAD_JSON} for a value of the wrong kind, {@code M_INVALID_PARAM} for a wrong one.
     */
    static void requireValue(String field, JsonValue value) {
        switch (field) {
            case Profiles.DISPLAYNAME -> requireDisplayname(value);
            case Profiles.AVATAR_URL -> requireAvatarUrl(value);
            case Profiles.TIME_ZONE -> requireTimeZone(value);
            default -> {
                // Fields of one's own hold what they want.
            }
        }
    }

    private static void requireDisplayname(JsonValue value) {
        if (!(value instanceof JsonString(String name)
                && name.length() <= MAX_DISPLAYNAME_LENGTH)) {
            throw MatrixException.badJson(
                    "displayname is a string of at most " + MAX_DISPLAYNAME_LENGTH);
        }
    }

    private static void requireAvatarUrl(JsonValue value) {
        if (!(value instanceof JsonString(String url)
                && (url.isEmpty() || MxcUri.tryParse(url).isPresent()))) {
            throw MatrixException.badJson("avatar_url is an mxc URI");
        }
    }

    private static void requireTimeZone(JsonValue value) {
        if (!(value instanceof JsonString(String zone))) {
            throw MatrixException.badJson("m.tz is a string");
        }
        if (!TIME_ZONES.contains(zone)) {
            throw MatrixException.invalidParam(
                    "m.tz is a time zone of the IANA database, such as Europe/Berlin");
        }
    }
}
