package dev.ganglion.media.storage;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tells a full disk, which the client is told about, from a broken one, which is our failure. */
final class DiskFailures {
    private static final int INSUFFICIENT_STORAGE = 507;

    /** Java has no error number: these are the words of ENOSPC, EDQUOT and of Windows. */
    private static final List<String> FULL =
            List.of("no space left", "quota exceeded", "not enough space");

    private DiskFailures() {}

    static MatrixException noSpace() {
        return MatrixException.of(
                INSUFFICIENT_STORAGE,
                ErrorCode.UNKNOWN,
                "The server's disk is full: nothing can be uploaded now");
    }

    static Throwable translate(IOException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return FULL.stream().anyMatch(words::contains) ? noSpace() : failure;
    }
}
