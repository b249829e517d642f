package dev.ganglion.auth.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class ProviderCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PLACES = 9;

    private final ProviderCalls calls =
            new ProviderCalls(new IdentityProviderProperties(List.of(), PATIENCE, 1));
    private final CountDownLatch busy = new CountDownLatch(1);

    @AfterEach
    void stop() {
        busy.countDown();
        calls.stop();
    }

    private static Provider provider() {
        return ProviderCheck.checked(
                        List.of(
                                new ProviderSettings(
                                        "company",
                                        "Company",
                                        Optional.empty(),
                                        Optional.empty(),
                                        "https://sso.example.org",
                                        false,
                                        "ganglion",
                                        "secret",
                                        null,
                                        List.of(),
                                        true,
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        true)))
                .getFirst();
    }

    private boolean occupied() throws InterruptedException {
        busy.await();
        return true;
    }

    @Test
    void whoeverComesAgainIsSentAwayAndWhoeverDoesNotWaits() {
        for (int i = 0; i < PLACES; i++) {
            calls.call(provider(), this::occupied).subscribe();
        }

        assertThatThrownBy(() -> calls.call(provider(), () -> true).block(PATIENCE))
                .isInstanceOf(MatrixException.class);
        CompletableFuture<@Nullable Boolean> waiting =
                calls.patientCall(provider(), () -> true).toFuture();
        assertThat(waiting).isNotDone();
        busy.countDown();

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(true);
    }
}
