package dev.ganglion.sync.todevice;

/** What stands in the stream. */
sealed interface Entry {
    long position();

    /** A message. */
    record Waiting(ToDeviceMessage message) implements Entry {
        @Override
        public long position() {
            return message.position();
        }
    }

    /** The end of the stream, where the last messages have arrived already and are gone. */
    record Gone(long position) implements Entry {}
}
