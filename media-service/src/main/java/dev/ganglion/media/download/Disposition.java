package dev.ganglion.media.download;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.FileName;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The value of {@code Content-Disposition} (RFC 6266), in which no name can end the header. */
final class Disposition {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Disposition() {}

    static String of(ContentType type, Optional<FileName> name) {
        String kind = InlineTypes.allow(type) ? "inline" : "attachment";
        return name.map(given -> kind + "; " + parameter(given.value())).orElse(kind);
    }

    private static String parameter(String name) {
        boolean isPlain = name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return isPlain ? "filename=\"" + quoted(name) + "\"" : "filename*=utf-8''" + encoded(name);
    }

    private static String quoted(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** RFC 8187: percent-encoded UTF-8. */
    private static String encoded(String name) {
        StringBuilder value = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (isAttributeCharacter(b)) {
                value.append((char) b);
            } else {
                value.append('%').append(HEX.toHexDigits(b));
            }
        }
        return value.toString();
    }

    private static boolean isAttributeCharacter(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "!#$&+-.^_`|~".indexOf(b) >= 0;
    }
}
