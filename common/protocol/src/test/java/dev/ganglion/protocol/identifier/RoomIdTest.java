package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appendices, "Room IDs", "Room Aliases"; room version 12, "Event format". */
class RoomIdTest {
    private static final String HASH = "31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM";

    @Test
    void anIdOfTheFirstElevenVersionsHasAServer() {
        assertThat(RoomId.parse("!abc:example.org:80").serverName())
                .contains(new ServerName("example.org:80"));
        assertThat(RoomId.parse("!any thing, é:[::1]").serverName())
                .contains(new ServerName("[::1]"));
    }

    @Test
    void anIdOfVersionTwelveIsAHashAlone() {
        assertThat(RoomId.parse("!" + HASH).serverName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "!:domain",
                "!abc",
                "!abc:",
                "abc:domain",
                "#abc:domain",
                "!a:b c",
                "!nul\0:domain",
                "!31hneApxJ/1o+63DmFrpeqnkFfWppnzWso1JvH3ogLM",
                "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogL",
                "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLMx"
            })
    void whatTheGrammarForbidsIsRefused(String id) {
        assertThat(RoomId.tryParse(id)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> RoomId.parse(id));
    }

    @Test
    void r10_anIdIsAtMost255BytesLong() {
        assertThat(RoomId.tryParse("!" + "a".repeat(247) + ":domain")).isPresent();
        assertThat(RoomId.tryParse("!" + "a".repeat(248) + ":domain")).isEmpty();
        assertThat(RoomAlias.tryParse("#" + "é".repeat(123) + ":domain")).isPresent();
        assertThat(RoomAlias.tryParse("#" + "é".repeat(124) + ":domain")).isEmpty();
    }

    @Test
    void anAliasHasTheseParts() {
        RoomAlias alias = RoomAlias.parse("#großer Raum #1:example.org");

        assertThat(alias.localpart()).isEqualTo("großer Raum #1");
        assertThat(alias.serverName()).isEqualTo(new ServerName("example.org"));
        assertThat(RoomAlias.of(alias.localpart(), alias.serverName())).isEqualTo(alias);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "#", "#abc", "#:domain", "!abc:domain", "#abc:", "#a:b:c:d", "#\0:d"})
    void whatIsNoAliasIsRefused(String alias) {
        assertThat(RoomAlias.tryParse(alias)).isEmpty();
    }

    @Test
    void theSigilTellsAnIdFromAnAlias() {
        assertThat(RoomIdOrAlias.parse("#a:domain")).isEqualTo(RoomAlias.parse("#a:domain"));
        assertThat(RoomIdOrAlias.parse("!" + HASH)).isEqualTo(RoomId.parse("!" + HASH));
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> RoomIdOrAlias.parse("@a:domain"));
    }
}
