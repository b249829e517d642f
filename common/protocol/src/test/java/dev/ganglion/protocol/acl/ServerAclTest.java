package dev.ganglion.protocol.acl;

import static dev.ganglion.protocol.dag.TestRoom.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.event.EventSizeLimits;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** {@code m.room.server_acl}, the order of its five rules. R09. */
class ServerAclTest {
    private static final int REST_OF_THE_EVENT = 1_000;
    private static final int QUOTES_AND_COMMA = 3;

    @Test
    void r09_aRoomWithoutAListIsOpenToAll() {
        assertThat(ServerAcl.EVERYBODY.allows(new ServerName("evil.com"))).isTrue();
        assertThat(ServerAcl.EVERYBODY.allows(new ServerName("[::1]:8448"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good.org      | true",
                "evil.com      | false",
                "EVIL.com      | false",
                "evil.com:8448 | false",
                "Evil.Com:1234 | false",
                "evil.community | true",
                "sub.evil.com  | true",
                "a.spam.net    | false",
                "a.b.SPAM.net:1 | false",
                "spam.net      | true",
                "spam.net.org  | true",
                "bot1.org      | false",
                "bot12.org     | true",
                "1.2.3.4       | true",
                "1.2.3.5:8448  | false",
                "[2001:db8::1]:8448 | false",
                "[2001:DB8::1] | false",
                "[2001:db8::2] | true"
            })
    void r09_denyComesBeforeAllow(String server, boolean isAllowed) {
        JsonObject content =
                json(
                        """
                        {'allow': ['*'], 'deny': ['evil.com', '*.spam.net', 'BOT?.org', '1.2.3.5',
                                                  '[2001:db8::1]']}
                        """);

        assertThat(ServerAcl.of(content).allows(new ServerName(server))).isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4        | false",
                "1.2.3.4:8448   | false",
                "001.002.003.004 | false",
                "[::1]          | false",
                "[::1]:8448     | false",
                "[::ffff:1.2.3.4] | false",
                "1.2.3          | true",
                "1.2.3.4.5      | true",
                "1.2.3.x        | true",
                "1.2..4         | true",
                "1.2.3.4444     | true",
                "1.2.3.4.org    | true"
            })
    void r09_addressesCanBeDeniedAsSuch(String server, boolean isAllowed) {
        ServerAcl named = ServerAcl.of(json("{'allow_ip_literals': false, 'allow': ['*']}"));
        ServerAcl listed =
                ServerAcl.of(
                        json("{'allow_ip_literals': false, 'allow': ['%s']}".formatted(server)));
        ServerAcl open = ServerAcl.of(json("{'allow_ip_literals': true, 'allow': ['*']}"));

        assertThat(named.allows(new ServerName(server))).isEqualTo(isAllowed);
        assertThat(open.allows(new ServerName(server))).isTrue();
        assertThat(listed.allows(new ServerName("1.2.3.4"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                            | false",
                "{'deny': []}                                  | false",
                "{'allow': []}                                 | false",
                "{'allow': '*'}                                | false",
                "{'allow': [1, null, {}, ['*']]}               | false",
                "{'allow': ['']}                               | false",
                "{'allow': ['good.org:8448']}                  | false",
                "{'allow': [1, 'good.org']}                    | true",
                "{'allow': ['*'], 'deny': 'good.org'}          | true",
                "{'allow': ['*'], 'deny': [{}, null]}          | true",
                "{'allow': ['*'], 'deny': ['*']}               | false",
                "{'allow': ['*'], 'allow_ip_literals': 'no'}   | true"
            })
    void r09_whatHasTheWrongTypeIsNotThere(String content, boolean isAllowed) {
        ServerAcl acl = ServerAcl.of(json(content));

        assertThat(acl.allows(new ServerName("good.org:8448"))).isEqualTo(isAllowed);
    }

    @Test
    void r09_onlyABooleanDeniesAddresses() {
        ServerAcl acl = ServerAcl.of(json("{'allow': ['*'], 'allow_ip_literals': 'false'}"));

        assertThat(acl.allows(new ServerName("1.2.3.4"))).isTrue();
    }

    static Stream<Named<JsonObject>> r09_theLargestListsAreAnsweredInLinearTime() {
        return Stream.of(
                filled("names", ServerAclTest::base36),
                filled("ends", i -> "*" + base36(i)),
                filled("question marks", i -> "?".repeat(i % 7) + "*" + base36(i)),
                filled("a few stars", i -> "*a*a*a*a*a*a" + i),
                filled("many stars", i -> "*a".repeat(100) + "*" + i),
                filled("nearly the name", i -> "*" + "a".repeat(112) + i + "*"),
                filled("nearly any name", i -> "*" + "?".repeat(112) + i + "*"),
                filled("nothing but stars", i -> "*a".repeat(15_000) + i));
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(10)
    void r09_theLargestListsAreAnsweredInLinearTime(JsonObject content) {
        ServerAcl acl = ServerAcl.of(content);
        ServerName hostile = new ServerName("a".repeat(230));

        for (int i = 0; i < 5; i++) {
            assertThat(acl.allows(hostile)).isFalse();
        }
    }

    @Test
    void r09_tenThousandEntriesFitIntoAnEventAndAllCount() {
        JsonObject content = filled(ServerAclTest::base36);
        List<String> denied = content.array("deny").orElseThrow().strings().toList();
        ServerAcl acl = ServerAcl.of(content);

        assertThat(denied).hasSizeGreaterThan(10_000);
        assertThat(denied).noneMatch(host -> acl.allows(new ServerName(host + ":8448")));
        assertThat(acl.allows(new ServerName("good.org"))).isTrue();
    }

    private static String base36(int number) {
        return Integer.toString(number, Character.MAX_RADIX);
    }

    private static Named<JsonObject> filled(String with, IntFunction<String> entry) {
        return Named.of(with, filled(entry));
    }

    /** As many entries as an event has room for; only {@code .org} is allowed. */
    private static JsonObject filled(IntFunction<String> entry) {
        List<String> entries = new ArrayList<>();
        int left = EventSizeLimits.MAX_EVENT_BYTES - REST_OF_THE_EVENT;
        for (int i = 0; left > 0; i++) {
            String next = entry.apply(i);
            left -= next.length() + QUOTES_AND_COMMA;
            if (left > 0) {
                entries.add(next);
            }
        }
        return json("{'allow': ['*.org']}").with("deny", JsonArray.ofStrings(entries));
    }
}
