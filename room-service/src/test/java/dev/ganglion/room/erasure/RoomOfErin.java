package dev.ganglion.room.erasure;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.RelatedEvents;
import dev.ganglion.room.RoomCaller;

import org.junit.jupiter.api.BeforeEach;

/**
 * A public room of Erin, who is erased in each test. Whatever she says has this test's word in it;
 * Bob was there to hear it, Carol comes when it is over.
 */
abstract class RoomOfErin extends RelatedEvents {
    private static final String PROFILE = "/profile/{user}/{field}";

    protected RoomCaller erin;
    protected RoomCaller carol;

    /** An image, whose thread, edit and reaction are Erin's too. */
    protected String root;

    protected String reply;

    @BeforeEach
    void aRoomInWhichErinTalks() {
        erin = new RoomCaller(web, tokens, "erin" + word.substring(1));
        carol = new RoomCaller(web, tokens, "carol");
        erin.put(PROFILE, field("displayname", word), erin.id(), "displayname");
        room =
                erin.createsRoom(
                        "{\"preset\":\"public_chat\",\"name\":\"%1$s\",\"topic\":\"%1$s\"}"
                                .formatted(word));
        bob.joins(room);
        root =
                eventId(
                        sends(
                                erin,
                                "m.room.message",
                                "{\"msgtype\":\"m.image\",\"body\":\"%1$s\",\"url\":\"mxc://test.local/%1$s\"}"
                                        .formatted(word)));
        edits(erin, root, word + " edited");
        reacts(erin, root, word);
        reply = replies(erin, root, word);
    }

    protected void erases(RoomCaller who) {
        ends(who.id(), true);
    }

    protected void ends(UserId user, boolean isErased) {
        if (isErased) {
            isTold(user, "erase");
        }
        isTold(user, "deactivate");
    }

    private void isTold(UserId user, String what) {
        web.post()
                .uri("/internal/users/{user}/{what}", user, what)
                .headers(tokens.forService("auth"))
                .exchange()
                .expectStatus()
                .isOk();
    }

    protected static String field(String name, String value) {
        return "{\"%s\":\"%s\"}".formatted(name, value);
    }
}
