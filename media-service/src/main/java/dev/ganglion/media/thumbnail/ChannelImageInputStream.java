package dev.ganglion.media.thumbnail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

import javax.imageio.stream.ImageInputStreamImpl;

/** A file for a decoder: read through one small buffer, never cached as a whole. */
final class ChannelImageInputStream extends ImageInputStreamImpl {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    ChannelImageInputStream(SeekableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        streamPos++;
        return buffer.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public void seek(long position) throws IOException {
        super.seek(position);
        buffer.limit(0);
        channel.position(position);
    }

    @Override
    public long length() {
        try {
            return channel.size();
        } catch (IOException _) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        channel.close();
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        boolean hasMore = channel.read(buffer) > 0;
        buffer.flip();
        return hasMore;
    }
}
