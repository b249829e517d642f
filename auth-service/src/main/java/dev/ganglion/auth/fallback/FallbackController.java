package dev.ganglion.auth.fallback;

import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Client-server API, "Fallback". */
@PageEndpoints
class FallbackController {
    private static final String PATH = "/_matrix/client/v3/auth/{type}/fallback/web";

    private final InteractiveAuth interactive;
    private final Map<String, StagePage> stages;
    private final Pages pages;
    private final Forms forms;
    private final DonePage done;
    private final StageTurns turns;

    FallbackController(
            InteractiveAuth interactive,
            List<StagePage> stages,
            Pages pages,
            Forms forms,
            DonePage done,
            StageTurns turns) {
        this.interactive = interactive;
        this.stages =
                stages.stream().collect(Collectors.toMap(StagePage::type, Function.identity()));
        this.pages = pages;
        this.forms = forms;
        this.done = done;
        this.turns = turns;
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<byte[]>> ask(
            @PathVariable String type, @RequestParam String session, ServerHttpRequest request) {
        StagePage stage = stage(type);
        return open(type, session)
                .map(
                        open ->
                                open.isCompleted(type)
                                        ? done.page()
                                        : asked(stage.page(open), open, type, request))
                .map(pages::show);
    }

    @PostMapping(PATH)
    Mono<ResponseEntity<byte[]>> answer(
            @PathVariable String type,
            @RequestParam String session,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress client,
            ServerWebExchange exchange) {
        StagePage stage = stage(type);
        return open(type, session)
                .flatMap(
                        open ->
                                forms.read(exchange, purpose(type, open))
                                        .flatMap(form -> turned(stage, open, form, client))
                                        .map(
                                                page ->
                                                        asked(
                                                                page,
                                                                open,
                                                                type,
                                                                exchange.getRequest())))
                .map(pages::show);
    }

    private Mono<Page> turned(
            StagePage stage, InteractiveSession session, Form form, ClientAddress client) {
        if (session.isCompleted(stage.type())) {
            return Mono.just(done.page());
        }
        return turns.take(stage, session, form, client)
                .switchIfEmpty(Mono.fromSupplier(done::page));
    }

    private Page asked(
            Page page, InteractiveSession session, String type, ServerHttpRequest request) {
        return page.with("session", session.id())
                .withForm(forms.issue(request, purpose(type, session)));
    }

    private StagePage stage(String type) {
        StagePage stage = stages.get(type);
        if (stage == null) {
            throw MatrixException.notFound("There is no page for this step");
        }
        return stage;
    }

    /** Nobody learns whether the session is over or never was. */
    private Mono<InteractiveSession> open(String type, String session) {
        return interactive
                .find(session)
                .filter(found -> found.isCompleted(type) || found.isNext(type))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "This page is not good any more, go back to your"
                                                        + " app and begin again")));
    }

    private static String purpose(String type, InteractiveSession session) {
        return "stage:" + type + ":" + session.id();
    }
}
