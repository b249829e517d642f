package dev.ganglion.auth.turn;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.SecretSetting;
import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes credentials as TURN servers check them by themselves: the name says until when and for
 * whom, the password is its MAC. HMAC-SHA1 is what they speak; for a MAC it is still sound.
 */
@Component
class TurnCredentials {
    private static final String ALGORITHM = "HmacSHA1";
    private static final String SECRET = "ganglion.turn.shared-secret";
    private static final String PASSWORD = "ganglion.turn.password";

    private final TurnProperties properties;
    private final Optional<String> secret;
    private final Optional<String> username;
    private final Optional<String> password;
    private final Clock clock;

    TurnCredentials(TurnProperties properties, Clock clock) {
        this.properties = properties;
        this.secret =
                SecretSetting.read(
                        SECRET, properties.sharedSecret(), properties.sharedSecretFile());
        this.username = Optional.ofNullable(properties.username()).filter(name -> !name.isBlank());
        this.password =
                SecretSetting.read(PASSWORD, properties.password(), properties.passwordFile());
        this.clock = clock;
        requireSense();
    }

    /** What the client is told. */
    record TurnServer(String username, String password, List<String> uris, long ttl) {
        /** Without the password, which must not get into a log. */
        @Override
        public String toString() {
            return "TurnServer";
        }
    }

    /** Empty where there is no TURN server. */
    Optional<TurnServer> of(UserId user) {
        return properties.uris().isEmpty()
                ? Optional.empty()
                : Optional.of(secret.map(key -> own(user, key)).orElseGet(this::common));
    }

    private TurnServer own(UserId user, String key) {
        String name = clock.instant().plus(properties.lifetime()).getEpochSecond() + ":" + user;
        return turnServer(name, mac(key, name));
    }

    private TurnServer common() {
        return turnServer(username.orElseThrow(), password.orElseThrow());
    }

    private TurnServer turnServer(String name, String word) {
        return new TurnServer(name, word, properties.uris(), properties.lifetime().toSeconds());
    }

    private static String mac(String key, String message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    private void requireSense() {
        boolean isShared = username.isPresent() || password.isPresent();
        if (username.isPresent() != password.isPresent()) {
            throw new StartFailureException(
                    "Of ganglion.turn.username and " + PASSWORD + " only one is set",
                    "Set both, or " + SECRET + " instead.");
        }
        if (secret.isPresent() && isShared) {
            throw new StartFailureException(
                    SECRET + " and ganglion.turn.username are both set",
                    "Remove ganglion.turn.username and " + PASSWORD + ", or the secret.");
        }
        boolean hasCredentials = secret.isPresent() || isShared;
        if (hasCredentials && properties.uris().isEmpty()) {
            throw new StartFailureException(
                    "There are TURN credentials, but ganglion.turn.uris is empty",
                    "Set ganglion.turn.uris, such as turn:turn.example.org?transport=udp.");
        }
        if (!hasCredentials && !properties.uris().isEmpty()) {
            throw new StartFailureException(
                    "ganglion.turn.uris is set, but no credentials are",
                    "Set " + SECRET + " to the static-auth-secret of the TURN server.");
        }
    }
}
