package dev.ganglion.media.storage;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a stored file: 32 hexadecimal digits, so that it is safe on every file system. */
public record FileKey(String value) {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    /** Checks the grammar: nothing else may ever become a path. */
    public FileKey {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("Not the key of a stored file");
        }
    }

    static FileKey next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new FileKey(HexFormat.of().formatHex(bytes));
    }

    /** Which of the 256 folders holds the file. */
    String shard() {
        return value.substring(0, 2);
    }
}
