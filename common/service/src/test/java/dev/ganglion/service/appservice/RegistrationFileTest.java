package dev.ganglion.service.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.StartFailureException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

class RegistrationFileTest {
    private static final ServerName SERVER = ServerName.parse("test.local");
    private static final String AS_TOKEN = "secret-of-the-application-service";
    private static final String COMPLETE =
            """
            id: IRC Bridge
            url: "http://127.0.0.1:1234/irc"
            as_token: secret-of-the-application-service
            hs_token: secret-of-the-homeserver
            sender_localpart: _irc_bot
            rate_limited: false
            receive_ephemeral: true
            protocols: [irc, xmpp]
            de.example.unknown: {a: 1}
            namespaces:
              users:
                - exclusive: true
                  regex: "@_irc_.*"
                  group_id: "+irc:test.local"
                - exclusive: false
                  regex: "@guest-.*"
              aliases:
                - exclusive: true
                  regex: "#_irc_.*"
              rooms:
                - exclusive: false
                  regex: "!irc.*"
            """;

    @TempDir private Path directory;

    @Test
    void everythingThatARegistrationSaysIsRead() throws Exception {
        ApplicationService service = read(COMPLETE);

        assertThat(service.id()).isEqualTo("IRC Bridge");
        assertThat(service.url()).contains(URI.create("http://127.0.0.1:1234/irc"));
        assertThat(service.sender()).isEqualTo(UserId.parse("@_irc_bot:test.local"));
        assertThat(service.isRateLimited()).isFalse();
        assertThat(service.receivesEphemeral()).isTrue();
        assertThat(service.protocols()).containsExactlyInAnyOrder("irc", "xmpp");
        assertThat(service.namespaces().users())
                .extracting(Namespace::isExclusive)
                .containsExactly(true, false);
        assertThat(service.namespaces().aliases()).hasSize(1);
        assertThat(service.namespaces().rooms()).hasSize(1);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(AS_TOKEN.getBytes(UTF_8));
        assertThat(service.tokenHash())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    @Test
    void whatMayBeLeftOutHasADefault() throws IOException {
        ApplicationService service =
                read(
                        """
                        id: bot
                        url: null
                        as_token: secret-of-the-application-service
                        hs_token: secret-of-the-homeserver
                        sender_localpart: bot
                        namespaces: {users: null}
                        """);

        assertThat(service.url()).isEmpty();
        assertThat(service.isRateLimited()).isTrue();
        assertThat(service.receivesEphemeral()).isFalse();
        assertThat(service.protocols()).isEmpty();
        assertThat(service.namespaces()).isEqualTo(new Namespaces(List.of(), List.of(), List.of()));
    }

    @Test
    void noTokenIsPrinted() throws IOException {
        ApplicationService service = read(COMPLETE);

        assertThat(service.toString()).doesNotContain("secret").doesNotContain(service.tokenHash());
    }

    @ParameterizedTest
    @DisplayName("A12: what is wrong stops the start with file and key, and without the tokens")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id: IRC Bridge | # | id | missing",
                "id: IRC Bridge | id: '' | id | empty",
                "id: IRC Bridge | id: 7 | id | quotes",
                "id: IRC Bridge | id: [a] | id | quotes",
                "url: \"http://127.0.0.1:1234/irc\" | # | url | missing",
                "url: \"http://127.0.0.1:1234/irc\" | url: ftp://x | url | http://",
                "url: \"http://127.0.0.1:1234/irc\" | url: 'http://a b' | url | http://",
                "as_token: secret-of-the-application-service | # | as_token | missing",
                "as_token: secret-of-the-application-service | as_token: secret-of-15ch | as_token | 16",
                "as_token: secret-of-the-application-service | as_token: 'secret with spaces in it' | as_token | ASCII",
                "as_token: secret-of-the-application-service | as_token: 1234567890123456 | as_token | quotes",
                "hs_token: secret-of-the-homeserver | # | hs_token | missing",
                "hs_token: secret-of-the-homeserver | hs_token: secret | hs_token | 16",
                "sender_localpart: _irc_bot | # | sender_localpart | missing",
                "sender_localpart: _irc_bot | sender_localpart: '@bot:test.local' | sender_localpart | a-z",
                "sender_localpart: _irc_bot | sender_localpart: Bot | sender_localpart | a-z",
                "rate_limited: false | rate_limited: 'no' | rate_limited | true or false",
                "receive_ephemeral: true | receive_ephemeral: 1 | receive_ephemeral | true or false",
                "protocols: [irc, xmpp] | protocols: irc | protocols | list",
                "protocols: [irc, xmpp] | protocols: [1] | protocols | quotes",
                "namespaces: | other: | namespaces | missing",
                "regex: \"!irc.*\" | regex: [a] | namespaces.rooms[0].regex | quotes",
                "regex: \"@_irc_.*\" | regex: \"@(\" | namespaces.users[0].regex | regular expression",
                "regex: \"@_irc_.*\" | regex: \"@(?!bot).*\" | namespaces.users[0].regex | look-arounds",
                "regex: \"@_irc_.*\" | # | namespaces.users[0].regex | missing",
                "- exclusive: false | - exclusive: maybe | namespaces.users[1].exclusive | true or false",
                "- exclusive: false | - other: 1 | namespaces.users[1].exclusive | missing",
                "rate_limited: false | id: again | line 6 | twice",
                "rate_limited: false | : : { | line 6 | YAML",
            })
    void a12_whatIsWrongIsTold(String line, String instead, String key, String reason)
            throws IOException {
        String text = COMPLETE.replaceFirst(Pattern.quote(line), instead);
        assertThat(text).isNotEqualTo(COMPLETE);

        assertThatThrownBy(() -> read(text))
                .asInstanceOf(InstanceOfAssertFactories.type(StartFailureException.class))
                .satisfies(
                        failure -> {
                            assertThat(failure)
                                    .hasMessageContaining(directory.resolve("as.yaml").toString())
                                    .hasMessageContaining("at " + key + ":")
                                    .hasMessageContaining(reason)
                                    .hasMessageNotContaining("secret");
                            assertThat(failure.fix()).contains("ganglion.application-services");
                        });
    }

    @ParameterizedTest
    @CsvSource({"'', the top", "just a text, the top", "'- a', the top"})
    void whatIsNoRegistrationAtAllIsTold(String text, String key) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("at " + key + ":");
    }

    @Test
    void namespacesOfAKindAreAList() {
        String text = COMPLETE.replaceFirst("(?s)users:.*", "users: {regex: a}");

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("at namespaces.users: it must be a list");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() -> RegistrationFile.read(directory.resolve("no.yaml"), SERVER))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("no.yaml")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aFileThatIsNoTextIsTold() throws IOException {
        Path binary = Files.write(directory.resolve("x.yaml"), new byte[] {(byte) 0xff, 0, 1});

        assertThatThrownBy(() -> RegistrationFile.read(binary, SERVER))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("x.yaml");
    }

    @Test
    void aPatternIsHeldAgainstTheBeginning() throws IOException {
        ApplicationService service = read(COMPLETE.replace("@_irc_.*", "@_irc_"));

        assertThat(service.covers(UserId.parse("@_irc_alice:test.local"))).isTrue();
        assertThat(service.covers(UserId.parse("@a_irc_:test.local"))).isFalse();
    }

    @Test
    void usersAndAliasesOfOtherServersAreNeverCovered() throws IOException {
        ApplicationService service = read(COMPLETE);

        assertThat(service.covers(UserId.parse("@_irc_a:test.local"))).isTrue();
        assertThat(service.covers(UserId.parse("@_irc_a:example.org"))).isFalse();
        assertThat(service.covers(RoomAlias.parse("#_irc_a:test.local"))).isTrue();
        assertThat(service.covers(RoomAlias.parse("#_irc_a:example.org"))).isFalse();
    }

    @Test
    @Timeout(10)
    void anExpressionThatWouldTakeForEverElsewhereIsMatchedQuickly() throws IOException {
        ApplicationService service = read(COMPLETE.replace("@_irc_.*", "@(a+)+$"));

        for (int i = 0; i < 1_000; i++) {
            assertThat(service.covers(UserId.parse("@" + "a".repeat(200) + ":test.local")))
                    .isFalse();
        }
    }

    private ApplicationService read(String yaml) throws IOException {
        return RegistrationFile.read(Files.writeString(directory.resolve("as.yaml"), yaml), SERVER);
    }
}
