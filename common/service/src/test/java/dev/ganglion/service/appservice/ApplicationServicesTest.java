package dev.ganglion.service.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ApplicationServicesTest {
    private static final ApplicationService IRC =
            service("irc", "ircbot", new Namespace(Pattern.compile("._irc_.*"), true), true);
    private static final ApplicationService LOG =
            service("log", "logbot", new Namespace(Pattern.compile(".[_l].*"), false), false);

    private final ApplicationServices services =
            new ApplicationServices(List.of(IRC, LOG), List.of());

    @TempDir private Path directory;

    @ParameterizedTest
    @DisplayName("A11, A12: who may make which user")
    @CsvSource({
        "-, alice, true",
        "-, _irc_a, false",
        "-, ircbot, false",
        "-, logbot, false",
        "-, l, true",
        "irc, _irc_a, true",
        "irc, ircbot, true",
        "irc, alice, false",
        "irc, logbot, false",
        "log, l, true",
        "log, _irc_a, false",
        "log, alice, false",
    })
    void whoMayMakeWhichUser(String caller, String localpart, boolean isAllowed) {
        UserId user = UserId.parse("@" + localpart + ":test.local");

        check(isAllowed, () -> services.requireMayRegister(services.find(caller), user));
    }

    @ParameterizedTest
    @DisplayName("A12: who may make and delete which alias")
    @CsvSource({
        "-, tea, true",
        "-, _irc_a, false",
        "-, l, true",
        "irc, _irc_a, true",
        "irc, tea, false",
        "log, l, true",
        "log, _irc_a, false",
        "unregistered, l, false",
    })
    void whoMayMakeWhichAlias(String caller, String localpart, boolean isAllowed) {
        RoomAlias alias = RoomAlias.parse("#" + localpart + ":test.local");
        Optional<String> id = Optional.of(caller).filter(text -> !text.equals("-"));

        check(isAllowed, () -> services.requireMayManage(id.map(services::get), alias));
    }

    @Test
    void oneIsFoundByTheHashOfItsToken() {
        assertThat(services.findByTokenHash("hash of irc")).contains(IRC);
        assertThat(services.findByTokenHash("hash of another")).isEmpty();
    }

    @Test
    void aSenderIsNeverRateLimited() {
        UserId user = UserId.parse("@_irc_a:test.local");

        assertThat(IRC.isRateLimitedAs(user)).isTrue();
        assertThat(IRC.isRateLimitedAs(IRC.sender())).isFalse();
        assertThat(LOG.isRateLimitedAs(user)).isFalse();
    }

    @Test
    void a12OfTwoThatHaveOneIdTheSecondIsLeftOutAndTold() throws IOException {
        List<Path> files =
                List.of(
                        file("a.yaml", "one", "token-of-the-first"),
                        file("b.yaml", "one", "token-of-the-other"));

        assertThat(onlyProblem(files))
                .hasMessageContaining("b.yaml")
                .hasMessageContaining("at id:")
                .hasMessageContaining("\"one\"");
    }

    @Test
    void a12OfTwoThatHaveOneTokenTheSecondIsLeftOutAndToldWithoutIt() throws IOException {
        List<Path> files =
                List.of(
                        file("a.yaml", "one", "token-of-both-of-them"),
                        file("b.yaml", "two", "token-of-both-of-them"));

        assertThat(onlyProblem(files))
                .hasMessageContaining("b.yaml")
                .hasMessageContaining("at as_token:")
                .hasMessageContaining("\"one\"")
                .hasMessageNotContaining("token-of-both");
    }

    @Test
    void withoutFilesThereAreNone() {
        ApplicationServices none =
                ApplicationServices.read(List.of(), ServerName.parse("test.local"));

        assertThat(none.all()).isEmpty();
        assertThatCode(none::requireComplete).doesNotThrowAnyException();
        none.requireMayRegister(Optional.empty(), UserId.parse("@_irc_a:test.local"));
    }

    @Test
    void a12AFileThatIsNoRegistrationIsLeftOutAndTheOthersAreThere() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "id: [");
        List<Path> files = List.of(broken, file("a.yaml", "one", "token-of-the-first"));

        ApplicationServices read = ApplicationServices.read(files, ServerName.parse("test.local"));

        assertThat(read.all()).extracting(ApplicationService::id).containsExactly("one");
        assertThat(read.problems()).hasSize(1);
        assertThatThrownBy(read::requireComplete)
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(503));
    }

    private static StartFailureException onlyProblem(List<Path> files) {
        ApplicationServices read = ApplicationServices.read(files, ServerName.parse("test.local"));
        assertThat(read.all()).hasSize(1);
        assertThat(read.problems()).hasSize(1);
        return read.problems().getFirst();
    }

    private static void check(boolean isAllowed, Runnable check) {
        if (isAllowed) {
            assertThatCode(check::run).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check::run)
                    .isInstanceOfSatisfying(
                            MatrixException.class,
                            refusal -> {
                                assertThat(refusal.errorCode()).isEqualTo(ErrorCode.EXCLUSIVE);
                                assertThat(refusal.status()).isEqualTo(400);
                            });
        }
    }

    private Path file(String name, String id, String token) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                """
                id: %s
                url: null
                as_token: %s
                hs_token: token-of-the-homeserver
                sender_localpart: bot
                namespaces: {}
                """
                        .formatted(id, token));
    }

    private static ApplicationService service(
            String id, String sender, Namespace namespace, boolean isRateLimited) {
        return new ApplicationService(
                id,
                Optional.empty(),
                "hash of " + id,
                UserId.parse("@" + sender + ":test.local"),
                new Namespaces(List.of(namespace), List.of(namespace), List.of()),
                isRateLimited,
                Set.of(),
                false);
    }
}
