package dev.ganglion.protocol.identifier;

import java.util.Optional;

/** A device's ID: opaque, chosen by the server or the client, unique for its user. */
public record DeviceId(String value) {
    /** Checks that it is not empty, holds no NUL and is not longer than any identifier. */
    public DeviceId {
        if (value.isEmpty() || !Grammar.fits(value) || !Grammar.isOpaque(value)) {
            throw Grammar.invalid("device ID", value);
        }
    }

    public static DeviceId parse(String text) {
        return new DeviceId(text);
    }

    public static Optional<DeviceId> tryParse(String text) {
        return Grammar.tried(text, DeviceId::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
