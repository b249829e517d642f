package dev.ganglion.gateway.limit;

/** Whom a bucket belongs to; what many share comes last, so that it is asked last. */
public enum LimitKey {
    /** The client's address: an IPv4 address or the /64 network of an IPv6 address. */
    IP,
    USER,
    DEVICE,
    ROOM
}
