package dev.ganglion.room.visibility;

import dev.ganglion.room.RoomCaller;
import dev.ganglion.testing.MembershipTimeline.Step;

/** Takes the steps of a membership timeline. */
final class MembershipSteps {
    private MembershipSteps() {}

    static void take(Step step, String room, RoomCaller alice, RoomCaller bob) {
        switch (step) {
            case NOTHING -> {
                // Time passes.
            }
            case INVITE -> alice.invites(room, bob);
            case KNOCK -> {
                joinRule(room, alice, "knock");
                bob.post("/knock/{room}", "{}", room);
                joinRule(room, alice, "public");
            }
            case JOIN -> bob.joins(room);
            case LEAVE -> bob.post("/rooms/{room}/leave", "{}", room);
            case FORGET -> bob.post("/rooms/{room}/forget", "{}", room);
            case KICK ->
                    alice.post("/rooms/{room}/kick", "{\"user_id\":\"" + bob.id() + "\"}", room);
            case BAN -> alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", room);
        }
    }

    private static void joinRule(String room, RoomCaller alice, String rule) {
        alice.put(
                "/rooms/{room}/state/m.room.join_rules/", "{\"join_rule\":\"" + rule + "\"}", room);
    }
}
