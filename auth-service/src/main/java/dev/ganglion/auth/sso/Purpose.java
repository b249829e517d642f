package dev.ganglion.auth.sso;

/** Why somebody was sent to a provider. */
sealed interface Purpose {
    /** To log in with the client that is there. */
    record Login(String redirectUrl) implements Purpose {}

    /** To complete the stage of this session of user-interactive authentication. */
    record Reauthentication(String session) implements Purpose {}
}
