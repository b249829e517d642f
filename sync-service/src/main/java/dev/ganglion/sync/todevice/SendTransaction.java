package dev.ganglion.sync.todevice;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import java.nio.charset.StandardCharsets;

/**
 * What makes a repeated request the same request. Client-server API, "Transaction identifiers".
 *
 * @param senderDevice empty for clients without a device
 */
record SendTransaction(UserId sender, String senderDevice, String type, String transactionId) {
    private static final int MAX_BYTES = 255;

    /** Refuses what cannot be kept. */
    SendTransaction {
        check("A type", type);
        check("A transaction ID", transactionId);
    }

    static SendTransaction of(Requester requester, String type, String transactionId) {
        return new SendTransaction(
                requester.userId(),
                requester.deviceId().map(DeviceId::value).orElse(""),
                type,
                transactionId);
    }

    private static void check(String what, String text) {
        boolean isTooLong = text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        if (isTooLong || text.indexOf('\0') >= 0) {
            throw MatrixException.invalidParam(
                    what + " has at most " + MAX_BYTES + " bytes and no NUL");
        }
    }
}
