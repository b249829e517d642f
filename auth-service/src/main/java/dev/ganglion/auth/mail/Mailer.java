package dev.ganglion.auth.mail;

import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.auth.page.Templates;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.database.Uninterrupted;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends mails, on threads of its own with a bounded queue, if the operator has set a mail server.
 */
@Service
public class Mailer {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final @Nullable MailSubmission delivery;
    private final MailMetrics metrics;
    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;

    Mailer(
            MailProperties properties,
            Templates templates,
            PublicUrl publicUrl,
            MeterRegistry meters) {
        this.metrics = new MailMetrics(meters);
        Optional<String> host = properties.host().filter(name -> !name.isBlank());
        host.ifPresent(_ -> publicUrl.requireFor("Sending mail (ganglion.mail.host)"));
        this.delivery =
                host.map(
                                name ->
                                        new MailSubmission(
                                                SmtpSender.of(properties, name),
                                                SmtpSender.from(properties),
                                                templates,
                                                metrics))
                        .orElse(null);
        this.threads =
                new ThreadPoolExecutor(
                        properties.threads(),
                        properties.threads(),
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(properties.queue()),
                        Thread.ofPlatform().daemon().name("mail-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        this.scheduler = Schedulers.fromExecutorService(threads, "mail");
        Gauge.builder("ganglion.mail.waiting.mails", threads, pool -> pool.getQueue().size())
                .register(meters);
    }

    /** Whether this server can send mail at all. */
    public boolean isConfigured() {
        return delivery != null;
    }

    /** Whether the last mail went out, or none was tried yet. */
    boolean isWorking() {
        return metrics.isWorking();
    }

    /**
     * Sends a mail; completes when the mail server has taken it. Fails with {@code M_INVALID_PARAM}
     * when the mail server refuses the address, with {@code M_LIMIT_EXCEEDED} when too many mails
     * wait, and with 503 for any other failure, which is logged. What was begun is finished, also
     * when nobody waits for it.
     */
    public Mono<Void> send(Mail mail) {
        MailSubmission sender = delivery;
        if (sender == null) {
            return Mono.error(new IllegalStateException("There is no mail server"));
        }
        return Mono.<Void>fromRunnable(() -> sender.deliver(mail))
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, _ -> overflown())
                .as(Uninterrupted::work);
    }

    /** Sends a mail that nobody waits for; when it cannot be sent, the log and the metrics tell. */
    public void post(Mail mail) {
        MailSubmission sender = delivery;
        if (sender == null) {
            return;
        }
        try {
            threads.execute(
                    () -> {
                        try {
                            sender.deliver(mail);
                        } catch (MatrixException _) {
                            // Told by the delivery.
                        }
                    });
        } catch (RejectedExecutionException _) {
            metrics.overflown();
        }
    }

    @PreDestroy
    void stop() {
        scheduler.dispose();
        threads.shutdownNow();
    }

    private MatrixException overflown() {
        metrics.overflown();
        return MatrixException.limitExceeded(RETRY_AFTER);
    }
}
