package dev.ganglion.acceptance.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixError;
import dev.ganglion.testing.client.MatrixSession;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** User-interactive authentication, as clients go through it. */
final class Confirmation {
    private Confirmation() {}

    /** Calls an operation that asks for the password, and then calls it again with that. */
    static JsonObject confirmed(MatrixSession who, String method, String path, JsonObject body) {
        String session = asked(() -> who.call(method, path, body));
        return who.call(
                method, path, body.with("auth", password(who, session, Homeserver.PASSWORD)));
    }

    /** The session that begins when an operation asks for more. */
    static String asked(ThrowingCallable call) {
        MatrixError question = catchThrowableOfType(MatrixError.class, call);
        assertThat(question).as("a question for authentication").isNotNull();
        assertThat(question.status()).as(question.getMessage()).isEqualTo(401);
        assertThat(question.body().array("flows")).as(question.getMessage()).isPresent();
        return question.body().string("session").orElseThrow();
    }

    static JsonObject password(MatrixSession who, String session, String password) {
        return JsonObject.builder()
                .put("type", "m.login.password")
                .put("identifier", user(who))
                .put("password", password)
                .put("session", session)
                .build();
    }

    /** Who somebody is, as logins say it. */
    static JsonObject user(MatrixSession who) {
        return JsonObject.builder()
                .put("type", "m.id.user")
                .put("user", who.userId().value())
                .build();
    }
}
