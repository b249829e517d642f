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

import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import java.nio.charset.StandardCharsets;
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

    private static String line(Map<String, String> environment) throws JoranException {
        return line(environment, "request");
    }

    private static String line(Map<String, String> environment, String message)
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
                        LogFormatTest.class.getName(), logger, Level.INFO, message, null, null);
        event.addKeyValuePair(new KeyValuePair("status", 200));
        var console =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
