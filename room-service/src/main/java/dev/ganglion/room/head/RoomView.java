package dev.ganglion.room.head;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.Optional;

/** A room as a decision sees it: the state that was asked for, as of the events before. */
public interface RoomView extends AuthState {
    RoomIdentity identity();

    RoomExtent extent();

    /**
     * The state event with its position.
     *
     * @throws StateNotLoaded when the decision did not say beforehand that it needs this key
     */
    Optional<StateEvent> stateEvent(StateKeyTuple key);

    @Override
    default Optional<PduEvent> get(StateKeyTuple key) {
        return stateEvent(key).map(StateEvent::event);
    }

    default RoomVersion version() {
        return identity().version();
    }

    /**
     * A decision looked at state that had not been loaded for it: loaded anew, it is asked again.
     */
    final class StateNotLoaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StateKeyTuple key;

        StateNotLoaded(StateKeyTuple key) {
            super("State not loaded: " + key, null, false, false);
            this.key = key;
        }

        public StateKeyTuple key() {
            return key;
        }
    }
}
