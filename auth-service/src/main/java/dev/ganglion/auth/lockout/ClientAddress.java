package dev.ganglion.auth.lockout;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from, as the gateway says; no client can choose it. An argument of
 * endpoints, from the header {@code X-Ganglion-Client-Address}.
 */
public record ClientAddress(String value) {
    private static final int NETWORK_BYTES = 8;

    /** Used by Spring to read the header. */
    public static ClientAddress valueOf(String value) {
        return new ClientAddress(value);
    }

    /**
     * What one party can change no part of: an IPv4 address, or the /64 of an IPv6 address, of
     * which every customer has 2^64.
     */
    String network() {
        try {
            return InetAddress.ofLiteral(value) instanceof Inet6Address address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                    : value;
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
