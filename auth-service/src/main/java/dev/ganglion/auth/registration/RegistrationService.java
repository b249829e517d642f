package dev.ganglion.auth.registration;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.NewAccount;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.auth.token.Sessions;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationService;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/** Makes the account of somebody who may have one. */
@Service
class RegistrationService {
    private final Accounts accounts;
    private final Usernames usernames;
    private final Passwords passwords;
    private final Evidence evidence;
    private final Sessions sessions;
    private final TransactionalOperator transaction;

    RegistrationService(
            Accounts accounts,
            Usernames usernames,
            Passwords passwords,
            Evidence evidence,
            Sessions sessions,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.usernames = usernames;
        this.passwords = passwords;
        this.evidence = evidence;
        this.sessions = sessions;
        this.transaction = transaction;
    }

    /** Refuses what can be refused before anyone authenticates. */
    Mono<Void> check(RegisterRequest request) {
        return Mono.defer(
                () -> {
                    request.password().ifPresent(passwords::requireStrong);
                    return Mono.justOrEmpty(request.username())
                            .map(usernames::chosenByAnyone)
                            .flatMap(accounts::requireFree);
                });
    }

    /** Makes the account, and logs in to it. */
    Mono<RegisterResponse> register(RegisterRequest request, InteractiveSession authentication) {
        String password =
                request.password().orElseThrow(() -> MatrixException.missingParam("password"));
        UserId user =
                request.username().map(usernames::chosenByAnyone).orElseGet(usernames::generated);
        return passwords
                .hash(password)
                .flatMap(hash -> create(NewAccount.of(user, hash, false), authentication))
                .then(Mono.defer(() -> response(user, request)));
    }

    /**
     * Makes an account without a password for an application service, which needs nobody's leave
     * inside of its namespaces, and logs in to it. {@code M_EXCLUSIVE} outside of them.
     */
    Mono<RegisterResponse> register(RegisterRequest request, ApplicationService service) {
        String name =
                request.username().orElseThrow(() -> MatrixException.missingParam("username"));
        UserId user = usernames.chosenBy(service, name);
        return accounts.create(NewAccount.ofApplicationService(user))
                .then(Mono.defer(() -> response(user, request)));
    }

    /** What was proved is used up if and only if the account comes to be. */
    private Mono<Void> create(NewAccount account, InteractiveSession authentication) {
        return evidence.use(authentication)
                .then(accounts.create(account))
                .then(evidence.keep(account.userId(), authentication))
                .as(transaction::transactional);
    }

    private Mono<RegisterResponse> response(UserId user, RegisterRequest request) {
        return request.isLoginWanted()
                ? sessions.start(user, request.session()).map(RegisterResponse::of)
                : Mono.just(RegisterResponse.withoutLogin(user));
    }
}
