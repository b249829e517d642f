package dev.ganglion.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

class SigningKeyTest {
    private static final String SEED = "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA0";
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @Test
    void theLineOfAKeyFileIsReadAndWritten() {
        SigningKey key = SigningKey.parse("ed25519 a_key1 " + SEED + "\n");

        assertThat(key.id()).isEqualTo(new KeyId("ed25519:a_key1"));
        assertThat(key.toFileLine()).isEqualTo("ed25519 a_key1 " + SEED);
        assertThat(key.sign(MESSAGE)).isEqualTo(SigningKey.parse(key.toFileLine()).sign(MESSAGE));
    }

    @Test
    void aNewKeySignsWhatItsPublicHalfVerifies() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        VerifyKey published = VerifyKey.parse(key.verifyKey().toBase64());

        byte[] signature = key.sign(MESSAGE);

        assertThat(published.verifies(MESSAGE, signature)).isTrue();
        assertThat(published.verifies(new byte[] {1}, signature)).isFalse();
        assertThat(published.verifies(MESSAGE, new byte[64])).isFalse();
        assertThat(published.verifies(MESSAGE, new byte[3])).isFalse();
    }

    @Test
    void twoNewKeysDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(SigningKey.generate(random).verifyKey().toBase64())
                .isNotEqualTo(SigningKey.generate(random).verifyKey().toBase64());
    }

    @Test
    void theSeedIsNeverPrinted() {
        assertThat(SigningKey.parse("ed25519 1 " + SEED)).hasToString("SigningKey[ed25519:1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ed25519 1",
                "rsa 1 " + SEED,
                "ed25519 a:b " + SEED,
                "ed25519 1 secretsecret",
                "ed25519 1 secret!" + SEED
            })
    void aBrokenKeyFileIsRefusedWithoutRepeatingTheKey(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.parse(line))
                .withMessageNotContaining("secret")
                .withMessageNotContaining(SEED);
    }
}
