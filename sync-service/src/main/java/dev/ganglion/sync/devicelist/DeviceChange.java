package dev.ganglion.sync.devicelist;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.device.DeviceRef;

import java.util.Set;

/** What auth-service says of devices and of what was signed. */
public sealed interface DeviceChange {
    long position();

    /** The user whose devices these are. */
    UserId user();

    /**
     * The user's devices, their keys or the cross-signing keys are others now.
     *
     * @param rooms the numbers of the encrypted rooms that the user was in when this was read
     */
    record OfList(long position, UserId user, Set<Long> rooms) implements DeviceChange {
        /** Copies the set. */
        public OfList {
            rooms = Set.copyOf(rooms);
        }
    }

    /** A user's key was signed by another, whose devices alone are told. */
    record OfSignature(long position, UserId user, UserId signer) implements DeviceChange {}

    /** A device has more or fewer unclaimed keys. */
    record OfKeyCount(long position, DeviceRef device) implements DeviceChange {
        @Override
        public UserId user() {
            return device.userId();
        }
    }
}
