package dev.ganglion.protocol.auth;

import static dev.ganglion.protocol.auth.AuthVerdict.Allowed.ALLOWED;
import static dev.ganglion.protocol.auth.AuthVerdict.rejected;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.version.Change;

import java.util.Optional;

/** Rule 5: who may change whose membership. */
final class MemberRules {
    private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    private final SignatureCheck signatures;

    MemberRules(SignatureCheck signatures) {
        this.signatures = signatures;
    }

    AuthVerdict check(PduEvent event, AuthState state) {
        Optional<String> membership = event.content().string("membership");
        // 5.1
        if (event.stateKey().isEmpty() || membership.isEmpty()) {
            return rejected("5.1", "A membership event names a user and a membership");
        }
        Optional<UserId> target = event.stateKey().flatMap(UserId::tryParse);
        if (target.isEmpty()) {
            return rejected("5.1", "The state key of a membership event is a user ID");
        }
        // 5.2.1, from version 8
        if (event.roomVersion().has(Change.RESTRICTED_JOIN)
                && event.content().has(AUTHORISED_VIA)
                && !isSignedByAuthoriser(event)) {
            return rejected("5.2.1", "The server that authorised the join has not signed it");
        }
        MemberChange change = new MemberChange(event, target.get(), state);
        return Membership.find(membership.get())
                .map(wanted -> check(wanted, change))
                // 5.8
                .orElseGet(() -> rejected("5.8", "There is no membership " + membership.get()));
    }

    private static AuthVerdict check(Membership wanted, MemberChange change) {
        return switch (wanted) {
            case JOIN -> JoinRules.check(change);
            case INVITE -> InviteRules.check(change);
            case LEAVE -> leave(change);
            case BAN -> ban(change);
            case KNOCK -> knock(change);
        };
    }

    /** 5.5. */
    private static AuthVerdict leave(MemberChange change) {
        PowerLevels levels = change.levels();
        // 5.5.1
        if (change.isOfSender()) {
            return switch (change.targetMembership()) {
                case INVITE, JOIN -> ALLOWED;
                // From version 7.
                case KNOCK ->
                        change.version().has(Change.KNOCK)
                                ? ALLOWED
                                : rejected("5.5.1", "You are not in this room");
                case LEAVE, BAN -> rejected("5.5.1", "You are not in this room");
            };
        }
        // 5.5.2
        if (change.senderMembership() != Membership.JOIN) {
            return rejected("5.5.2", "You are not in this room");
        }
        // 5.5.3
        if (change.targetMembership() == Membership.BAN && change.senderLevel() < levels.ban()) {
            return rejected("5.5.3", "Your power level is too low to unban");
        }
        // 5.5.4, 5.5.5
        return change.senderLevel() >= levels.kick() && change.targetLevel() < change.senderLevel()
                ? ALLOWED
                : rejected("5.5.5", "Your power level is too low to kick this user");
    }

    /** 5.6. */
    private static AuthVerdict ban(MemberChange change) {
        // 5.6.1
        if (change.senderMembership() != Membership.JOIN) {
            return rejected("5.6.1", "You are not in this room");
        }
        // 5.6.2, 5.6.3
        return change.senderLevel() >= change.levels().ban()
                        && change.targetLevel() < change.senderLevel()
                ? ALLOWED
                : rejected("5.6.3", "Your power level is too low to ban this user");
    }

    /** 5.7. */
    private static AuthVerdict knock(MemberChange change) {
        // Before version 7 an unknown membership.
        if (!change.version().has(Change.KNOCK)) {
            return rejected("5.8", "Nobody can knock on a room of this version");
        }
        // 5.7.1
        JoinRule rule = change.state().joinRule().orElse(JoinRule.PRIVATE);
        boolean isOpenToKnocks =
                rule == JoinRule.KNOCK
                        // From version 10.
                        || (rule == JoinRule.KNOCK_RESTRICTED
                                && change.version().has(Change.KNOCK_RESTRICTED));
        if (!isOpenToKnocks) {
            return rejected("5.7.1", "This room does not let anybody knock");
        }
        // 5.7.2
        if (!change.isOfSender()) {
            return rejected("5.7.2", "You can knock for yourself only");
        }
        // 5.7.3, 5.7.4
        return switch (change.senderMembership()) {
            case LEAVE, KNOCK -> ALLOWED;
            case INVITE, JOIN -> rejected("5.7.4", "You need not knock on this room");
            case BAN -> rejected("5.7.4", "You are banned from this room");
        };
    }

    private boolean isSignedByAuthoriser(PduEvent event) {
        return event.content()
                .string(AUTHORISED_VIA)
                .flatMap(UserId::tryParse)
                .filter(user -> signatures.isSignedBy(event, user.serverName()))
                .isPresent();
    }

    /** 5.3. */
    private static final class JoinRules {
        static AuthVerdict check(MemberChange change) {
            // 5.3.1
            if (change.isCreatorsFirstJoin()) {
                return ALLOWED;
            }
            // 5.3.2
            if (!change.isOfSender()) {
                return rejected("5.3.2", "You can join for yourself only");
            }
            // 5.3.3
            if (change.senderMembership() == Membership.BAN) {
                return rejected("5.3.3", "You are banned from this room");
            }
            boolean isInvitedOrJoined =
                    change.senderMembership() == Membership.INVITE
                            || change.senderMembership() == Membership.JOIN;
            return switch (change.state().joinRule().orElse(JoinRule.PRIVATE)) {
                // 5.3.6
                case PUBLIC -> ALLOWED;
                // 5.3.4
                case INVITE -> invited(isInvitedOrJoined);
                // 5.3.4, from version 7
                case KNOCK ->
                        change.version().has(Change.KNOCK) ? invited(isInvitedOrJoined) : closed();
                // 5.3.5, from version 8
                case RESTRICTED -> restricted(change, isInvitedOrJoined, Change.RESTRICTED_JOIN);
                // 5.3.5, from version 10
                case KNOCK_RESTRICTED ->
                        restricted(change, isInvitedOrJoined, Change.KNOCK_RESTRICTED);
                // 5.3.7
                case PRIVATE -> closed();
            };
        }

        private static AuthVerdict closed() {
            return rejected("5.3.7", "This room does not let anybody join");
        }

        private static AuthVerdict invited(boolean isInvitedOrJoined) {
            return isInvitedOrJoined
                    ? ALLOWED
                    : rejected("5.3.7", "You are not invited to this room");
        }

        private static AuthVerdict restricted(
                MemberChange change, boolean isInvitedOrJoined, Change since) {
            if (!change.version().has(since)) {
                return closed();
            }
            // 5.3.5.1
            if (isInvitedOrJoined) {
                return ALLOWED;
            }
            // 5.3.5.2, 5.3.5.3
            return change.event()
                            .content()
                            .string(AUTHORISED_VIA)
                            .flatMap(UserId::tryParse)
                            .filter(user -> change.state().membershipOf(user) == Membership.JOIN)
                            .filter(user -> change.levels().mayInvite(user))
                            .isPresent()
                    ? ALLOWED
                    : rejected(
                            "5.3.5.2", "Nobody with the right to invite has authorised this join");
        }
    }
}
