package dev.ganglion.room.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

class RetentionPolicyTest {
    private static final RetentionProperties SERVER =
            new RetentionProperties(
                    true,
                    Duration.ofDays(30),
                    Duration.ofDays(2),
                    Duration.ofDays(100),
                    Duration.ofHours(1));
    private static final RetentionProperties WITHOUT_DEFAULT =
            new RetentionProperties(true, null, Duration.ofDays(1), null, Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "its own word counts first      | {\"max_lifetime\":864000000}  | P10D",
                "no less than is allowed        | {\"max_lifetime\":1}          | P2D",
                "no more than is allowed        | {\"max_lifetime\":86400000000000} | P100D",
                "nothing said                   | {}                            | P30D",
                "a string is not said           | {\"max_lifetime\":\"864000000\"} | P30D",
                "below zero is not said         | {\"max_lifetime\":-1}         | P30D",
                "null is not said               | {\"max_lifetime\":null}       | P30D",
                "a minimum lengthens a default  | {\"min_lifetime\":3456000000} | P40D",
                "a smaller one does not         | {\"min_lifetime\":86400000}   | P30D",
                "contradictions are not said    | {\"min_lifetime\":864000000,\"max_lifetime\":432000000} | P30D",
                "both are said                  | {\"min_lifetime\":86400000,\"max_lifetime\":432000000}  | P5D",
            })
    void aRoomSaysHowLongItsMessagesLive(String rule, String content, Duration expected) {
        assertThat(policy(content).lifetime(SERVER)).as(rule).contains(expected);
    }

    @Test
    void withoutADefaultOnlyRoomsThatAskLoseMessages() {
        assertThat(policy("{}").lifetime(WITHOUT_DEFAULT)).isEmpty();
        assertThat(policy("{\"min_lifetime\":1}").lifetime(WITHOUT_DEFAULT)).isEmpty();
        assertThat(policy("{\"max_lifetime\":0}").lifetime(WITHOUT_DEFAULT))
                .isEqualTo(Optional.of(Duration.ofDays(1)));
    }

    private static RetentionPolicy policy(String content) {
        return RetentionPolicy.of(Json.parseObject(content.getBytes(StandardCharsets.UTF_8)));
    }
}
