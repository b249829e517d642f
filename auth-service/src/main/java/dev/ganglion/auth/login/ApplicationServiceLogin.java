package dev.ganglion.auth.login;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationService;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Logs application services in as their users. Application service API, "Server admin style
 * permissions".
 */
@Service
class ApplicationServiceLogin {
    private final Accounts accounts;
    private final Usernames usernames;

    ApplicationServiceLogin(Accounts accounts, Usernames usernames) {
        this.accounts = accounts;
        this.usernames = usernames;
    }

    /**
     * Fails with {@code M_EXCLUSIVE} for users outside of its namespaces, {@code M_FORBIDDEN} for
     * those who do not exist, {@code M_USER_DEACTIVATED} for those who do no longer.
     */
    Mono<Account> authenticate(LoginRequest request, ApplicationService service) {
        Optional<UserId> user = usernames.meant(request.namedUser()).filter(service::covers);
        if (user.isEmpty()) {
            return Mono.error(
                    MatrixException.of(
                            400,
                            ErrorCode.EXCLUSIVE,
                            "The user is outside of the application service's namespaces"));
        }
        return accounts.find(user.get())
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("There is no such user")))
                .flatMap(ApplicationServiceLogin::active);
    }

    private static Mono<Account> active(Account account) {
        return account.isDeactivated()
                ? Mono.error(
                        MatrixException.of(
                                403, ErrorCode.USER_DEACTIVATED, "The user is deactivated"))
                : Mono.just(account);
    }
}
