package dev.ganglion.protocol.identifier;

import java.util.Arrays;
import java.util.Optional;

/**
 * A homeserver's name: a host name, an IPv4 or a bracketed IPv6 address, and perhaps a port.
 * Appendices, "Server Name".
 */
public record ServerName(String value) {
    private static final int MAX_LENGTH = 230;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_IPV6_CHARS = 45;
    private static final int IPV4_BYTES = 4;
    private static final int MAX_IPV4_DIGITS = 3;

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
        return Grammar.tried(text, ServerName::new);
    }

    /** The host without the port; an IPv6 address keeps its brackets. */
    public String host() {
        return value.substring(0, hostEnd(value));
    }

    /** Whether the host is an IPv4 or IPv6 address rather than a name. */
    public boolean isIpLiteral() {
        String host = host();
        return host.startsWith("[") || isIpv4(host);
    }

    @Override
    public String toString() {
        return value;
    }

    static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int hostEnd = hostEnd(text);
        return (text.charAt(0) == '[' ? isIpv6(text, hostEnd) : isDnsName(text, hostEnd))
                && (hostEnd == text.length() || isPort(text, hostEnd + 1));
    }

    /** The index of the colon before the port, or the end. */
    private static int hostEnd(String text) {
        int colon = text.indexOf(':', Math.max(0, text.lastIndexOf(']')));
        return colon < 0 ? text.length() : colon;
    }

    private static boolean isIpv6(String text, int end) {
        int length = end - 2;
        if (length < 2 || length > MAX_IPV6_CHARS || text.charAt(end - 1) != ']') {
            return false;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = text.charAt(i);
            boolean isHex = Grammar.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!isHex && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(String host) {
        String[] bytes = host.split("\\.", -1);
        return bytes.length == IPV4_BYTES
                && Arrays.stream(bytes)
                        .allMatch(
                                digits ->
                                        !digits.isEmpty()
                                                && digits.length() <= MAX_IPV4_DIGITS
                                                && Grammar.consistsOf(digits, Grammar::isDigit));
    }

    /** An IPv4 address is one in form. */
    private static boolean isDnsName(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Grammar.isAlphanumeric(c) && c != '-' && c != '.') {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isPort(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            if (!Grammar.isDigit(text.charAt(i))) {
                return false;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port <= MAX_PORT;
    }
}
