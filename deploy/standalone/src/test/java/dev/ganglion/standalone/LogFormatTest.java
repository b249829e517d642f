package dev.ganglion.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class LogFormatTest {
    @Test
    void aLineForPeopleShowsTheMessageAndItsFields() throws JoranException {
        assertThat(line(Map.of())).contains("INFO").contains("request status=200").endsWith("\n");
    }

    @Test
    void whatAMessageQuotesStaysOnItsLine() throws JoranException {
        assertThat(line(Map.of(), "one\ntwo")).contains("one | two");
    }

    @Test
    void aLineForMachinesIsJson() throws JoranException {
        JsonObject line =
                Json.parseObject(
                        line(Map.of("GANGLION_LOG_FORMAT", "json"))
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(line.string("level")).contains("INFO");
        assertThat(line.string("formattedMessage")).contains("request");
        assertThat(line.array("kvpList").orElseThrow().objects())
                .containsExactly(JsonObject.of("status", "200"));
    }

    /** A line end, an escape of terminals, and what turns the direction of writing. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u2028", "\u2029", "\n\r\n"})
    void w04NobodyBeginsALine(String end) throws JoranException {
        String forged = "Mallory" + end + "2026-01-01T00:00:00.000Z INFO forged";

        for (String format : List.of("text", "json")) {
            Map<String, String> environment = Map.of("GANGLION_LOG_FORMAT", format);

            assertThat(line(environment, forged).lines()).as(format).hasSize(1);
            assertThat(line(environment, "failed", new IllegalStateException(forged)).lines())
                    .as("the lines of an exception, %s", format)
                    .noneMatch(each -> each.startsWith("2026-01-01T00:00:00.000Z INFO forged"));
        }
        assertThat(line(Map.of(), forged)).doesNotContain("\u2028", "\u2029", "\u0085", "\u000b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[31m", "\u009b31m", "\u0007", "\u0000", "\u007f", "\b", "\u202e"})
    void w04NobodySteersATerminal(String sequence) throws JoranException {
        for (String written :
                List.of(
                        line(Map.of(), "Mallory " + sequence + "!"),
                        line(Map.of(), "failed", new IllegalStateException(sequence + "!")))) {
            assertThat(written).doesNotContain(sequence.substring(0, 1)).contains("!");
        }
        String json =
                line(Map.of("GANGLION_LOG_FORMAT", "json"), "Mallory " + sequence.substring(0, 1));
        assertThat(json).doesNotContain("\u001b", "\u0007", "\u0000", "\b");
    }

    @Test
    void anExceptionKeepsItsStackTrace() throws JoranException {
        String written =
                line(
                        Map.of(),
                        "failed",
                        new IllegalStateException(
                                "outside", new IllegalArgumentException("within")));

        assertThat(written.lines())
                .anyMatch(each -> each.endsWith(" failed status=200"))
                .anyMatch(each -> each.equals("java.lang.IllegalStateException: outside"))
                .anyMatch(each -> each.startsWith("\tat dev.ganglion.standalone.LogFormatTest"))
                .anyMatch(
                        each ->
                                each.equals(
                                        "Caused by: java.lang.IllegalArgumentException: within"));
        assertThat(written).containsOnlyOnce("IllegalStateException: outside");
    }

    private static String line(Map<String, String> environment) throws JoranException {
        return line(environment, "request");
    }

    private static String line(Map<String, String> environment, String message)
            throws JoranException {
        return line(environment, message, null);
    }

    private static String line(
            Map<String, String> environment, String message, @Nullable Throwable failure)
            throws JoranException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        environment.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getClassLoader().getResource("logback.xml"));
        Logger logger = context.getLogger("dev.ganglion.gateway.access");
        LoggingEvent event =
                new LoggingEvent(
                        LogFormatTest.class.getName(), logger, Level.INFO, message, failure, null);
        event.addKeyValuePair(new KeyValuePair("status", 200));
        var console =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
