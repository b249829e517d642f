package dev.ganglion.auth.devicekey;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/**
 * Hands out one-time keys, each to one claim only. Claims share transactions, whosever keys they
 * are for: a crowd that claims of one device makes batches fuller and not more of them. A request
 * for many keys takes its turn again and again, so that a small one passes it.
 */
@Service
class KeyClaims {
    private static final int AT_ONCE = 20;
    private static final GroupCommitSettings WRITES =
            new GroupCommitSettings(
                    250, 10_000, GroupCommitSettings.DEFAULT.timeout(), Duration.ZERO);

    private final GroupCommit<List<KeyClaim>, List<ClaimedKey>> writes;
    private final DeviceKeyProperties properties;

    KeyClaims(KeyClaimWriter writer, DeviceKeyProperties properties, MeterRegistry metrics) {
        this.writes = new GroupCommit<>("key_claims", WRITES, metrics, writer);
        this.properties = properties;
    }

    /** The keys of those devices that have any. */
    Mono<List<ClaimedKey>> claim(List<KeyClaim> claims) {
        if (claims.size() > properties.claimedKeys()) {
            throw MatrixException.invalidParam(
                    "At most " + properties.claimedKeys() + " keys at once");
        }
        return Flux.fromIterable(claims)
                .buffer(AT_ONCE)
                .concatMap(writes::submit)
                .flatMapIterable(keys -> keys)
                .collectList();
    }
}
