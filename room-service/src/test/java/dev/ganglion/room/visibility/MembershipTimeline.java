package dev.ganglion.room.visibility;

import dev.ganglion.room.RoomCaller;

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
        NOTHING {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                // Time passes.
            }
        },
        INVITE {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                alice.invites(room, bob);
            }
        },
        KNOCK {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                joinRule(room, alice, "knock");
                bob.post("/knock/{room}", "{}", room);
                joinRule(room, alice, "public");
            }
        },
        JOIN {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                bob.joins(room);
            }
        },
        LEAVE {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                bob.post("/rooms/{room}/leave", "{}", room);
            }
        },
        FORGET {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                bob.post("/rooms/{room}/forget", "{}", room);
            }
        },
        KICK {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                alice.post("/rooms/{room}/kick", "{\"user_id\":\"" + bob.id() + "\"}", room);
            }
        },
        BAN {
            @Override
            void take(String room, RoomCaller alice, RoomCaller bob) {
                alice.post("/rooms/{room}/ban", "{\"user_id\":\"" + bob.id() + "\"}", room);
            }
        };

        abstract void take(String room, RoomCaller alice, RoomCaller bob);

        private static void joinRule(String room, RoomCaller alice, String rule) {
            alice.put(
                    "/rooms/{room}/state/m.room.join_rules/",
                    "{\"join_rule\":\"" + rule + "\"}",
                    room);
        }
    }
}
