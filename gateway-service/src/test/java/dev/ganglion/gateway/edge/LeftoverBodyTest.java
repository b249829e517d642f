package dev.ganglion.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

class LeftoverBodyTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new LeftoverBody(Duration.ofSeconds(30)));

    @BeforeEach
    void theClockStands() {
        channel.freezeTime();
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("D04: who has an answer and does not stop talking is cut off")
    void d04_whoHasAnAnswerAndDoesNotStopTalkingIsCutOff() {
        readHead();
        answer();

        later(29);
        readPart();
        assertThat(channel.isOpen()).isTrue();

        later(2);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoComesToAnEndInTimeMayGoOnAsking() {
        readHead();
        answer();
        later(29);
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        later(60);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aBodyMayTakeAsLongAsItIsListenedTo() {
        readHead();
        answerInterim();

        later(3_600);
        readPart();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void theAnswerToAnEarlierRequestIsNoneToThatWhichIsRead() {
        readHead();
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        readHead();
        answer();

        later(60);
        assertThat(channel.isOpen()).isTrue();

        answer();
        later(31);
        assertThat(channel.isOpen()).isFalse();
    }

    private void readHead() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    private void readPart() {
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[10])));
    }

    private void answer() {
        channel.writeOutbound(
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE),
                LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void answerInterim() {
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }

    private void later(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
