package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.lockout.Attempts;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Checks passwords, and makes what is stored of them. */
@Service
public class Passwords {
    /** The type of the stage, and of the login flow. */
    public static final String STAGE = "m.login.password";

    /** Long enough for any passphrase, short enough to hash. */
    private static final int MAX_LENGTH = 512;

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Attempts attempts;
    private final PasswordProperties properties;

    Passwords(
            Accounts accounts,
            PasswordHasher hasher,
            Attempts attempts,
            PasswordProperties properties) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.attempts = attempts;
        this.properties = properties;
    }

    /**
     * The account of this user, if this is its password. Otherwise empty, whatever the reason: a
     * wrong password, an unknown user and a deactivated one cannot be told apart, by time either.
     * Fails with {@code M_LIMIT_EXCEEDED} after too many wrong ones.
     */
    public Mono<Account> authenticate(UserId user, String password, ClientAddress address) {
        return attempts.limited(user, address, () -> check(user, password));
    }

    /** Fails with {@code M_WEAK_PASSWORD} when nobody may choose this one. */
    public void requireStrong(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < properties.minimumLength()) {
            throw MatrixException.of(
                    400,
                    ErrorCode.WEAK_PASSWORD,
                    "A password has at least " + properties.minimumLength() + " characters");
        }
        if (length > MAX_LENGTH) {
            throw MatrixException.invalidParam(
                    "A password has at most " + MAX_LENGTH + " characters");
        }
    }

    /** The form in which a password is stored. */
    public Mono<String> hash(String password) {
        return hasher.hash(password);
    }

    /** One hash is computed in every case. */
    private Mono<Account> check(UserId user, String password) {
        return accounts.find(user)
                .switchIfEmpty(nobody(password))
                .filterWhen(account -> hasher.matches(password, account.passwordHash()))
                .flatMap(account -> renewed(account, password));
    }

    /** Nobody is found, but not before the hash is computed. */
    private Mono<Account> nobody(String password) {
        return hasher.matches(password, Optional.empty()).then(Mono.empty());
    }

    /** Hashes the password again when the parameters have changed since. */
    private Mono<Account> renewed(Account account, String password) {
        return Mono.justOrEmpty(account.passwordHash())
                .filter(hasher::isOutdated)
                .flatMap(
                        old ->
                                hasher.hash(password)
                                        .flatMap(
                                                hash ->
                                                        accounts.renewPasswordHash(
                                                                account.userId(), old, hash)))
                .thenReturn(account);
    }
}
