package dev.ganglion.service.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are somebody's on the public internet. Everything else may be a service of the
 * operator's network that trusts whoever reaches it. By the registries of special-purpose addresses
 * of RFC 6890.
 */
final class PublicAddresses {
    private static final List<Range> NOT_PUBLIC_V4 =
            List.of(
                    Range.of("0.0.0.0", 8),
                    Range.of("10.0.0.0", 8),
                    Range.of("100.64.0.0", 10),
                    Range.of("127.0.0.0", 8),
                    Range.of("169.254.0.0", 16),
                    Range.of("172.16.0.0", 12),
                    Range.of("192.0.0.0", 24),
                    Range.of("192.0.2.0", 24),
                    Range.of("192.88.99.0", 24),
                    Range.of("192.168.0.0", 16),
                    Range.of("198.18.0.0", 15),
                    Range.of("198.51.100.0", 24),
                    Range.of("203.0.113.0", 24),
                    Range.of("224.0.0.0", 3));

    /** Of all others none is given to anybody, but for translated ones. */
    private static final Range GLOBAL_V6 = Range.of("2000::", 3);

    /** Tunnels may end in any network, by addresses of version 4 within them. */
    private static final List<Range> NOT_PUBLIC_V6 =
            List.of(
                    Range.of("2001::", 23),
                    Range.of("2001:db8::", 32),
                    Range.of("2002::", 16),
                    Range.of("3fff::", 20));

    private static final Range TRANSLATED_V4 = Range.of("64:ff9b::", 96);
    private static final int V4_IN_V6 = 12;

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 ->
                    NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(v4.getAddress()));
            case Inet6Address v6 -> containsV6(v6.getAddress());
            default -> false;
        };
    }

    private static boolean containsV6(byte[] address) {
        if (TRANSLATED_V4.contains(address)) {
            byte[] v4 = Arrays.copyOfRange(address, V4_IN_V6, address.length);
            return NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(v4));
        }
        return GLOBAL_V6.contains(address)
                && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(address));
    }

    /** Addresses that begin with the same bits. */
    private static final class Range {
        private final byte[] first;
        private final int bits;

        private Range(byte[] first, int bits) {
            this.first = first;
            this.bits = bits;
        }

        static Range of(String first, int bits) {
            return new Range(InetAddress.ofLiteral(first).getAddress(), bits);
        }

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((address[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
