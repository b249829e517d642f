package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.page.Pages;
import dev.ganglion.auth.page.PublicUrl;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** For pages that only somebody who is signed in may see. */
@Component
public class SignIn {
    static final String PATH = "/_ganglion/sign-in";
    static final String CONTINUE = "continue";

    private final BrowserSessions sessions;
    private final Pages pages;
    private final PublicUrl publicUrl;
    private final ObjectProvider<NewcomerPage> newcomers;

    SignIn(
            BrowserSessions sessions,
            Pages pages,
            PublicUrl publicUrl,
            ObjectProvider<NewcomerPage> newcomers) {
        this.sessions = sessions;
        this.pages = pages;
        this.publicUrl = publicUrl;
        this.newcomers = newcomers;
    }

    /** Shows the page; when nobody is signed in, first the one to sign in on. */
    public Mono<ResponseEntity<byte[]>> required(
            ServerHttpRequest request,
            Function<BrowserSession, Mono<ResponseEntity<byte[]>>> page) {
        return required(request, asked(request), page);
    }

    /** The same, for what a form sends: after signing in the browser goes elsewhere. */
    public Mono<ResponseEntity<byte[]>> required(
            ServerHttpRequest request,
            Continuation continuation,
            Function<BrowserSession, Mono<ResponseEntity<byte[]>>> page) {
        return sessions.find(request)
                .flatMap(page)
                .switchIfEmpty(Mono.fromSupplier(() -> pages.seeOther(address(continuation))));
    }

    /** Where somebody makes an account and then goes on; empty while nobody can. */
    public Optional<URI> newcomers(Continuation continuation) {
        return newcomers.stream()
                .flatMap(page -> page.path(continuation).stream())
                .findFirst()
                .map(publicUrl::of);
    }

    /** Signs out, so that somebody else can sign in and go on in the same place. */
    public Mono<ResponseEntity<byte[]>> switched(
            ServerHttpRequest request, Continuation continuation) {
        return sessions.end(request).map(cookie -> pages.seeOther(address(continuation), cookie));
    }

    /** The address of the page to sign in on. */
    private URI address(Continuation continuation) {
        String query = UriUtils.encode(continuation.path(), StandardCharsets.UTF_8);
        return publicUrl.of(PATH + "?" + CONTINUE + "=" + query);
    }

    private static Continuation asked(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        String path = request.getPath().pathWithinApplication().value();
        return Continuation.of(query == null ? path : path + "?" + query);
    }
}
