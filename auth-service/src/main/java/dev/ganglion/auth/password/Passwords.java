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
    private final Optional<PasswordDirectory> directory;

    Passwords(
            Accounts accounts,
            PasswordHasher hasher,
            Attempts attempts,
            PasswordProperties properties,
            Optional<PasswordDirectory> directory) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.attempts = attempts;
        this.properties = properties;
        this.directory = directory;
    }

    /** Whether accounts can have a password of this server. */
    public boolean areKeptHere() {
        return properties.enabled();
    }

    /** Whether anybody can log in with a password, of this server or of a directory. */
    public boolean areInUse() {
        return properties.enabled() || directory.isPresent();
    }

    /** Fails with {@code M_FORBIDDEN} where accounts have no password of this server. */
    public void requireKeptHere() {
        if (!properties.enabled()) {
            throw MatrixException.forbidden("This server keeps no passwords");
        }
    }

    /** Whether this user's password is one of this server, or can be. */
    public Mono<Boolean> isKeptHere(UserId user) {
        return properties.enabled()
                ? accounts.find(user).filterWhen(this::isElsewhere).hasElement().map(is -> !is)
                : Mono.just(false);
    }

    /**
     * Fails with {@code M_FORBIDDEN} where this user has no password of this server, and one that
     * was set would open nothing.
     */
    public Mono<Void> requireKeptHere(UserId user) {
        return isKeptHere(user)
                .filter(isKept -> isKept)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This server does not keep your password: change it"
                                                        + " where you change it for everything"
                                                        + " else")))
                .then();
    }

    /** Whether there is a password, of this server or of a directory, that its owner can show. */
    public Mono<Boolean> has(UserId user) {
        return accounts.find(user)
                .filter(account -> !account.isDeactivated())
                .filterWhen(
                        account ->
                                properties.enabled() && account.passwordHash().isPresent()
                                        ? Mono.just(true)
                                        : isElsewhere(account))
                .hasElement();
    }

    /**
     * The account of this user, if this is its password. Otherwise empty, whatever the reason: a
     * wrong password, an unknown user and a deactivated one cannot be told apart, by time either.
     * Fails with {@code M_LIMIT_EXCEEDED} after too many wrong ones.
     */
    public Mono<Account> authenticate(UserId user, String password, ClientAddress address) {
        return authenticate(user, user.value(), password, address);
    }

    /**
     * The same for somebody who is not named by a user ID but, say, an email address. Wrong
     * passwords are counted for that name alone: were they counted for the account, then whoever
     * locks an account would learn which names are its own.
     *
     * @param named no secret, for it is stored as it is
     */
    public Mono<Account> authenticate(
            UserId user, String named, String password, ClientAddress address) {
        if (!areInUse()) {
            return Mono.error(
                    MatrixException.forbidden("This server has no passwords, use single sign-on"));
        }
        return attempts.limited(named, address, () -> check(user, password));
    }

    /** Fails with {@code M_WEAK_PASSWORD} when nobody may choose this one. */
    public void requireStrong(String password) {
        requireKeptHere();
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

    /** Where there is a directory, it is asked about everybody who is not known here. */
    private Mono<Account> check(UserId user, String password) {
        return directory
                .map(
                        elsewhere ->
                                accounts.find(user)
                                        .flatMap(elsewhere::decidesOn)
                                        .defaultIfEmpty(true)
                                        .flatMap(
                                                isIts ->
                                                        isIts
                                                                ? elsewhere.authenticate(
                                                                        user, password)
                                                                : checkHere(user, password)))
                .orElseGet(() -> checkHere(user, password));
    }

    /** One hash is computed in every case. */
    private Mono<Account> checkHere(UserId user, String password) {
        return accounts.find(user)
                .switchIfEmpty(nobody(password))
                .filterWhen(account -> hasher.matches(password, hash(account)))
                .flatMap(account -> renewed(account, password));
    }

    private Optional<String> hash(Account account) {
        return account.passwordHash().filter(_ -> properties.enabled());
    }

    private Mono<Boolean> isElsewhere(Account account) {
        return directory.map(known -> known.decidesOn(account)).orElse(Mono.just(false));
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
