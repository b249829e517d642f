package dev.ganglion.moderation.policy;

import dev.ganglion.moderation.wording.WordList;

/**
 * A policy in force, ready to be applied.
 *
 * @param version 0 for the one of the configuration
 * @param alertsAfter the position of the event stream from which on keywords are looked for
 */
public record ActivePolicy(
        long version,
        long alertsAfter,
        Policy policy,
        WordList bannedWords,
        WordList alertKeywords) {

    static ActivePolicy of(long version, long alertsAfter, Policy policy) {
        return new ActivePolicy(
                version, alertsAfter, policy, policy.bannedWordList(), policy.alertKeywordList());
    }

    /** Whether each message must be checked before it is accepted. */
    public boolean isInLine() {
        return !bannedWords.isEmpty();
    }

    /** Whether the moderators are told of keywords. */
    public boolean isWatching() {
        return !alertKeywords.isEmpty() && policy.alertRoom().isPresent();
    }
}
