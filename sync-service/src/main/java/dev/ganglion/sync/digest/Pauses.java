package dev.ganglion.sync.digest;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a user is left alone. */
record Pauses(Duration delay, List<Duration> afterMails, Duration maxAfterFailures) {
    private static final Duration FIRST_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * What is known of a user's past.
     *
     * @param sinceMail how long ago the last mail went out
     * @param sinceReading how long ago the user last read something, whatever it was
     * @param mails in a row since the user last read something
     */
    record Past(Optional<Duration> sinceMail, Optional<Duration> sinceReading, int mails) {}

    static Pauses of(DigestProperties properties) {
        return new Pauses(properties.delay(), properties.pauses(), properties.maxRetryPause());
    }

    /**
     * How long until the user may be mailed; zero for now.
     *
     * @param oldest how long the oldest has waited of what is unread
     */
    Duration untilMail(Duration oldest, Past past) {
        return Stream.of(
                        Optional.of(delay.minus(oldest)),
                        past.sinceReading().map(delay::minus),
                        past.sinceMail().map(since -> afterMail(past.mails()).minus(since)))
                .flatMap(Optional::stream)
                .filter(Duration::isPositive)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * Twice as long after each failure, within the maximum.
     *
     * @param failures in a row before this one
     * @param chance from 0 to 1: a fifth more or less, so that not all come back at once
     */
    Duration afterFailure(int failures, double chance) {
        Duration doubled =
                FIRST_AFTER_FAILURE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(maxAfterFailures) < 0 ? doubled : maxAfterFailures;
        return Duration.ofMillis(Math.round(bounded.toMillis() * (0.8 + 0.4 * chance)));
    }

    /** Who has read since the last mail is no longer left alone for it. */
    private Duration afterMail(int mails) {
        return mails == 0 ? Duration.ZERO : afterMails.get(Math.min(mails, afterMails.size()) - 1);
    }
}
