package dev.ganglion.auth.sso;

import dev.ganglion.auth.browsersession.Continuation;

/** Where people are sent once they are known. */
sealed interface Destination {
    /** A client gets a login token. */
    record Client(ClientRedirect address) implements Destination {}

    /** A page of this server, on which the browser is then signed in. */
    record OwnPage(Continuation continuation) implements Destination {}

    /** What {@link #text} gave: addresses of clients begin with a scheme. */
    static Destination parse(String text) {
        return text.startsWith("/")
                ? new OwnPage(Continuation.of(text))
                : new Client(ClientRedirect.parse(text));
    }

    default String text() {
        return switch (this) {
            case Client(ClientRedirect address) -> address.uri().toString();
            case OwnPage(Continuation continuation) -> continuation.path();
        };
    }
}
