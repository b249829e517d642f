package dev.ganglion.auth.sso;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.auth.logintoken.LoginTokens;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.Optional;

/** What is between a provider's yes and the client: a name, where it takes one, and a question. */
@Service
class Welcome {
    private final SsoAccounts accounts;
    private final SignIns signIns;
    private final Browsers browsers;
    private final ClientAllowList allowList;
    private final LoginTokens tokens;
    private final SsoPages ssoPages;
    private final Clock clock;

    Welcome(
            SsoAccounts accounts,
            SignIns signIns,
            Browsers browsers,
            ClientAllowList allowList,
            LoginTokens tokens,
            SsoPages ssoPages,
            Clock clock) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.browsers = browsers;
        this.allowList = allowList;
        this.tokens = tokens;
        this.ssoPages = ssoPages;
        this.clock = clock;
    }

    Mono<ResponseEntity<byte[]>> welcome(
            ServerHttpRequest request, Provider provider, Person person, String redirectUrl) {
        String id = browsers.freshId();
        Browsers.Binding binding = browsers.bind(request, id);
        Arrival arrival =
                new Arrival(
                        id,
                        binding.proof(),
                        person,
                        Optional.empty(),
                        redirectUrl,
                        clock.instant());
        return accounts.account(provider, person)
                .flatMap(account -> known(arrival.as(account.userId()), account))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        signIns.save(arrival)
                                                .thenReturn(
                                                        ssoPages.askForName(
                                                                request,
                                                                arrival,
                                                                Optional.empty()))));
    }

    /** Asks before the client gets anything, unless the operator trusts it. */
    private Mono<ResponseEntity<byte[]>> known(Arrival arrival, Account account) {
        return allowList.allows(arrival.client())
                ? sent(arrival, account)
                : signIns.save(arrival).thenReturn(ssoPages.askToContinue(arrival));
    }

    /** To the client, with a token. */
    Mono<ResponseEntity<byte[]>> sent(Arrival arrival, Account account) {
        return tokens.issue(account, Optional.of(arrival.origin()))
                .map(token -> BrowserRedirect.to(arrival.client().with(token), Optional.empty()));
    }
}
