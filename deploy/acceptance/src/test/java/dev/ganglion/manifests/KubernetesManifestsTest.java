package dev.ganglion.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.util.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

class KubernetesManifestsTest {
    private static final Path BASE = Path.of("..", "kubernetes", "base");

    record Kustomization(
            String apiVersion,
            String kind,
            String namespace,
            List<String> resources,
            List<ConfigMap> configMapGenerator) {
        record ConfigMap(String name, List<String> literals) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "room", "sync", "media", "moderation", "gateway"})
    void everyServiceHasADeploymentWithProbesAndAService(String name) throws IOException {
        List<Object> objects = Yaml.loadAll(Files.readString(BASE.resolve(name + ".yaml")));

        V1Deployment deployment = only(objects, V1Deployment.class);
        assertThat(deployment)
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .singleElement()
                .extracting(
                        "livenessProbe.httpGet.path",
                        "readinessProbe.httpGet.path",
                        "securityContext.readOnlyRootFilesystem",
                        "securityContext.allowPrivilegeEscalation")
                .containsExactly(
                        "/actuator/health/liveness", "/actuator/health/readiness", true, false);
        assertThat(deployment)
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .flatExtracting(V1Container::getArgs)
                .first(STRING)
                .matches(KubernetesManifestsTest::isOnTheClassPath);
        assertThat(deployment)
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .extracting(V1Container::getResources)
                .allSatisfy(KubernetesManifestsTest::getsAllTheMemoryItMayUse);
        assertThat(only(objects, V1Service.class))
                .extracting("spec.ports", list(V1ServicePort.class))
                .extracting(V1ServicePort::getPort)
                .containsExactly(containerPort(deployment, "http"));
    }

    /** The heap is reserved at the start, as a share of the limit. */
    private static void getsAllTheMemoryItMayUse(V1ResourceRequirements resources) {
        assertThat(resources.getLimits())
                .containsEntry(
                        "memory", Objects.requireNonNull(resources.getRequests()).get("memory"));
    }

    /** As a kubelet asks: at the pod's own address. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "room", "sync", "media", "moderation", "gateway"})
    void probesAskWhereTheServiceTellsItsHealth(String name) throws IOException {
        List<Object> objects = Yaml.loadAll(Files.readString(BASE.resolve(name + ".yaml")));
        ServiceFile service = ServiceFile.of(name);

        V1Deployment deployment = only(objects, V1Deployment.class);

        assertThat(deployment)
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .flatExtracting(
                        V1Container::getStartupProbe,
                        V1Container::getLivenessProbe,
                        V1Container::getReadinessProbe)
                .extracting("httpGet.port")
                .map(port -> containerPort(deployment, String.valueOf(port)))
                .containsOnly(service.healthPort());
        assertThat(containerPort(deployment, "http")).isEqualTo(service.port());
        assertThat(service.healthAddress()).isEqualTo("${ganglion.bind-address}");
        assertThat(settings()).contains("GANGLION_BIND_ADDRESS=0.0.0.0");
    }

    /** Everything else is read-only: a folder beside the volume would refuse to start. */
    @Test
    void mediaAreKeptOnTheirVolume() throws IOException {
        List<Object> objects = Yaml.loadAll(Files.readString(BASE.resolve("media.yaml")));

        assertThat(only(objects, V1Deployment.class))
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .flatExtracting(V1Container::getVolumeMounts)
                .contains(new V1VolumeMount().name("media").mountPath("/media"));
        assertThat(settings()).contains("GANGLION_MEDIA_DIRECTORY=/media");
    }

    @Test
    void theKustomizationNamesFilesThatAreThere() throws IOException {
        Kustomization kustomization = kustomization();

        try (Stream<Path> files = Files.list(BASE)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(kustomization.resources());
        }
        for (String resource : kustomization.resources()) {
            assertThat(Yaml.loadAll(Files.readString(BASE.resolve(resource)))).isNotEmpty();
        }
    }

    @Test
    void anUnknownFieldFails() {
        assertThatThrownBy(
                        () ->
                                Yaml.loadAll(
                                        """
                apiVersion: v1
                kind: Service
                metadata:
                  name: gateway
                spec:
                  selectors: {}
                """))
                .hasMessageContaining("selectors");
    }

    private static Kustomization kustomization() throws IOException {
        return new YAMLMapper()
                .readValue(
                        Files.readAllBytes(BASE.resolve("kustomization.yaml")),
                        Kustomization.class);
    }

    /** The environment of every service. */
    private static List<String> settings() throws IOException {
        return kustomization().configMapGenerator().stream()
                .flatMap(map -> map.literals().stream())
                .toList();
    }

    private static int containerPort(V1Deployment deployment, String name) {
        return assertThat(deployment)
                .extracting("spec.template.spec.containers", list(V1Container.class))
                .flatExtracting(V1Container::getPorts)
                .asInstanceOf(list(V1ContainerPort.class))
                .filteredOn(V1ContainerPort::getName, name)
                .singleElement()
                .actual()
                .getContainerPort();
    }

    private static <T> T only(List<Object> objects, Class<T> type) {
        Optional<T> found = objects.stream().filter(type::isInstance).map(type::cast).findFirst();
        return found.orElseThrow(() -> new AssertionError("no " + type.getSimpleName()));
    }

    static boolean isOnTheClassPath(String className) {
        return KubernetesManifestsTest.class
                        .getClassLoader()
                        .getResource(className.replace('.', '/') + ".class")
                != null;
    }
}
