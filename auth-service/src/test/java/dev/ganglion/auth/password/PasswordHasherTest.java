package dev.ganglion.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

class PasswordHasherTest {
    private static PasswordHasher hasher(DataSize memory, int passes, int threads, int queue) {
        return new PasswordHasher(
                new PasswordProperties(true, 8, memory, passes, threads, queue),
                new SimpleMeterRegistry());
    }

    @Test
    void theDefaultParametersAreStoredWithTheHash() {
        PasswordHasher hasher = hasher(DataSize.ofMegabytes(19), 2, 1, 10);

        String hash = hasher.hash("password").block();

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hasher.matches("password", Optional.ofNullable(hash)).block()).isTrue();
        assertThat(hasher.matches("Password", Optional.ofNullable(hash)).block()).isFalse();
        assertThat(hasher.matches("the password of nobody", Optional.empty()).block()).isFalse();
    }

    @Test
    void aHashOfLessIsOutdated() {
        String hash = hasher(DataSize.ofKilobytes(16), 1, 1, 10).hash("password").block();

        assertThat(hasher(DataSize.ofKilobytes(32), 1, 1, 10).isOutdated(String.valueOf(hash)))
                .isTrue();
        assertThat(hasher(DataSize.ofKilobytes(16), 2, 1, 10).isOutdated(String.valueOf(hash)))
                .isTrue();
        assertThat(hasher(DataSize.ofKilobytes(16), 1, 1, 10).isOutdated(String.valueOf(hash)))
                .isFalse();
    }

    @Test
    void beyondTheQueueEverybodyIsAskedToComeBackLater() {
        PasswordHasher hasher = hasher(DataSize.ofMegabytes(1), 1, 1, 3);

        List<String> results =
                Flux.range(0, 50)
                        .flatMap(
                                _ ->
                                        hasher.hash("password")
                                                .map(_ -> "hashed")
                                                .onErrorResume(PasswordHasherTest::code),
                                50)
                        .collectList()
                        .blockOptional()
                        .orElseThrow();

        assertThat(results).hasSize(50).contains("hashed", ErrorCode.LIMIT_EXCEEDED.code());
    }

    private static Mono<String> code(Throwable failure) {
        return failure instanceof MatrixException refusal
                ? Mono.just(refusal.errorCode().code())
                : Mono.error(failure);
    }
}
