package dev.ganglion.auth.fallback;

import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.json.JsonObject;

import reactor.core.publisher.Mono;

/**
 * The page of a stage. Its template has a form with the hidden fields {@code session} and {@code
 * form_token}, and shows {@code problem} where there is one.
 */
public interface StagePage {
    /** The stage's type, such as {@code m.login.terms}. */
    String type();

    /** What is shown first. */
    Page page(InteractiveSession session);

    /** What comes of the form; refusals are shown with the page. */
    Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client);

    /** What happens next. */
    sealed interface Turn {
        /** The stage is tried, with what a client would send as {@code auth}. */
        record Attempt(JsonObject auth) implements Turn {}

        /** Another page comes first. */
        record Next(Page page) implements Turn {}
    }
}
