package dev.ganglion.sync.model;

import org.junit.jupiter.api.Test;

/**
 * However rooms, accounts and requests are mixed: whoever follows by sliding sync, at whichever
 * replica, with windows that move and answers that get lost, knows in the end what direct reads
 * tell.
 *
 * <p>{@code -Dganglion.seed=N -Dganglion.histories=1} plays one again.
 */
class SlidingHistoriesIT {
    @Test
    void clientsOfSlidingSyncKnowWhatDirectReadsTell() throws Exception {
        Histories.play(2_000, SlidingHistory::play);
    }
}
