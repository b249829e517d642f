package dev.ganglion.sync.presence;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The values of {@code presence} and of {@code set_presence}. */
public enum PresenceState {
    ONLINE('o'),
    UNAVAILABLE('u'),
    OFFLINE('f');

    private final char letter;

    PresenceState(char letter) {
        this.letter = letter;
    }

    /** As clients write it; anything else is {@code M_INVALID_PARAM}. */
    public static PresenceState parse(String text) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(text))
                .findFirst()
                .orElseThrow(() -> MatrixException.invalidParam("There is no such presence"));
    }

    /** As clients read it. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As Redis has it. */
    String letter() {
        return String.valueOf(letter);
    }

    static Optional<PresenceState> ofLetter(String text) {
        return Arrays.stream(values()).filter(state -> state.letter().equals(text)).findFirst();
    }
}
