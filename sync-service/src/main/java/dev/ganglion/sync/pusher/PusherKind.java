package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.error.MatrixException;

/** How a pusher tells of events. */
public enum PusherKind {
    /** Push gateways are told of each event. */
    HTTP("http"),
    /** Users are mailed what they have missed. */
    EMAIL("email");

    private final String value;

    PusherKind(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    static PusherKind parse(String value) {
        for (PusherKind kind : values()) {
            if (kind.value.equals(value)) {
                return kind;
            }
        }
        throw MatrixException.invalidParam("There are no pushers of this kind here");
    }
}
