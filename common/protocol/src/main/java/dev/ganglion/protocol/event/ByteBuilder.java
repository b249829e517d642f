package dev.ganglion.protocol.event;

import java.util.Arrays;

/** A growing byte array without locks. */
final class ByteBuilder {
    private byte[] buffer;
    private int length;

    ByteBuilder(int expectedBytes) {
        buffer = new byte[expectedBytes];
    }

    void write(char ascii) {
        ensure(1);
        buffer[length++] = (byte) ascii;
    }

    void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int from, int count) {
        ensure(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
