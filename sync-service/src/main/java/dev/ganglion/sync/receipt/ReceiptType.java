package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.error.MatrixException;

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

    static ReceiptType parse(String text) {
        for (ReceiptType type : values()) {
            if (type.value.equals(text)) {
                return type;
            }
        }
        throw MatrixException.invalidParam("There is no such receipt type");
    }
}
