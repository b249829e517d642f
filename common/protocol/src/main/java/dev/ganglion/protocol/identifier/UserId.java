package dev.ganglion.protocol.identifier;

import java.util.Optional;

/**
 * A user's ID, {@code @localpart:server}. Historical IDs, whose localpart is anything but a colon
 * or NUL, are accepted too, for rooms hold them for ever. Appendices, "User Identifiers".
 */
public record UserId(String value) {
    /** Checks the grammar. */
    public UserId {
        int colon = value.indexOf(':');
        boolean isValid =
                value.startsWith("@")
                        && colon > 0
                        && Grammar.fits(value)
                        && Grammar.isOpaque(value)
                        && ServerName.isValid(value.substring(colon + 1));
        if (!isValid) {
            throw Grammar.invalid("user ID", value);
        }
    }

    public static UserId parse(String text) {
        return new UserId(text);
    }

    public static Optional<UserId> tryParse(String text) {
        return Grammar.tried(text, UserId::new);
    }

    public static UserId of(String localpart, ServerName server) {
        return new UserId("@" + localpart + ":" + server.value());
    }

    /**
     * Whether a new user may have this localpart: lower case letters, digits and {@code ._=-/+},
     * not empty.
     */
    public static boolean isLocalpartForNewUser(String localpart) {
        return !localpart.isEmpty() && Grammar.consistsOf(localpart, UserId::isAllowedForNewUser);
    }

    /**
     * Whether it is one that this server would tell clients of outside of events. Appendices,
     * "Historical User IDs".
     */
    public boolean isCompliant() {
        String localpart = localpart();
        return !localpart.isEmpty() && Grammar.consistsOf(localpart, UserId::isVisibleAscii);
    }

    public String localpart() {
        return value.substring(1, value.indexOf(':'));
    }

    public ServerName serverName() {
        return new ServerName(value.substring(value.indexOf(':') + 1));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isVisibleAscii(int c) {
        return c > ' ' && c < 0x7F;
    }

    private static boolean isAllowedForNewUser(int c) {
        return (c >= 'a' && c <= 'z') || Grammar.isDigit(c) || "._=-/+".indexOf(c) >= 0;
    }
}
