package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.interactive.AccountStage;
import dev.ganglion.auth.interactive.Operation;
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

    PasswordStage(Passwords passwords, Usernames usernames) {
        this.passwords = passwords;
        this.usernames = usernames;
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
        boolean isOwn =
                named(auth)
                        .map(name -> usernames.meant(name).filter(user::equals).isPresent())
                        .orElse(true);
        if (!isOwn) {
            return Mono.error(MatrixException.forbidden("This is another user"));
        }
        return passwords
                .authenticate(user, password, operation.address())
                .filter(account -> account.userId().equals(user))
                .switchIfEmpty(Mono.error(() -> MatrixException.forbidden("Wrong password")))
                .thenReturn(JsonObject.EMPTY);
    }

    /** Without a name the password is the requester's, as it must be anyway. */
    private static Optional<String> named(JsonObject auth) {
        return auth.object("identifier")
                .flatMap(identifier -> identifier.string("user"))
                .or(() -> auth.string("user"));
    }
}
