package dev.ganglion.sync;

import dev.ganglion.testing.MembershipTimeline.Step;

/** Takes the steps of a membership timeline. */
final class MembershipSteps {
    private MembershipSteps() {}

    static void take(Step step, String room, TestUser alice, TestUser bob) {
        switch (step) {
            case NOTHING -> {
                // Time passes.
            }
            case INVITE -> alice.invites(room, bob);
            case KNOCK -> {
                joinRule(room, alice, "knock");
                bob.knocks(room);
                joinRule(room, alice, "public");
            }
            case JOIN -> bob.joins(room);
            case LEAVE -> bob.leaves(room);
            case FORGET -> bob.forgets(room);
            case KICK -> alice.kicks(room, bob);
            case BAN -> alice.bans(room, bob);
        }
    }

    private static void joinRule(String room, TestUser alice, String rule) {
        alice.sets(room, "m.room.join_rules", "", "{\"join_rule\":\"" + rule + "\"}");
    }
}
