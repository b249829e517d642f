package dev.ganglion.room.persist;

import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.event.PduBuilder;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;

/** The server's signing key, what is made with it, and the queue of proposals. */
@Configuration(proxyBeanMethods = false)
class PersistConfiguration {
    /**
     * A batch costs the database and every reader that it wakes the same for one event as for ten;
     * nobody sees that a message under load is some milliseconds late.
     */
    private static final Duration PACE = Duration.ofMillis(20);

    @Bean
    EventFactory eventFactory(ServerProperties server, SigningProperties signing, Clock clock) {
        return new EventFactory(
                server.serverName(),
                new PduBuilder(server.serverName(), signingKey(signing)),
                clock);
    }

    @Bean
    GroupCommit<PendingProposal, ProposalOutcome> proposals(
            ProposalBatch batch, MeterRegistry meters) {
        return new GroupCommit<>(
                "events",
                GroupCommitSettings.DEFAULT.withPace(PACE),
                meters,
                BatchWriter.of(batch::write));
    }

    private static SigningKey signingKey(SigningProperties signing) {
        try {
            return SigningKey.parse(Files.readString(signing.signingKeyFile()));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "ganglion.signing-key-file="
                            + signing.signingKeyFile()
                            + " does not hold a signing key: give the file that the server was started with first",
                    e);
        }
    }
}
