package dev.ganglion.auth.login;

import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** A way to log in that belongs to another capability; each is a bean. */
public interface LoginFlow {
    /** What {@code GET /login} says of it; empty while it is not offered. */
    Optional<JsonObject> flow();
}
