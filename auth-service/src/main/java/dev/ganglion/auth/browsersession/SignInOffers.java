package dev.ganglion.auth.browsersession;

import java.util.List;

/**
 * Other ways to sign in than by password, such as single sign-on. Whoever has them is a bean of
 * this type; there may be several. In the end it calls {@link BrowserSessions#begin} and sends the
 * browser on.
 */
public interface SignInOffers {
    /**
     * What to show on the page to sign in on.
     *
     * @param continuation where to send the browser afterwards, if anywhere
     */
    List<Offer> list(Continuation continuation);

    /**
     * One way to sign in.
     *
     * @param name as people know it
     * @param path of this server, where it begins; with a query that holds the continuation
     */
    record Offer(String name, String path) {}
}
