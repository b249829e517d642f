package dev.ganglion.media.thumbnail;

import java.io.IOException;
import java.nio.ByteOrder;

import javax.imageio.stream.ImageInputStream;

/**
 * How a JPEG wants to be turned, from its EXIF segment. A reader of its own, since it walks a few
 * tags within a bounded segment and gives up on anything odd.
 */
final class ExifOrientation {
    /** As it is. */
    static final int UPRIGHT = 1;

    private static final int LARGEST = 8;
    private static final int MARKER = 0xff;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP1 = 0xe1;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int TAG_BYTES = 12;

    private ExifOrientation() {}

    /** A value of 1 to 8, as EXIF defines them; the stream is where it was afterwards. */
    static int ofJpeg(ImageInputStream in) throws IOException {
        ByteOrder order = in.getByteOrder();
        in.mark();
        try {
            return find(in);
        } catch (IOException _) {
            return UPRIGHT;
        } finally {
            in.setByteOrder(order);
            in.reset();
        }
    }

    private static int find(ImageInputStream in) throws IOException {
        in.seek(2);
        while (in.readUnsignedByte() == MARKER) {
            int marker = in.readUnsignedByte();
            if (marker == START_OF_SCAN) {
                return UPRIGHT;
            }
            long segment = in.getStreamPosition();
            int length = in.readUnsignedShort();
            if (marker == APP1 && startsWithExif(in)) {
                return inTiff(in, in.getStreamPosition());
            }
            in.seek(segment + length);
        }
        return UPRIGHT;
    }

    private static boolean startsWithExif(ImageInputStream in) throws IOException {
        for (byte expected : EXIF) {
            if (in.readByte() != expected) {
                return false;
            }
        }
        return true;
    }

    private static int inTiff(ImageInputStream in, long start) throws IOException {
        boolean isLittle = in.readUnsignedShort() == LITTLE_ENDIAN;
        in.setByteOrder(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        in.readUnsignedShort();
        long directory = start + in.readUnsignedInt();
        in.seek(directory);
        int tags = in.readUnsignedShort();
        for (int i = 0; i < tags; i++) {
            in.seek(directory + 2 + (long) i * TAG_BYTES);
            if (in.readUnsignedShort() == ORIENTATION_TAG) {
                in.skipBytes(Short.BYTES + Integer.BYTES);
                return known(in.readUnsignedShort());
            }
        }
        return UPRIGHT;
    }

    private static int known(int value) {
        return value >= UPRIGHT && value <= LARGEST ? value : UPRIGHT;
    }
}
