package dev.ganglion.sync;

import java.util.List;

/** What becomes of Bob in Alice's room: a step, and after each step Alice says something. */
enum MembershipTimeline {
    NEVER_INSIDE(Step.NOTHING, Step.NOTHING, Step.NOTHING),
    INVITED(Step.NOTHING, Step.INVITE, Step.NOTHING),
    INVITATION_TURNED_DOWN(Step.NOTHING, Step.INVITE, Step.LEAVE),
    KNOCKING(Step.NOTHING, Step.KNOCK, Step.NOTHING),
    JOINED(Step.NOTHING, Step.JOIN, Step.NOTHING),
    INVITED_AND_JOINED(Step.NOTHING, Step.INVITE, Step.JOIN),
    LEFT(Step.NOTHING, Step.INVITE, Step.JOIN, Step.LEAVE),
    KICKED(Step.NOTHING, Step.JOIN, Step.KICK),
    BANNED(Step.NOTHING, Step.JOIN, Step.BAN),
    LEFT_AND_INVITED_AGAIN(Step.NOTHING, Step.JOIN, Step.LEAVE, Step.INVITE),
    LEFT_AND_JOINED_AGAIN(Step.NOTHING, Step.JOIN, Step.LEAVE, Step.JOIN),
    FORGOTTEN(Step.NOTHING, Step.JOIN, Step.LEAVE, Step.FORGET);

    static final int LONGEST = 4;

    // What List.of makes never changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Step> steps;

    MembershipTimeline(Step... steps) {
        this.steps = List.of(steps);
    }

    List<Step> steps() {
        return steps;
    }

    /** Something that changes what Bob is in the room. */
    enum Step {
        NOTHING,
        INVITE,
        KNOCK,
        JOIN,
        LEAVE,
        FORGET,
        KICK,
        BAN;

        void take(String room, TestUser alice, TestUser bob) {
            switch (this) {
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
}
