package dev.ganglion.service.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import reactor.core.publisher.Flux;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.json.JsonMapper;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

class JsonBodyDecoderTest {
    private static final int MAX_BYTES = 1024 * 1024;

    private final JsonBodyDecoder decoder = new JsonBodyDecoder(strictMapper(), MAX_BYTES);

    record Request(String name) {}

    @ParameterizedTest
    @ValueSource(classes = {Request.class, JsonObject.class, RawJson.class, Map.class})
    void d01HostileDocumentsCostLessThan50MillisecondsOfCpu(Class<?> type) {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        String flat = "[".repeat(500_000);
        String number = "{\"a\":1" + "0".repeat(500_000) + "}";

        assertThat(cpuTimeToRefuse(deep, type)).isLessThan(Duration.ofMillis(50));
        assertThat(cpuTimeToRefuse(flat, type)).isLessThan(Duration.ofMillis(50));
        assertThat(cpuTimeToRefuse(number, type)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void aBodyOverTheLimitIsNotCollected() {
        Flux<DataBuffer> endless = Flux.generate(sink -> sink.next(buffer(" ".repeat(64 * 1024))));

        assertThatThrownBy(() -> decode(endless, JsonObject.class))
                .isInstanceOf(DataBufferLimitException.class);
    }

    @Test
    void aBodyMayComeInPieces() {
        Flux<DataBuffer> pieces = Flux.just(buffer("{\"name\":"), buffer("\"a"), buffer("b\"}"));

        assertThat(decode(pieces, Request.class)).isEqualTo(new Request("ab"));
    }

    @Test
    void d01ANullWithinAListIsRefused() {
        assertThat(decode(Flux.just(buffer("{\"names\":[\"a\"]}")), Names.class))
                .isEqualTo(new Names(List.of("a"), Optional.empty()));
        assertThatThrownBy(() -> decode(Flux.just(buffer("{\"names\":[null]}")), Names.class))
                .isInstanceOf(DecodingException.class);
        assertThatThrownBy(
                        () ->
                                decode(
                                        Flux.just(buffer("{\"names\":[],\"more\":[\"a\",null]}")),
                                        Names.class))
                .isInstanceOf(DecodingException.class);
    }

    record Names(List<String> names, Optional<List<String>> more) {}

    /** The quickest of several: what the document costs, not what the warming up does. */
    private Duration cpuTimeToRefuse(String document, Class<?> type) {
        var threads = ManagementFactory.getThreadMXBean();
        long nanos =
                LongStream.range(0, 10)
                        .map(
                                _ -> {
                                    long start = threads.getCurrentThreadCpuTime();
                                    assertThatThrownBy(
                                                    () -> decode(Flux.just(buffer(document)), type))
                                            .isInstanceOf(RuntimeException.class);
                                    return threads.getCurrentThreadCpuTime() - start;
                                })
                        .min()
                        .orElseThrow();
        return Duration.ofNanos(nanos);
    }

    private Object decode(Flux<DataBuffer> body, Class<?> type) {
        return Objects.requireNonNull(
                decoder.decodeToMono(body, ResolvableType.forClass(type), null, null)
                        .block(Duration.ofSeconds(10)));
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonMapper strictMapper() {
        StrictMapper strict = new StrictMapper();
        JsonFactoryBuilder factory = JsonFactory.builder();
        strict.customize(factory);
        JsonMapper.Builder mapper = JsonMapper.builder(factory.build());
        strict.customize(mapper);
        return mapper.build();
    }
}
