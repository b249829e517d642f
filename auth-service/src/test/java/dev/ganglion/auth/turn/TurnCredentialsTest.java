package dev.ganglion.auth.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class TurnCredentialsTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final Clock NOW =
            Clock.fixed(Instant.ofEpochSecond(1_443_776_031), ZoneOffset.UTC);
    private static final List<String> URIS =
            List.of("turn:turn.example.org?transport=udp", "turns:turn.example.org:5349");

    private static TurnCredentials credentials(
            List<String> uris,
            @Nullable String secret,
            @Nullable String username,
            @Nullable String password) {
        return new TurnCredentials(
                new TurnProperties(
                        uris, secret, null, Duration.ofHours(1), username, password, null),
                NOW);
    }

    @Test
    void aSecretMakesCredentialsThatExpireForEachUser() {
        var server = credentials(URIS, "north", null, null).of(ALICE).orElseThrow();

        assertThat(server.username()).isEqualTo("1443779631:@alice:example.org");
        // printf 1443779631:@alice:example.org | openssl dgst -sha1 -hmac north -binary | base64
        assertThat(server.password()).isEqualTo("8UEQexfdhsgCaPlmAo/GVjLRbV4=");
        assertThat(server.uris()).isEqualTo(URIS);
        assertThat(server.ttl()).isEqualTo(3_600);
        assertThat(server).hasToString("TurnServer");
    }

    @Test
    void oneNameAndPasswordAreForEverybody() {
        var server = credentials(URIS, null, "everybody", "open sesame").of(ALICE).orElseThrow();

        assertThat(server.username()).isEqualTo("everybody");
        assertThat(server.password()).isEqualTo("open sesame");
    }

    @Test
    void withoutServersThereAreNoCredentials() {
        assertThat(credentials(List.of(), null, null, null).of(ALICE)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "addresses without credentials, turn:t, , , , no credentials",
        "a secret without addresses, , s3cret, , , ganglion.turn.uris is empty",
        "a name without addresses, , , name, s3cret, ganglion.turn.uris is empty",
        "a name without a password, turn:t, , name, , only one is set",
        "a password without a name, turn:t, , , s3cret, only one is set",
        "a secret and a name, turn:t, s3cret, name, s3cret, both set"
    })
    void whatMakesNoSenseIsRefusedAtTheStart(
            String what,
            @Nullable String uri,
            @Nullable String secret,
            @Nullable String username,
            @Nullable String password,
            String problem) {
        List<String> uris = uri == null ? List.of() : List.of(uri);

        assertThatThrownBy(() -> credentials(uris, secret, username, password))
                .as(what)
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("ganglion.turn.")
                .hasMessageNotContaining("s3cret");
    }
}
