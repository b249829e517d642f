package dev.ganglion.auth.identityprovider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.GeneralException;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Waits for providers on threads of its own, and says what went wrong. */
@Component
class ProviderCalls {
    private static final Logger log = LoggerFactory.getLogger(ProviderCalls.class);
    private static final int WAITING_PER_THREAD = 8;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);
    private static final int PATIENCE = 30;
    private static final int UNAUTHORIZED = 401;

    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;

    ProviderCalls(IdentityProviderProperties properties) {
        this.threads =
                new ThreadPoolExecutor(
                        properties.threads(),
                        properties.threads(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(properties.threads() * WAITING_PER_THREAD),
                        Thread.ofPlatform().daemon().name("sso-", 1).factory());
        this.scheduler = Schedulers.fromExecutorService(threads, "sso");
    }

    @PreDestroy
    void stop() {
        scheduler.dispose();
        threads.shutdownNow();
    }

    /**
     * Fails with a status 503 when the provider is away or makes no sense, with 401 when what was
     * shown is not genuine.
     */
    <T> Mono<T> call(Provider provider, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(failure -> told(provider, failure));
    }

    /** The same for whoever does not come again: it waits a moment where all threads have work. */
    <T> Mono<T> patientCall(Provider provider, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .retryWhen(
                        Retry.fixedDelay(PATIENCE, RETRY_INTERVAL)
                                .filter(RejectedExecutionException.class::isInstance)
                                .onRetryExhaustedThrow((_, last) -> last.failure()))
                .onErrorMap(failure -> told(provider, failure));
    }

    private static Throwable told(Provider provider, Throwable failure) {
        return switch (failure) {
            case MatrixException known -> known;
            case RejectedExecutionException _ ->
                    MatrixException.unavailable("Too many people sign in just now: try again");
            // A key that is not among those fetched a moment ago is none of the provider's.
            case RateLimitReachedException e -> refused(provider, e);
            case KeySourceException e -> away(provider, e);
            case BadJOSEException e -> refused(provider, e);
            case JOSEException e -> refused(provider, e);
            case IOException e -> away(provider, e);
            case GeneralException e -> away(provider, e);
            default -> failure;
        };
    }

    private static MatrixException away(Provider provider, Exception failure) {
        log.warn("{} does not answer as it should: {}", provider.id(), failure.toString());
        return MatrixException.unavailable(
                provider.name() + " does not answer as it should: try again later");
    }

    private static MatrixException refused(Provider provider, Exception failure) {
        log.warn("What came from {} is not genuine: {}", provider.id(), failure.toString());
        return MatrixException.of(
                UNAUTHORIZED,
                ErrorCode.FORBIDDEN,
                "What came from " + provider.name() + " is not valid");
    }
}
