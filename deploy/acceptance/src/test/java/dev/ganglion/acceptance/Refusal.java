package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ganglion.testing.client.MatrixError;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a story expects of a call that is refused. */
public final class Refusal {
    private Refusal() {}

    /** That status and that error code, with words for people; answers the refusal. */
    public static MatrixError refused(int status, String errcode, ThrowingCallable call) {
        MatrixError error = catchThrowableOfType(MatrixError.class, call);
        assertThat(error).as("a refusal with " + errcode).isNotNull();
        assertThat(error.status() + " " + error.errcode())
                .as(error.getMessage())
                .isEqualTo(status + " " + errcode);
        assertThat(error.body().string("error")).as(error.getMessage()).isPresent();
        return error;
    }
}
