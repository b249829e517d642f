package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.identity.Standing;

/** What a receipt says. */
enum ReceiptType {
    READ("m.read"),
    PRIVATE_READ("m.read.private"),
    /** No receipt in truth: kept as account data. */
    FULLY_READ("m.fully_read");

    private final String value;

    ReceiptType(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    /** What a suspended user reads is counted, and seen by nobody else. */
    ReceiptType inStanding(Standing standing) {
        return this == READ && standing == Standing.SUSPENDED ? PRIVATE_READ : this;
    }

    static ReceiptType parse(String text) {
        for (ReceiptType type : values()) {
            if (type.value.equals(text)) {
                return type;
            }
        }
        throw MatrixException.invalidParam("There is no such receipt type");
    }
}
