package dev.ganglion.auth.browsersession;

import java.util.Optional;

/**
 * The page on which somebody who has no account makes one. Whoever has it is a bean of this type.
 * In the end it calls {@link BrowserSessions#begin} and sends the browser on.
 */
public interface NewcomerPage {
    /**
     * The path of the page on this server, with a query that holds the continuation; empty while
     * nobody can make an account on it.
     */
    Optional<String> path(Continuation continuation);
}
