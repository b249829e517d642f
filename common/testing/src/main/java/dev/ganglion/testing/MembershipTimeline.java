package dev.ganglion.testing;

import java.util.List;

/**
 * What becomes of Bob in Alice's room: a step, and after each step Alice says something. How a step
 * is taken is each service's.
 */
public enum MembershipTimeline {
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

    /** The most steps that any of them has. */
    public static final int LONGEST = 4;

    // What List.of makes never changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Step> steps;

    MembershipTimeline(Step... steps) {
        this.steps = List.of(steps);
    }

    public List<Step> steps() {
        return steps;
    }

    /** Something that changes what Bob is in the room. */
    public enum Step {
        NOTHING,
        INVITE,
        KNOCK,
        JOIN,
        LEAVE,
        FORGET,
        KICK,
        BAN
    }
}
