package dev.ganglion.media.thumbnail;

import java.io.IOException;

import javax.imageio.stream.ImageInputStream;

/** Whether a file may move when it is shown. */
final class Animation {
    private static final int PNG_SIGNATURE_BYTES = 8;
    private static final int ANIMATION_CONTROL = 0x6163544c;
    private static final int IMAGE_DATA = 0x49444154;
    private static final int CHECKSUM_BYTES = 4;

    private Animation() {}

    /** The stream is where it was afterwards. */
    static boolean isPossible(PictureFormat format, ImageInputStream in) throws IOException {
        return switch (format) {
            case JPEG -> false;
            case GIF, WEBP -> true;
            case PNG -> isAnimatedPng(in);
        };
    }

    /** An animated PNG says so by an acTL chunk before its first IDAT. */
    private static boolean isAnimatedPng(ImageInputStream in) throws IOException {
        in.mark();
        in.seek(PNG_SIGNATURE_BYTES);
        int type;
        do {
            long length = in.readUnsignedInt();
            type = in.readInt();
            in.seek(in.getStreamPosition() + length + CHECKSUM_BYTES);
        } while (type != ANIMATION_CONTROL && type != IMAGE_DATA);
        in.reset();
        return type == ANIMATION_CONTROL;
    }
}
