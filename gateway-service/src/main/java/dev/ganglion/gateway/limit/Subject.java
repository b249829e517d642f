package dev.ganglion.gateway.limit;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Who asks for what: the values that buckets are kept for. An absent value has no bucket.
 *
 * @param device the user with the device: a device identifier alone is not unique
 */
public record Subject(
        String address, @Nullable String user, @Nullable String device, @Nullable String room) {
    private static final int MAX_ROOM_LENGTH = 255;

    public static Subject of(InetAddress address) {
        return new Subject(network(address), null, null, null);
    }

    public Subject withUser(String user, @Nullable String device) {
        return new Subject(address, user, device == null ? null : user + "|" + device, room);
    }

    /** A room that is longer than any room identifier can only be refused by its service. */
    public Subject withRoom(String room) {
        return new Subject(address, user, device, room.length() > MAX_ROOM_LENGTH ? null : room);
    }

    @Nullable String value(LimitKey key) {
        return switch (key) {
            case IP -> address;
            case USER -> user;
            case DEVICE -> device;
            case ROOM -> room;
        };
    }

    /** One household or machine is given a whole /64 of IPv6 addresses. */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(bytes, 0, 8) + "/64"
                : address.getHostAddress();
    }
}
