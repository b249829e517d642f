package dev.ganglion.auth.sso;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.identityprovider.Provider;
import dev.ganglion.protocol.error.MatrixException;

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
    private final Handover handover;
    private final SsoPages ssoPages;
    private final Clock clock;

    Welcome(
            SsoAccounts accounts,
            SignIns signIns,
            Browsers browsers,
            ClientAllowList allowList,
            Handover handover,
            SsoPages ssoPages,
            Clock clock) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.browsers = browsers;
        this.allowList = allowList;
        this.handover = handover;
        this.ssoPages = ssoPages;
        this.clock = clock;
    }

    Mono<ResponseEntity<byte[]>> welcome(
            ServerHttpRequest request, Provider provider, Person person, Destination destination) {
        String id = browsers.freshId();
        Browsers.Binding binding = browsers.bind(request, id);
        Arrival arrival =
                new Arrival(
                        id,
                        binding.proof(),
                        person,
                        Optional.empty(),
                        destination,
                        clock.instant());
        return accounts.account(provider, person)
                .flatMap(account -> known(request, arrival.as(account.userId()), account))
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

    /** Asks before a client gets anything, unless the operator trusts it. */
    private Mono<ResponseEntity<byte[]>> known(
            ServerHttpRequest request, Arrival arrival, Account account) {
        return switch (arrival.destination()) {
            case Destination.Client(ClientRedirect client) when !allowList.allows(client) ->
                    asked(arrival, client);
            case Destination _ -> letIn(request, arrival, account);
        };
    }

    /** People have said that they want to continue. */
    Mono<ResponseEntity<byte[]>> confirmed(
            ServerHttpRequest request, Arrival arrival, Account account) {
        return letIn(request, arrival, account);
    }

    /** Whoever has chosen a name is asked to continue, also to a client that is trusted. */
    Mono<ResponseEntity<byte[]>> named(
            ServerHttpRequest request, Arrival arrival, Account account) {
        return switch (arrival.destination()) {
            case Destination.Client(ClientRedirect client) -> asked(arrival, client);
            case Destination.OwnPage _ ->
                    signIns.take(arrival)
                            .filterWhen(known -> signIns.isEnded(known).map(isEnded -> !isEnded))
                            .flatMap(known -> letIn(request, arrival, account));
        };
    }

    private Mono<ResponseEntity<byte[]>> asked(Arrival arrival, ClientRedirect client) {
        return signIns.save(arrival).thenReturn(ssoPages.askToContinue(arrival, client));
    }

    /** Unless the provider has ended the session before what lets them in was stored. */
    private Mono<ResponseEntity<byte[]>> letIn(
            ServerHttpRequest request, Arrival arrival, Account account) {
        return handover.letIn(request, arrival, account)
                .filterWhen(_ -> signIns.isEnded(arrival).map(isEnded -> !isEnded))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "You have been logged out meanwhile: go back to"
                                                        + " your app and log in again")));
    }
}
