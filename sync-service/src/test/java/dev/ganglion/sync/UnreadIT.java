package dev.ganglion.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import java.util.List;

/** What is unread in threads and outside of them, from memory and counted from scratch. */
class UnreadIT {
    private static final String RECEIPT = "/rooms/{room}/receipt/{type}/{event}";
    private static final String BY_THREAD =
            "{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}";

    private final TestUser alice = Suite.shared().user("alice");
    private final TestUser bob = Suite.shared().user("bob");
    private String room = "";
    private String root = "";
    private SyncResult before = new SyncResult(TestJson.parse(null));

    @BeforeEach
    void aRoomOfTwoWithTheRootOfAThread() {
        room = alice.createsRoom(bob);
        bob.joins(room);
        root = alice.sends(room, "root");
        before = SyncIT.awaitMessage(bob, "", room, "root");
    }

    @Test
    void withoutThreadsEverythingIsUnreadTogether() {
        alice.sends(room, "aside");
        replies("in the thread", "");

        SyncResult sync = SyncIT.awaitMessage(bob, "", room, "in the thread");

        assertThat(sync.unread(room)).isEqualTo(3);
        assertThat(sync.joined(room).has("unread_thread_notifications")).isFalse();
    }

    @Test
    void aFilterThatAsksForItTellsThreadsApart() {
        replies("one", "");
        replies("two", ",\"m.mentions\":{\"user_ids\":[\"" + bob.id() + "\"]}");

        SyncResult counted = byThread("", "two");
        SyncResult fromMemory = byThread("&since=" + before.nextBatch(), "two");

        for (SyncResult sync : List.of(counted, fromMemory)) {
            assertThat(sync.unread(room)).isEqualTo(1);
            assertThat(sync.highlights(room)).isZero();
            assertThat(sync.unreadInThread(room, root)).contains(2L);
            assertThat(sync.highlightsInThread(room, root)).contains(1L);
        }
    }

    @Test
    void aReceiptOfTheWholeRoomReadsItsThreadsToo() {
        String last = replies("in the thread", "");

        SyncResult read = reads(last, "{}");

        assertThat(read.unread(room)).isZero();
        assertThat(bob.syncs().unread(room)).isZero();
    }

    @Test
    void aReceiptOfTheMainTimelineLeavesThreadsUnread() {
        replies("in the thread", "");
        String last = alice.sends(room, "aside");

        SyncResult read = reads(last, "{\"thread_id\":\"main\"}");

        assertThat(read.unread(room)).isEqualTo(1);
        SyncResult apart = byThread("", "aside");
        assertThat(apart.unread(room)).isZero();
        assertThat(apart.unreadInThread(room, root)).contains(1L);
    }

    @Test
    void aReceiptOfAThreadReadsThatThreadUpToItsEvent() {
        String first = replies("one", "");
        replies("two", "");
        String other = alice.sends(room, "another root");
        String elsewhere = repliesTo(other, "elsewhere", "");
        SyncIT.awaitEvent(bob, "", room, elsewhere);

        SyncResult read = reads(first, "{\"thread_id\":\"" + root + "\"}");

        assertThat(read.unread(room)).isEqualTo(4);
        SyncResult apart = byThread("", "elsewhere");
        assertThat(apart.unread(room)).isEqualTo(2);
        assertThat(apart.unreadInThread(room, root)).contains(1L);
        assertThat(apart.unreadInThread(room, other)).contains(1L);
    }

    @Test
    void aThreadThatIsReadIsToldOfNoMore() {
        String last = replies("in the thread", "");

        reads(last, "{\"thread_id\":\"" + root + "\"}");

        SyncResult apart = byThread("", "in the thread");
        assertThat(apart.unread(room)).isEqualTo(1);
        assertThat(apart.unreadInThread(room, root)).isEmpty();
    }

    @Test
    void whatOneSaysInAThreadIsReadByOneself() {
        String own = bob.sends(room, "m.room.message", reply(root, "mine", ""));
        SyncIT.awaitEvent(bob, "", room, own);

        assertThat(byThread("", "mine").unreadInThread(room, root)).isEmpty();
        assertThat(bob.syncs().unread(room)).isEqualTo(1);
    }

    @Test
    void aRelationToWhatIsNoEventMakesNoThread() {
        repliesTo("$nothing", "astray", "");

        SyncResult counted = byThread("", "astray");
        SyncResult fromMemory = byThread("&since=" + before.nextBatch(), "astray");

        assertThat(counted.unread(room)).isEqualTo(2);
        assertThat(fromMemory.unread(room)).isEqualTo(2);
        assertThat(counted.joined(room).has("unread_thread_notifications")).isFalse();
    }

    private String replies(String text, String more) {
        return repliesTo(root, text, more);
    }

    private String repliesTo(String thread, String text, String more) {
        return alice.sends(room, "m.room.message", reply(thread, text, more));
    }

    private static String reply(String thread, String text, String more) {
        return """
               {"msgtype":"m.text","body":"%s"%s,
                "m.relates_to":{"rel_type":"m.thread","event_id":"%s"}}
               """
                .formatted(text, more, thread);
    }

    /** What bob is told after this receipt of his. */
    private SyncResult reads(String event, String receipt) {
        SyncResult unread = SyncIT.awaitEvent(bob, "", room, event);
        bob.sync(HttpMethod.POST, RECEIPT, receipt, room, "m.read", event);
        return await().until(
                        () -> bob.waitsSince(unread),
                        sync -> !sync.ephemeral(room, "m.receipt").isEmpty());
    }

    private SyncResult byThread(String query, String message) {
        return SyncIT.awaitMessage(bob, "filter={filter}" + query, room, message, BY_THREAD);
    }
}
