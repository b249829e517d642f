package dev.ganglion.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class StandaloneSettingsTest {
    @TempDir private Path folder;

    @Test
    void withoutAnySettingTheDefaultsHold() {
        StandaloneSettings settings = read(Map.of());

        assertThat(settings.serverName()).hasToString("localhost");
        assertThat(settings.port()).isEqualTo(8008);
        assertThat(settings.managementPort()).isEqualTo(8009);
        assertThat(settings.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.data()).isEqualTo(folder.resolve("data"));
        assertThat(settings.registration()).isEqualTo(StandaloneSettings.Registration.CLOSED);
        assertThat(settings.rateLimits()).isTrue();
    }

    @Test
    void theEnvironmentIsRead() {
        StandaloneSettings settings =
                read(
                        Map.of(
                                "GANGLION_SERVER_NAME", "chat.example.org",
                                "GANGLION_PORT", "9000",
                                "GANGLION_DATA", "elsewhere",
                                "GANGLION_REGISTRATION", "token",
                                "GANGLION_RATE_LIMITS", "off"));

        assertThat(settings.serverName()).hasToString("chat.example.org");
        assertThat(settings.port()).isEqualTo(9000);
        assertThat(settings.managementPort()).isEqualTo(9001);
        assertThat(settings.data()).isEqualTo(folder.resolve("elsewhere"));
        assertThat(settings.registration()).isEqualTo(StandaloneSettings.Registration.TOKEN);
        assertThat(settings.rateLimits()).isFalse();
    }

    @Test
    void theFileIsReadAndTheEnvironmentStandsAboveIt() throws IOException {
        Files.writeString(
                folder.resolve("ganglion.yaml"),
                """
                ganglion:
                  server-name: example.org
                  port: 9001
                  rate-limits: off
                """);

        StandaloneSettings settings = read(Map.of("GANGLION_PORT", "9002"));

        assertThat(settings.serverName()).hasToString("example.org");
        assertThat(settings.port()).isEqualTo(9002);
        assertThat(settings.rateLimits()).isFalse();
    }

    @Test
    void theLastPortHasItsManagementBelow() {
        assertThat(read(Map.of("GANGLION_PORT", "65535")).managementPort()).isEqualTo(65_534);
    }

    @Test
    void onePortIsNotTwo() {
        assertThatThrownBy(
                        () ->
                                read(
                                        Map.of(
                                                "GANGLION_PORT", "9000",
                                                "GANGLION_GATEWAY_MANAGEMENT_PORT", "9000")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("GANGLION_GATEWAY_MANAGEMENT_PORT=9000")
                .hasMessageContaining("another port");
    }

    @Test
    void brokenYamlIsNamedWithItsLine() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("ganglion.yaml"),
                        """
                        ganglion:
                          server-name: example.org
                          port: [9001
                          rate-limits: off
                        """);

        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(file + ", line 4, is not readable YAML: ")
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .hasLineCount(1);
    }

    @Test
    void helpIsNoNameOfAnAdministrator() {
        assertThat(Main.asksForHelp(new String[] {"admin", "--help"})).isTrue();
        assertThat(Main.asksForHelp(new String[] {"admin", "-h"})).isTrue();
        assertThat(Main.asksForHelp(new String[] {"admin", "helpful"})).isFalse();
        assertThat(Main.asksForHelp(new String[] {})).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GANGLION_SERVER_NAME, not a name, host name",
        "GANGLION_PORT, eighty, 1 to 65535",
        "GANGLION_PORT, 70000, 1 to 65535",
        "GANGLION_REGISTRATION, maybe, 'closed, token or open'",
        "GANGLION_RATE_LIMITS, sometimes, on or off",
        "GANGLION_BIND_ADDRESS, 203.0.113.7, 0.0.0.0",
        "GANGLION_BIND_ADDRESS, no address, 0.0.0.0",
        "GANGLION_LOG_FORMAT, xml, 'text, json'",
        "GANGLION_LOG_LEVEL, loud, 'OFF, ERROR, WARN, INFO, DEBUG, TRACE'",
    })
    void aWrongSettingIsRefusedWithItsNameAndTheFix(String variable, String value, String fix) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(variable + "=" + value)
                .hasMessageContaining(fix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "Warn", "OFF", "TRACE"})
    void aLogLevelMayBeWrittenInEitherCase(String level) {
        assertThat(read(Map.of("GANGLION_LOG_LEVEL", level)).port()).isEqualTo(8008);
    }

    @Test
    void aWrongSettingInTheFileIsRefusedWithItsKey() throws IOException {
        Files.writeString(folder.resolve("ganglion.yaml"), "ganglion: {registration: maybe}");

        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("ganglion.registration in ganglion.yaml=maybe");
    }

    @Test
    void aFileThatIsNotThereIsRefusedWhenItIsNamed() {
        assertThatThrownBy(() -> read(Map.of("GANGLION_CONFIG", "nowhere.yaml")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("nowhere.yaml");
    }

    private StandaloneSettings read(Map<String, String> environment) {
        return StandaloneSettings.from(SettingSources.read(environment, folder), folder);
    }
}
