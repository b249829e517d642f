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
     * A token that is good, and who may log in by it.
     *
     * @param passwordVersion of the account when the token was made: with another password the
     *     token is not good any more
     */
    public record Good(
            TokenHash token,
            UserId userId,
            int passwordVersion,
            Optional<ProviderSession> origin) {}

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

    /** Empty when it is not good, any more or ever. */
    public Mono<Good> find(String token) {
        return token.length() > MAX_LENGTH ? Mono.empty() : repository.find(TokenHash.of(token));
    }

    /**
     * Uses the token up and says whether nobody else was first. Belongs into the transaction of the
     * login: a provider that ends its session meanwhile ends either the token or the device.
     */
    public Mono<Boolean> use(Good token) {
        return repository.delete(token.token());
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
