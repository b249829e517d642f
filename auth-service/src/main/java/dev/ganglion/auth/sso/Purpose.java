package dev.ganglion.auth.sso;

/** Why somebody was sent to a provider. */
sealed interface Purpose {
    /** To log in, and to be sent there. */
    record Login(Destination destination) implements Purpose {}

    /** To complete the stage of this session of user-interactive authentication. */
    record Reauthentication(String session) implements Purpose {}
}
