package dev.ganglion.media.catalog;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import java.util.Locale;

/** What an uploader says the content is; never believed beyond the safe headers it leads to. */
public record ContentType(String value) {
    public static final ContentType OCTET_STREAM = new ContentType("application/octet-stream");

    private static final MimeType JPG = new MimeType("image", "jpg");
    private static final int MAX_LENGTH = 255;

    /** The declared type; bytes without meaning when it is none. */
    public static ContentType ofDeclared(String header) {
        if (header.length() > MAX_LENGTH || !header.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return OCTET_STREAM;
        }
        try {
            MimeType type = MimeTypeUtils.parseMimeType(header);
            return type.isConcrete() ? new ContentType(named(type).toString()) : OCTET_STREAM;
        } catch (InvalidMimeTypeException _) {
            return OCTET_STREAM;
        }
    }

    /** Bots and bridges say image/jpg, which nobody has registered but everybody understands. */
    private static MimeType named(MimeType type) {
        return type.equalsTypeAndSubtype(JPG)
                ? new MimeType(MimeTypeUtils.IMAGE_JPEG, type.getParameters())
                : type;
    }

    /** Type and subtype in lower case, without parameters. */
    public String essence() {
        int semicolon = value.indexOf(';');
        String essence = semicolon < 0 ? value : value.substring(0, semicolon);
        return essence.strip().toLowerCase(Locale.ROOT);
    }
}
