package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The ways to authenticate for an operation, each a list of stages to complete in order. */
public record Flows(List<List<String>> flows) {
    public Flows {
        flows = flows.stream().map(List::copyOf).toList();
    }

    /** One flow of one stage. */
    public static Flows of(String stage) {
        return new Flows(List.of(List.of(stage)));
    }

    boolean isDone(Set<String> completed) {
        return flows.stream().anyMatch(completed::containsAll);
    }

    /** Whether this stage is the next one of some flow. */
    boolean isNext(String stage, Set<String> completed) {
        return flows.stream()
                .map(flow -> flow.stream().filter(step -> !completed.contains(step)).findFirst())
                .anyMatch(next -> next.filter(stage::equals).isPresent());
    }

    /** Every stage of any flow, once. */
    Set<String> stages() {
        return flows.stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What {@link #json} gave. */
    static Flows parse(JsonArray json) {
        return new Flows(
                json.objects()
                        .map(
                                flow ->
                                        flow.array("stages")
                                                .orElse(JsonArray.EMPTY)
                                                .strings()
                                                .toList())
                        .toList());
    }

    JsonArray json() {
        List<JsonValue> values =
                flows.stream()
                        .map(flow -> JsonObject.builder().put("stages", JsonArray.ofStrings(flow)))
                        .map(flow -> (JsonValue) flow.build())
                        .toList();
        return new JsonArray(values);
    }
}
