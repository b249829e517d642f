package dev.ganglion.room.state;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.service.identity.Requester;

import java.util.Optional;

/**
 * Lets application services say when something was said, for those whose words they bring. The
 * event's place among the others is that of any new one. Application service API, "Timestamp
 * massaging".
 */
public final class TimestampMassaging {
    private static final int MAX_DIGITS = String.valueOf(JsonNumber.MAX).length();

    private TimestampMassaging() {}

    /**
     * The draft with the time that the parameter {@code ts} gives it; whatever others than
     * application services write there is passed over. {@code M_INVALID_PARAM} for what no {@code
     * origin_server_ts} can be.
     */
    public static EventDraft massaged(
            EventDraft draft, Requester requester, Optional<String> timestamp) {
        return requester
                .applicationService()
                .flatMap(_ -> timestamp)
                .map(TimestampMassaging::parse)
                .map(draft::saidAt)
                .orElse(draft);
    }

    private static long parse(String text) {
        boolean isNumber =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long timestamp = isNumber ? Long.parseLong(text) : -1;
        if (timestamp < 0 || timestamp > JsonNumber.MAX) {
            throw MatrixException.invalidParam("ts is a number of milliseconds since 1970");
        }
        return timestamp;
    }
}
