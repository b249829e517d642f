package dev.ganglion.gateway.route;

/** A service that answers client requests. */
public enum Service {
    AUTH("auth"),
    ROOM("room"),
    SYNC("sync"),
    MEDIA("media"),
    MODERATION("moderation"),
    /** This process. */
    GATEWAY("gateway");

    private final String id;

    Service(String id) {
        this.id = id;
    }

    /** The name in settings ({@code ganglion.services.<id>.urls}) and in internal tokens. */
    public String id() {
        return id;
    }
}
