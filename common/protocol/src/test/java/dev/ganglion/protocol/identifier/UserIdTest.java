package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appendices, "User Identifiers". */
class UserIdTest {
    @ParameterizedTest
    @CsvSource({
        "@alice:example.org, alice, example.org",
        "@a._=-/+9:example.org:8448, a._=-/+9, example.org:8448",
        "@alice:[::1]:8008, alice, [::1]:8008"
    })
    void aValidIdHasTheseParts(String id, String localpart, String server) {
        UserId user = UserId.parse(id);

        assertThat(user.localpart()).isEqualTo(localpart);
        assertThat(user.serverName()).isEqualTo(new ServerName(server));
        assertThat(user).hasToString(id);
        assertThat(UserId.of(localpart, user.serverName())).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"@:domain", "@Alice:domain", "@日本 \n\t!:domain", "@😀:domain", "@@:domain"})
    void anIdOfOlderTimesIsAcceptedToo(String id) {
        assertThat(UserId.tryParse(id)).map(UserId::value).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "alice:domain",
                "@alice",
                "@alice:",
                "!alice:domain",
                "@alice:dom ain",
                "@al:ice:domain",
                "@nul\0:domain",
                "@\ud800:domain",
                "@\udc00\ud800:domain"
            })
    void whatTheGrammarForbidsIsRefused(String id) {
        assertThat(UserId.tryParse(id)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> UserId.parse(id));
    }

    @ParameterizedTest
    @CsvSource({
        "@alice:domain, true",
        "@Alice~!:domain, true",
        "@:domain, false",
        "@ali ce:domain, false",
        "@dörte:domain, false"
    })
    void anIdOutsideOfVisibleAsciiIsNotCompliant(String id, boolean isCompliant) {
        assertThat(UserId.parse(id).isCompliant()).isEqualTo(isCompliant);
    }

    @Test
    void r10_anIdIsAtMost255BytesLong() {
        assertThat(UserId.tryParse("@" + "a".repeat(247) + ":domain")).isPresent();
        assertThat(UserId.tryParse("@" + "a".repeat(248) + ":domain")).isEmpty();
        assertThat(UserId.tryParse("@" + "é".repeat(123) + "a:domain")).isPresent();
        assertThat(UserId.tryParse("@" + "é".repeat(124) + ":domain")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, true",
        "a.b_c=d-e/f+1, true",
        "'', false",
        "Alice, false",
        "a b, false",
        "ä, false",
        "a:b, false",
        "@a, false"
    })
    void aNewUserGetsOnlyTheCharactersOfToday(String localpart, boolean isAllowed) {
        assertThat(UserId.isLocalpartForNewUser(localpart)).isEqualTo(isAllowed);
    }

    @Test
    void aRefusalQuotesOnlyTheBeginning() {
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> UserId.parse("@" + "x".repeat(100_000)))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(120));
    }
}
