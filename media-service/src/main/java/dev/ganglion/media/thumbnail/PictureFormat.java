package dev.ganglion.media.thumbnail;

import dev.ganglion.media.catalog.ContentType;

import java.util.Arrays;
import java.util.Optional;

/** The formats that are decoded, with how their files begin. No other ever reaches a decoder. */
enum PictureFormat {
    PNG("image/png", "png", "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", "jpeg", "\u00ff\u00d8\u00ff"),
    GIF("image/gif", "gif", "GIF8?a"),
    WEBP("image/webp", "webp", "RIFF????WEBP");

    /** How many bytes of a file decide. */
    static final int MAGIC_BYTES = 12;

    private static final char ANY = '?';

    private final String contentType;
    private final String readerName;
    private final String magic;

    PictureFormat(String contentType, String readerName, String magic) {
        this.contentType = contentType;
        this.readerName = readerName;
        this.magic = magic;
    }

    static Optional<PictureFormat> declared(ContentType type) {
        return Arrays.stream(values())
                .filter(format -> format.contentType.equals(type.essence()))
                .findFirst();
    }

    boolean matches(byte[] start) {
        if (start.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            char expected = magic.charAt(i);
            if (expected != ANY && expected != (start[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The name of its decoder within Image I/O. */
    String readerName() {
        return readerName;
    }
}
