package dev.ganglion.sync.todevice;

import dev.ganglion.sync.device.DeviceRef;

/**
 * A device that exists and that a message is for.
 *
 * @param request which request of the batch the message is of
 * @param message which message of that request
 * @param created when the device was created, in microseconds since 1970
 * @param queue all that waits for the device
 * @param ofSender what waits for it of the message's sender
 */
record Recipient(
        int request, int message, DeviceRef device, long created, Tally queue, Tally ofSender) {}
