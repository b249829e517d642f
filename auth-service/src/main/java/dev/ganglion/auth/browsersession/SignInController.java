package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.auth.password.PasswordOwners;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** Signing in on the page, with a name or an email address, and a password. */
@PageEndpoints
class SignInController {
    private static final String SIGN_IN = "sign-in";
    private static final int FORBIDDEN = 403;

    private final PasswordOwners owners;
    private final SignInPage page;
    private final BrowserSessions sessions;
    private final Forms forms;
    private final Pages pages;
    private final PublicUrl publicUrl;

    SignInController(
            PasswordOwners owners,
            SignInPage page,
            BrowserSessions sessions,
            Forms forms,
            Pages pages,
            PublicUrl publicUrl) {
        this.owners = owners;
        this.page = page;
        this.sessions = sessions;
        this.forms = forms;
        this.pages = pages;
        this.publicUrl = publicUrl;
    }

    @GetMapping(SignIn.PATH)
    ResponseEntity<byte[]> ask(
            @RequestParam(name = SignIn.CONTINUE, defaultValue = "") String wanted,
            ServerHttpRequest request) {
        return shown(request, page.first(Continuation.of(wanted)));
    }

    @PostMapping(SignIn.PATH)
    Mono<ResponseEntity<byte[]>> signIn(
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress address,
            ServerWebExchange exchange) {
        return forms.read(exchange, SIGN_IN)
                .flatMap(form -> signedIn(exchange.getRequest(), form, address));
    }

    private Mono<ResponseEntity<byte[]>> signedIn(
            ServerHttpRequest request, Form form, ClientAddress address) {
        Continuation next = continuation(form);
        String user = form.field("user").orElse("");
        return owners.byEither(user.strip(), form.field("password").orElse(""), address)
                .flatMap(account -> begun(request, account, next))
                .switchIfEmpty(
                        Mono.fromSupplier(
                                () ->
                                        shown(
                                                request,
                                                page.again(next, user, "Wrong name or password")
                                                        .withStatus(FORBIDDEN))));
    }

    private Mono<ResponseEntity<byte[]>> begun(
            ServerHttpRequest request, Account account, Continuation next) {
        account.standing().mustNotBeLocked();
        return sessions.begin(request, account.userId(), account.passwordVersion())
                .map(cookie -> pages.seeOther(publicUrl.of(next.path()), cookie));
    }

    private static Continuation continuation(Form form) {
        return Continuation.of(form.field(SignIn.CONTINUE).orElse(""));
    }

    private ResponseEntity<byte[]> shown(ServerHttpRequest request, Page shown) {
        return pages.show(shown.withForm(forms.issue(request, SIGN_IN)));
    }
}
