package dev.ganglion.room.purge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of some candidates go. A plain decision. */
record PurgeDecision(List<PurgeCandidate> going, long highestNotifyNumber) {

    /**
     * @param candidates in the order of the stream, so that what a redaction is about has been
     *     decided on before
     */
    static PurgeDecision of(List<PurgeCandidate> candidates, Keeping keeping) {
        List<PurgeCandidate> going = new ArrayList<>();
        Set<Long> positions = new HashSet<>();
        long highest = 0;
        for (PurgeCandidate candidate : candidates) {
            highest = Math.max(highest, candidate.notifyNumber());
            boolean isNeeded =
                    candidate.isEnd()
                            || keeping.keeps(candidate)
                            || candidate
                                    .redacted()
                                    .filter(it -> !positions.contains(it))
                                    .isPresent();
            if (!isNeeded) {
                going.add(candidate);
                positions.add(candidate.position());
            }
        }
        return new PurgeDecision(going, highest);
    }
}
