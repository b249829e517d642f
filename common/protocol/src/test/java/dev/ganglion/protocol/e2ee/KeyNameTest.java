package dev.ganglion.protocol.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"ed25519:A", "signed_curve25519:AAAAHg", "x:a:b", "ed25519:+/="})
    void aNameIsAnAlgorithmAndAnIdentifier(String text) {
        assertThat(KeyName.tryParse(text)).map(KeyName::toString).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "ed25519", "ed25519:", ":A"})
    void whatLacksAPartIsNone(String text) {
        assertThat(KeyName.tryParse(text)).isEmpty();
    }

    @Test
    void partsAreAsLongAsIdentifiersMayBe() {
        assertThat(KeyName.tryParse("a".repeat(255) + ":" + "b".repeat(255))).isPresent();
        assertThat(KeyName.tryParse("a".repeat(256) + ":b")).isEmpty();
        assertThat(KeyName.tryParse("a:" + "b".repeat(256))).isEmpty();
    }
}
