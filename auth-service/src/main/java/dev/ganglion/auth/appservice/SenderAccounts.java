package dev.ganglion.auth.appservice;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.NewAccount;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.appservice.ApplicationService;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The users that application services are when they do not act as another: there from the start, so
 * that they can be invited. An account that was there before is taken over, for the operator named
 * it.
 */
@Component
class SenderAccounts {
    private final ApplicationServices services;
    private final Accounts accounts;

    SenderAccounts(ApplicationServices services, Accounts accounts, Usernames usernames) {
        this.services = services;
        this.accounts = accounts;
        services.all().stream()
                .filter(service -> usernames.isOfTheServer(service.sender()))
                .findFirst()
                .ifPresent(
                        service -> {
                            throw new StartFailureException(
                                    "The application service \"%s\" wants to be %s, who is the server's own"
                                            .formatted(service.id(), service.sender()),
                                    "Choose another sender_localpart in its registration file.");
                        });
    }

    Mono<Void> makeAll() {
        return Flux.fromIterable(services.all()).concatMap(this::make).then();
    }

    /** Nothing when it is there already. */
    Mono<Void> make(ApplicationService service) {
        return accounts.create(NewAccount.ofApplicationService(service.sender()))
                .onErrorComplete(
                        failure ->
                                failure instanceof MatrixException refusal
                                        && refusal.errorCode() == ErrorCode.USER_IN_USE);
    }
}
