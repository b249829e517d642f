package dev.ganglion.sync.model;

import org.junit.jupiter.api.Test;

/**
 * However rooms, accounts and syncs are mixed: whoever follows by {@code /sync}, at whichever
 * replica, with gaps and filters, knows in the end what direct reads tell.
 *
 * <p>{@code -Dganglion.seed=N -Dganglion.histories=1} plays one again.
 */
class HistoriesIT {
    @Test
    void clientsThatFollowKnowWhatDirectReadsTell() throws Exception {
        Histories.play(2_000, History::play);
    }
}
