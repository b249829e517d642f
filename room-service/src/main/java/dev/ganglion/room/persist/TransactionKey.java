package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

/**
 * What makes a repeated request the same request: the device, the endpoint by the type of its
 * event, and the client's transaction ID. Client-server API, "Transaction identifiers".
 *
 * @param deviceId empty for clients without a device
 */
public record TransactionKey(
        UserId sender, String deviceId, String eventType, String transactionId) {
    private static final int MAX_LENGTH = 255;

    /** Refuses a transaction ID that cannot be kept. */
    public TransactionKey {
        if (transactionId.length() > MAX_LENGTH || transactionId.indexOf('\0') >= 0) {
            throw MatrixException.invalidParam(
                    "A transaction ID has at most " + MAX_LENGTH + " characters and no NUL");
        }
    }

    /** The key of a client's request for an event of that type. */
    public static TransactionKey of(Requester requester, String eventType, String transactionId) {
        return new TransactionKey(
                requester.userId(),
                requester.deviceId().map(DeviceId::value).orElse(""),
                eventType,
                transactionId);
    }
}
