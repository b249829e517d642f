package dev.ganglion.gateway.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The address of the client: the socket's, unless that is a trusted proxy's. Then it is the last
 * address in {@code X-Forwarded-For} that is not a trusted proxy itself.
 */
@Component
public class ClientAddresses {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<Network> trusted;

    ClientAddresses(EdgeSettings settings) {
        this.trusted = settings.trustedProxies().stream().map(Network::parse).toList();
    }

    public InetAddress of(ServerHttpRequest request) {
        InetSocketAddress socket = request.getRemoteAddress();
        InetAddress peer = socket == null ? null : socket.getAddress();
        InetAddress known = peer == null ? InetAddress.getLoopbackAddress() : peer;
        return isTrusted(known) ? forwarded(request, known) : known;
    }

    private InetAddress forwarded(ServerHttpRequest request, InetAddress peer) {
        InetAddress nearest = peer;
        for (String line : request.getHeaders().getOrEmpty(FORWARDED_FOR).reversed()) {
            for (String hop : List.of(line.split(",", -1)).reversed()) {
                InetAddress address = literal(hop.strip());
                if (address == null) {
                    return nearest;
                }
                nearest = address;
                if (!isTrusted(address)) {
                    return nearest;
                }
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        for (Network network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Never resolves a name: only digits, dots, colons and hexadecimal letters are looked at. */
    private static @Nullable InetAddress literal(String text) {
        if (text.isEmpty() || !text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static final class Network {
        private final byte[] prefix;
        private final int bits;

        private Network(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Network parse(String text) {
            int slash = text.indexOf('/');
            try {
                InetAddress address =
                        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
                byte[] bytes = address.getAddress();
                int bits =
                        slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
                return new Network(bytes, bits);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "ganglion.gateway.trusted-proxies: no address or network: " + text, e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
