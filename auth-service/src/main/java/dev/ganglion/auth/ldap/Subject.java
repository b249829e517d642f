package dev.ganglion.auth.ldap;

import com.unboundid.ldap.sdk.SearchResultEntry;

import java.util.HexFormat;
import java.util.Optional;

/** By what somebody is known again, whatever they are called by then. */
final class Subject {
    private static final int MAX_LENGTH = 255;

    private Subject() {}

    /**
     * The one value of the attribute, in hexadecimal where it is no text, as that of Active
     * Directory's {@code objectGUID}. Empty when there is none, or several of which none is first.
     */
    static Optional<String> of(SearchResultEntry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValueByteArrays(attribute))
                .filter(known -> known.length == 1)
                .map(known -> text(known[0]))
                .filter(text -> !text.isBlank() && text.length() <= MAX_LENGTH);
    }

    private static String text(byte[] value) {
        StringBuilder text = new StringBuilder();
        for (byte each : value) {
            if (each < ' ' || each > '~') {
                return "hex:" + HexFormat.of().formatHex(value);
            }
            text.append((char) each);
        }
        return text.toString();
    }
}
