package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appendices, "Server Name"; the first six are the specification's examples. */
class ServerNameTest {
    @ParameterizedTest
    @CsvSource({
        "matrix.org, matrix.org",
        "matrix.org:8888, matrix.org",
        "1.2.3.4, 1.2.3.4",
        "1.2.3.4:1234, 1.2.3.4",
        "[1234:5678::abcd], [1234:5678::abcd]",
        "[1234:5678::abcd]:5678, [1234:5678::abcd]",
        "[::ffff:1.2.3.4]:1, [::ffff:1.2.3.4]",
        "localhost, localhost",
        "EXAMPLE.org:65535, EXAMPLE.org",
        "xn--bcher-kva.example, xn--bcher-kva.example"
    })
    void aValidNameHasThisHost(String name, String host) {
        assertThat(ServerName.parse(name).host()).isEqualTo(host);
        assertThat(ServerName.tryParse(name)).map(ServerName::value).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "1.2.3.4:8448", "999.1.1.1", "[::1]", "[::1]:8448"})
    void r09_anAddressIsKnownByItsForm(String name) {
        assertThat(ServerName.parse(name).isIpLiteral()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix.org", "1.2.3", "1.2.3.4.5", "1.2.3.x", "1..2.3", "1.2.3.1234"})
    void r09_aNameIsNoAddress(String name) {
        assertThat(ServerName.parse(name).isIpLiteral()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8008",
                "matrix.org:",
                "matrix.org:123456",
                "matrix.org:65536",
                "matrix.org:8x",
                "matrix.org:-1",
                "matrix.org:80:80",
                "matrix.org/path",
                "matrix org",
                "user@matrix.org",
                "under_score.org",
                "bücher.example",
                "[]",
                "[1]",
                "[::1",
                "::1",
                "[::g]",
                "[::1]8008",
                "x[::1]",
                "[::1]:",
                "matrix.org\n",
                "matrix.org\0"
            })
    void whatTheGrammarForbidsIsRefused(String name) {
        assertThat(ServerName.tryParse(name)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> ServerName.parse(name));
    }

    @Test
    void aNameMayBeAsLongAsRecommendedAndNoLonger() {
        assertThat(ServerName.tryParse("a".repeat(230))).isPresent();
        assertThat(ServerName.tryParse("a".repeat(231))).isEmpty();
    }

    @Test
    void caseMatters() {
        assertThat(ServerName.parse("matrix.org")).isNotEqualTo(ServerName.parse("MATRIX.ORG"));
    }
}
