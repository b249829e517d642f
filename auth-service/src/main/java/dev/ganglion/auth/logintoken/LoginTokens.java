package dev.ganglion.auth.logintoken;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.token.EndsWithProvider;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** Makes tokens that are good for one login, and takes them back. */
@Service
public class LoginTokens implements EndsWithProvider {
    /** The type of the login. */
    public static final String LOGIN_TYPE = "m.login.token";

    private static final String PREFIX = "glt_";
    private static final int RANDOM_BYTES = 32;
    private static final int MAX_LENGTH = 256;

    private final LoginTokenRepository repository;
    private final LoginTokenProperties properties;
    private final SecureRandom random;

    LoginTokens(
            LoginTokenRepository repository, LoginTokenProperties properties, SecureRandom random) {
        this.repository = repository;
        this.properties = properties;
        this.random = random;
    }

    /**
     * Who may log in by a token.
     *
     * @param passwordVersion of the account when the token was made: with another password the
     *     token is not good any more
     */
    public record Redeemed(UserId userId, int passwordVersion, Optional<ProviderSession> origin) {}

    /** Whether a device may log another one in. */
    public boolean areMadeByDevices() {
        return properties.enabled();
    }

    public Duration lifetime() {
        return properties.lifetime();
    }

    /** A token for a login to this account. */
    public Mono<String> issue(Account account, Optional<ProviderSession> origin) {
        String token = PREFIX + randomText();
        return repository
                .insert(TokenHash.of(token), account, properties.lifetime(), origin)
                .thenReturn(token);
    }

    /** Uses the token up; empty when it is not good, any more or ever. */
    public Mono<Redeemed> redeem(String token) {
        return token.length() > MAX_LENGTH ? Mono.empty() : repository.take(TokenHash.of(token));
    }

    /** Logins that the session began are not finished. */
    @Override
    public Mono<Void> endAllFrom(ProviderSession origin) {
        return repository.deleteFrom(origin);
    }

    private String randomText() {
        return RandomText.of(RANDOM_BYTES, random);
    }
}
