package dev.ganglion.room;

import dev.ganglion.testing.Refused;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What a refused call has to look like. */
public record Refusal(int status, String errcode) {
    public static final Refusal FORBIDDEN = new Refusal(403, "M_FORBIDDEN");
    public static final Refusal NOT_FOUND = new Refusal(404, "M_NOT_FOUND");
    public static final Refusal INVALID_PARAM = new Refusal(400, "M_INVALID_PARAM");
    public static final Refusal BAD_JSON = new Refusal(400, "M_BAD_JSON");
    public static final Refusal NOT_JSON = new Refusal(400, "M_NOT_JSON");
    public static final Refusal MISSING_PARAM = new Refusal(400, "M_MISSING_PARAM");

    /** Fails the test unless the response is this refusal. */
    public void answers(ResponseSpec response) {
        Refused.with(status, errcode).accept(response);
    }

    public void answersGet(RoomCaller caller, String path, Object... variables) {
        answers(caller.get(path, variables));
    }

    public void answersPost(RoomCaller caller, String path, String body, Object... variables) {
        answers(caller.call(HttpMethod.POST, body, path, variables));
    }

    public void answersPut(RoomCaller caller, String path, String body, Object... variables) {
        answers(caller.call(HttpMethod.PUT, body, path, variables));
    }
}
