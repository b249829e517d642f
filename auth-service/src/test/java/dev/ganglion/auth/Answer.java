package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;

/** What the service answered. */
record Answer(int status, JsonObject body) {
    Answer isOk() {
        assertThat(status).as("the status of %s", body).isEqualTo(200);
        return this;
    }

    Answer isRefused(int expectedStatus, String errcode) {
        assertThat(body.string("errcode")).as("the errcode of %s", body).hasValue(errcode);
        assertThat(status).as("the status of %s", body).isEqualTo(expectedStatus);
        return this;
    }

    /** Asks for user-interactive authentication. */
    Answer asksForStages() {
        assertThat(status).as("the status of %s", body).isEqualTo(401);
        assertThat(body.array("flows")).as("the flows of %s", body).isPresent();
        return this;
    }

    /** The stages of each flow that is asked for. */
    List<List<String>> flows() {
        return body.array("flows")
                .orElse(JsonArray.EMPTY)
                .objects()
                .map(flow -> flow.array("stages").orElse(JsonArray.EMPTY).strings().toList())
                .toList();
    }

    String string(String key) {
        return body.string(key)
                .orElseThrow(() -> new AssertionError("no string " + key + " in " + body));
    }
}
