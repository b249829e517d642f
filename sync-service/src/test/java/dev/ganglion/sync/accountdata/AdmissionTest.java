package dev.ganglion.sync.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.Admission.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class AdmissionTest {
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");

    @Test
    void changesOfOneBatchCountTogether() {
        Change first = put(ALICE, "a", 60);
        Change second = put(ALICE, "b", 60);
        Change third = put(ALICE, "c", 40);
        Change bobs = put(BOB, "a", 60);

        var verdicts =
                new Admission(Map.of(), Map.of(ALICE, leaving(100)))
                        .decide(List.of(first, second, third, bobs));

        assertThat(verdicts)
                .containsEntry(first.key(), Verdict.WRITE)
                .containsEntry(second.key(), Verdict.TOO_MUCH)
                .containsEntry(third.key(), Verdict.WRITE)
                .containsEntry(bobs.key(), Verdict.WRITE);
    }

    @Test
    void whatIsWrittenOverNoLongerCounts() {
        Change larger = put(ALICE, "a", 150);
        Kept before = new Kept(7, 100);

        assertThat(verdict(larger, before, leaving(50))).isEqualTo(Verdict.WRITE);
        assertThat(verdict(larger, before, leaving(49))).isEqualTo(Verdict.TOO_MUCH);
    }

    @Test
    void whoKeepsTooMuchAlreadyMayKeepLess() {
        Change smaller = put(ALICE, "a", 2);

        assertThat(verdict(smaller, new Kept(7, 100), leaving(-1_000_000)))
                .isEqualTo(Verdict.WRITE);
    }

    @Test
    void aUserHasSoManyEntriesAndNoMore() {
        Usage full = new Usage(Usage.MAX_ENTRIES, 0);

        assertThat(verdict(put(ALICE, "a", 2), Kept.NOTHING, full)).isEqualTo(Verdict.TOO_MUCH);
        assertThat(verdict(put(ALICE, "a", 3), new Kept(7, 2), full)).isEqualTo(Verdict.WRITE);
    }

    @Test
    void aChangeOfWhatHasMovedOnIsStaleAndCountsForNothing() {
        Change stale = new Change(new Change.Key(ALICE, "", "a"), content(90), Optional.of(6L));
        Change other = put(ALICE, "b", 90);

        var verdicts =
                new Admission(Map.of(stale.key(), new Kept(7, 2)), Map.of(ALICE, leaving(100)))
                        .decide(List.of(stale, other));

        assertThat(verdicts)
                .containsEntry(stale.key(), Verdict.STALE)
                .containsEntry(other.key(), Verdict.WRITE);
    }

    private static Verdict verdict(Change change, Kept before, Usage usage) {
        return new Admission(Map.of(change.key(), before), Map.of(change.userId(), usage))
                .decide(List.of(change))
                .getOrDefault(change.key(), Verdict.STALE);
    }

    /** Of somebody with that many bytes left. */
    private static Usage leaving(long bytes) {
        return new Usage(10, Usage.MAX_BYTES - bytes);
    }

    private static Change put(UserId user, String type, int bytes) {
        return new Change(new Change.Key(user, "", type), content(bytes), Optional.empty());
    }

    private static RawJson content(int bytes) {
        return RawJson.ofTrusted(new byte[bytes]);
    }
}
