package dev.ganglion.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import dev.ganglion.auth.digest.UnsubscribeTokens.Unsubscription;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.DerivedSecrets;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

class UnsubscribeTokensTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final EmailAddress ADDRESS = new EmailAddress("alice@mail.example");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final DerivedSecrets secrets = secrets();
    private final UnsubscribeTokens tokens = tokens(secrets, Duration.ZERO);

    @Test
    void aTokenSaysWhoseMailsToWhereItEnds() {
        assertThat(tokens.open(tokens.issue(ALICE, ADDRESS)))
                .contains(new Unsubscription(ALICE, ADDRESS));
    }

    @Test
    void w05NothingButWhatWasIssuedIsGood() {
        String token = tokens.issue(ALICE, ADDRESS);

        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.open(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("changed at " + i)
                    .isEmpty();
            assertThat(tokens.open(token.substring(0, i))).as("cut at " + i).isEmpty();
        }
        assertThat(tokens.open("a b")).isEmpty();
        assertThat(tokens.open("A".repeat(2_000))).isEmpty();
    }

    @Test
    void w05ATokenOfAnotherKeyIsNone() {
        assertThat(tokens(secrets(), Duration.ZERO).open(tokens.issue(ALICE, ADDRESS))).isEmpty();
    }

    @Test
    void aTokenGrowsOld() {
        String token = tokens.issue(ALICE, ADDRESS);

        assertThat(tokens(secrets, Duration.ofDays(90)).open(token)).isPresent();
        assertThat(tokens(secrets, Duration.ofDays(91)).open(token)).isEmpty();
    }

    @Test
    void a01ATokenTellsNobodyWhoseItIs() {
        String token = tokens.issue(ALICE, ADDRESS);

        assertThat(tokens.issue(ALICE, ADDRESS)).isNotEqualTo(token);
        assertThat(
                        new String(
                                java.util.Base64.getUrlDecoder().decode(token),
                                java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("alice");
    }

    private static UnsubscribeTokens tokens(DerivedSecrets secrets, Duration later) {
        return new UnsubscribeTokens(
                secrets,
                new DigestProperties(URI.create("https://matrix.to/#/"), Duration.ofDays(90)),
                new SecureRandom(),
                Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    private static DerivedSecrets secrets() {
        try {
            return DerivedSecrets.of(new ECKeyGenerator(Curve.P_256).generate());
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
