package dev.ganglion.protocol.identifier;

import com.google.re2j.Pattern;

import java.util.Optional;

/**
 * A homeserver's name: a host name, an IPv4 or a bracketed IPv6 address, and perhaps a port.
 * Appendices, "Server Name".
 */
public record ServerName(String value) {
    private static final int MAX_LENGTH = 230;
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:[0-9A-Za-z.-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?");

    /** Checks the grammar. */
    public ServerName {
        if (!isValid(value)) {
            throw Grammar.invalid("server name", value);
        }
    }

    public static ServerName parse(String text) {
        return new ServerName(text);
    }

    public static Optional<ServerName> tryParse(String text) {
        return isValid(text) ? Optional.of(new ServerName(text)) : Optional.empty();
    }

    /** The host without the port; an IPv6 address keeps its brackets. */
    public String host() {
        int colon = value.endsWith("]") ? -1 : value.lastIndexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group(1);
        return port == null || Integer.parseInt(port) <= MAX_PORT;
    }
}
