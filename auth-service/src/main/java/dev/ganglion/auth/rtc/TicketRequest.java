package dev.ganglion.auth.rtc;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/** A question for a ticket, as clients ask LiveKit's authorization service. */
sealed interface TicketRequest {
    int MAX_CHARS = 255;

    /** The Matrix room of the call. */
    RoomId requireRoom();

    /** The proof of who asks. */
    OpenIdProof requireProof();

    /** Whom LiveKit shall see, for the user that the proof is of. */
    Participant participant(UserId user);

    Optional<String> delayId();

    /** What users have from {@code openid/request_token}. */
    record OpenIdProof(Optional<String> accessToken, Optional<String> matrixServerName) {
        String requireToken() {
            return required("openid_token.access_token", accessToken);
        }

        String requireServerName() {
            return required("openid_token.matrix_server_name", matrixServerName);
        }

        /** Without the token, which must not get into a log. */
        @Override
        public String toString() {
            return "OpenIdProof";
        }
    }

    /** Of clients without member IDs. */
    record OfDevice(
            Optional<RoomId> room,
            Optional<OpenIdProof> openidToken,
            Optional<DeviceId> deviceId,
            Optional<String> delayId)
            implements TicketRequest {
        @Override
        public RoomId requireRoom() {
            return required("room", room);
        }

        @Override
        public OpenIdProof requireProof() {
            return required("openid_token", openidToken);
        }

        @Override
        public Participant participant(UserId user) {
            return Participant.ofDevice(requireRoom(), user, required("device_id", deviceId));
        }
    }

    /** Who asks says that they are this member of the call. */
    record Member(
            Optional<String> id,
            Optional<UserId> claimedUserId,
            Optional<DeviceId> claimedDeviceId) {}

    /** MSC4195. */
    record OfMember(
            Optional<RoomId> roomId,
            Optional<String> slotId,
            Optional<OpenIdProof> openidToken,
            Optional<Member> member,
            Optional<String> delayId)
            implements TicketRequest {
        @Override
        public RoomId requireRoom() {
            return required("room_id", roomId);
        }

        @Override
        public OpenIdProof requireProof() {
            return required("openid_token", openidToken);
        }

        @Override
        public Participant participant(UserId user) {
            Member claimed = required("member", member);
            if (!required("member.claimed_user_id", claimed.claimedUserId()).equals(user)) {
                throw TicketOffice.unauthorized("The OpenID token is another user's");
            }
            return Participant.ofMember(
                    requireRoom(),
                    bounded("slot_id", slotId),
                    user,
                    required("member.claimed_device_id", claimed.claimedDeviceId()),
                    bounded("member.id", claimed.id()));
        }
    }

    private static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> MatrixException.badJson(name + " is missing"));
    }

    private static String bounded(String name, Optional<String> value) {
        String text = required(name, value);
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            throw MatrixException.badJson(name + " has 1 to " + MAX_CHARS + " characters");
        }
        return text;
    }
}
