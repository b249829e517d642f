package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Account;
import dev.ganglion.protocol.identifier.UserId;

import reactor.core.publisher.Mono;

/** Passwords that are not kept here: a directory of an organisation. */
public interface PasswordDirectory {
    /** Whether it is for the directory, and not for a password kept here, to say who this is. */
    Mono<Boolean> decidesOn(Account account);

    /**
     * The account of whoever has this name and password there, made if need be. Empty for a wrong
     * password and for an unknown name, after the same time; fails with a status 503 when the
     * directory does not answer.
     */
    Mono<Account> authenticate(UserId user, String password);
}
