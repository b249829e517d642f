package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.interactive.AccountStage;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * The user's own password, and no other's: whoever names another account is refused. Client-server
 * API, "Password-based".
 */
@Component
class PasswordStage implements AccountStage {
    private final Passwords passwords;
    private final Usernames usernames;
    private final EmailAddresses addresses;

    PasswordStage(Passwords passwords, Usernames usernames, EmailAddresses addresses) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.addresses = addresses;
    }

    @Override
    public String type() {
        return Passwords.STAGE;
    }

    @Override
    public Mono<Boolean> isOpenTo(UserId user) {
        return passwords.has(user);
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        UserId user =
                operation.user().orElseThrow(() -> MatrixException.forbidden("There is no user"));
        String password =
                auth.string("password")
                        .orElseThrow(
                                () -> MatrixException.badJson("auth.password is not a string"));
        return named(auth, user)
                .filter(user::equals)
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("This is another user")))
                .flatMap(own -> passwords.authenticate(own, password, operation.address()))
                .filter(account -> account.userId().equals(user))
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("Wrong password")))
                .thenReturn(JsonObject.EMPTY);
    }

    /** Without a name the password is the requester's, as it must be anyway. */
    private Mono<UserId> named(JsonObject auth, UserId requester) {
        Optional<JsonObject> identifier = auth.object("identifier");
        Optional<String> address = identifier.flatMap(named -> named.string("address"));
        if (address.isPresent()) {
            return Mono.justOrEmpty(EmailAddress.tryParse(address.get()))
                    .flatMap(addresses::findOwner);
        }
        return identifier
                .flatMap(named -> named.string("user"))
                .or(() -> auth.string("user"))
                .map(name -> Mono.justOrEmpty(usernames.meant(name)))
                .orElse(Mono.just(requester));
    }
}
