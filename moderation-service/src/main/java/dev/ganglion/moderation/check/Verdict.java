package dev.ganglion.moderation.check;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.ganglion.moderation.policy.Action;

import java.util.Optional;

/** What becomes of an event; the reason is for its sender. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Verdict(String verdict, Optional<String> reason) {
    static final Verdict ALLOW = new Verdict("allow", Optional.empty());

    static Verdict bannedWord(Action action) {
        return new Verdict(
                action.word(), Optional.of("It holds a word that is not allowed on this server"));
    }
}
