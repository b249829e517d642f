package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.Mailbox.freshAddress;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.password.PasswordDirectory;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import reactor.core.publisher.Mono;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forgotten passwords where a directory keeps those of some. */
class DirectoryResetIT extends EmailServiceIT {
    private static final Set<UserId> KNOWN = ConcurrentHashMap.newKeySet();

    @TestConfiguration
    static class Directory {
        @Bean
        PasswordDirectory directory() {
            return new PasswordDirectory() {
                @Override
                public Mono<Boolean> decidesOn(Account account) {
                    return Mono.just(KNOWN.contains(account.userId()));
                }

                @Override
                public Mono<Account> authenticate(UserId user, String password) {
                    return Mono.empty();
                }
            };
        }
    }

    @Test
    void aMailSetsNoPasswordThatTheDirectoryKeeps() {
        String address = freshAddress();
        AuthDriver.Session alice = registered(address);
        UserId user = UserId.parse(alice.userId());
        Creds creds = proven(RESET, address);
        KNOWN.add(user);

        reset(creds).isRefused(403, "M_FORBIDDEN");

        alice.get(V3 + "account/whoami").isOk();
        KNOWN.remove(user);
        auth.login(alice.userId(), PASSWORD).isOk();
        reset(creds).isOk();
    }

    private Answer reset(Creds creds) {
        return auth.post(
                V3 + "account/password",
                "{\"new_password\": \"a wholly new password\", \"auth\": %s}"
                        .formatted(creds.stage()));
    }
}
