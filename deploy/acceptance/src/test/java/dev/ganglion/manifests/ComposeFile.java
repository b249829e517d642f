package dev.ganglion.manifests;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** The part of the Compose specification that our file uses; anything else in it fails to parse. */
record ComposeFile(
        String name,
        Map<String, Service> services,
        Map<String, JsonNode> networks,
        Map<String, JsonNode> volumes,
        @JsonAnySetter Map<String, JsonNode> extensions) {

    ComposeFile {
        extensions.keySet().stream()
                .filter(key -> !key.startsWith("x-"))
                .findFirst()
                .ifPresent(
                        key -> {
                            throw new IllegalArgumentException("unknown field " + key);
                        });
    }

    record Service(
            @Nullable String image,
            @Nullable Build build,
            @Nullable String restart,
            @Nullable String user,
            @JsonProperty("read_only") @Nullable Boolean readOnly,
            @JsonProperty("mem_limit") @Nullable String memLimit,
            @Nullable List<String> tmpfs,
            @JsonProperty("cap_drop") @Nullable List<String> capDrop,
            @JsonProperty("cap_add") @Nullable List<String> capAdd,
            @JsonProperty("security_opt") @Nullable List<String> securityOpt,
            @JsonProperty("stop_grace_period") @Nullable String stopGracePeriod,
            @Nullable List<String> networks,
            @Nullable List<String> profiles,
            @Nullable List<String> entrypoint,
            @Nullable List<String> command,
            @Nullable Map<String, String> environment,
            @Nullable List<String> volumes,
            @Nullable List<String> ports,
            @Nullable Healthcheck healthcheck,
            @JsonProperty("depends_on") @Nullable JsonNode dependsOn) {}

    record Build(String context, String dockerfile) {}

    record Healthcheck(List<String> test, String interval, int retries) {}
}
