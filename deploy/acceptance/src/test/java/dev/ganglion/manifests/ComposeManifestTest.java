package dev.ganglion.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ComposeManifestTest {
    private static final Path FOLDER = Path.of("..", "compose");
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    @ParameterizedTest
    @ValueSource(strings = {"auth", "room", "sync", "media", "moderation", "gateway"})
    void everyServiceRunsItsOwnMainClassWithTheLeastPrivilege(String name) throws IOException {
        ComposeFile.Service service = Objects.requireNonNull(compose().services().get(name));

        assertThat(service.readOnly()).isTrue();
        assertThat(service.memLimit()).isNotBlank();
        assertThat(service.capDrop()).containsExactly("ALL");
        assertThat(service.ports()).isNull();
        assertThat(service.volumes()).contains("./secrets/" + name + ":/run/secrets:ro");
        assertThat(service.command())
                .isNotNull()
                .allMatch(KubernetesManifestsTest::isOnTheClassPath);
    }

    @Test
    void onlyTheProxyIsReachableFromOutside() throws IOException {
        assertThat(compose().services())
                .allSatisfy(
                        (name, service) ->
                                assertThat(service.ports() != null)
                                        .isEqualTo(name.equals("caddy")));
    }

    @Test
    void secretsBelongToTheUserThatReadsThem() throws IOException {
        Map<String, ComposeFile.Service> services = compose().services();

        assertThat(Files.readString(FOLDER.resolve("Dockerfile"))).contains("USER 10001:10001");
        assertThat(Objects.requireNonNull(services.get("secrets")).entrypoint())
                .last(STRING)
                .endsWith("&& chown -R 10001:10001 /secrets");
        assertThat(Objects.requireNonNull(services.get("redis")).user()).isEqualTo("10001:10001");
    }

    /** Everything else is read-only: a folder beside the volume would refuse to start. */
    @Test
    void mediaAreKeptOnTheirVolume() throws IOException {
        ComposeFile.Service media = Objects.requireNonNull(compose().services().get("media"));

        assertThat(media.volumes()).contains("media:/media");
        assertThat(media.environment()).containsEntry("GANGLION_MEDIA_DIRECTORY", "/media");
    }

    @Test
    void whatIsMountedIsThereOrIsMadeBySecrets() throws IOException {
        List<String> mounted =
                compose().services().values().stream()
                        .filter(service -> service.volumes() != null)
                        .flatMap(service -> Objects.requireNonNull(service.volumes()).stream())
                        .map(volume -> volume.split(":", 2)[0])
                        .filter(
                                source ->
                                        source.startsWith("./") && !source.startsWith("./secrets"))
                        .toList();

        assertThat(mounted).isNotEmpty().allMatch(source -> Files.exists(FOLDER.resolve(source)));
    }

    @Test
    void anUnknownFieldFails() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        """
                name: x
                services:
                  gateway:
                    imagine: x
                networks: {}
                volumes: {}
                """))
                .hasMessageContaining("imagine");
    }

    private static ComposeFile compose() throws IOException {
        return parse(Files.readString(FOLDER.resolve("compose.yaml")));
    }

    /**
     * SnakeYAML resolves anchors and merges, as an engine does; Jackson then insists on known
     * fields.
     */
    private static ComposeFile parse(String yaml) {
        Map<String, Object> tree = new Yaml().load(yaml);
        return STRICT.convertValue(tree, ComposeFile.class);
    }
}
