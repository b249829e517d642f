package dev.ganglion.media.thumbnail;

import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;

/** A picture whose header was read and found small enough, but whose pixels were not. Blocking. */
final class Picture implements AutoCloseable {
    private final ImageReader reader;
    private final PictureFormat format;
    private final int width;
    private final int height;
    private final int orientation;

    private Picture(ImageReader reader, PictureFormat format, int orientation) throws IOException {
        this.reader = reader;
        this.format = format;
        this.width = reader.getWidth(0);
        this.height = reader.getHeight(0);
        this.orientation = orientation;
    }

    /** Reads the header with the one decoder of this format; there is no second try. */
    static Picture open(ImageInputStream in, PictureFormat format, long maxPixels)
            throws IOException {
        int orientation =
                format == PictureFormat.JPEG ? ExifOrientation.ofJpeg(in) : ExifOrientation.UPRIGHT;
        ImageReader reader = decoder(format);
        reader.setInput(in, true, true);
        Picture picture = new Picture(reader, format, orientation);
        if ((long) picture.width * picture.height > maxPixels) {
            picture.close();
            throw MatrixException.tooLarge("The picture has too many pixels for a thumbnail");
        }
        return picture;
    }

    private static ImageReader decoder(PictureFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.readerName());
        if (!readers.hasNext()) {
            throw new IllegalStateException("No decoder for " + format);
        }
        return readers.next();
    }

    /** Whether EXIF turns it by a quarter, so that width and height change places. */
    private boolean isTurned() {
        return orientation > 4;
    }

    int width() {
        return isTurned() ? height : width;
    }

    int height() {
        return isTurned() ? width : height;
    }

    int orientation() {
        return orientation;
    }

    PictureFormat format() {
        return format;
    }

    /**
     * Decodes the first frame, every n-th pixel of every n-th row, not turned yet.
     *
     * @param isLate asked between rows: whether to give up
     */
    BufferedImage decode(int everyNth, BooleanSupplier isLate) throws IOException {
        ImageReadParam how = reader.getDefaultReadParam();
        how.setSourceSubsampling(everyNth, everyNth, 0, 0);
        var limit = new TimeLimit(isLate);
        reader.addIIOReadProgressListener(limit);
        @Nullable BufferedImage image = reader.read(0, how);
        if (image == null || limit.isExceeded) {
            throw new IOException("Decoding took too long");
        }
        return image;
    }

    @Override
    public void close() {
        reader.dispose();
    }

    /** Stops a decoder that is slower than any honest picture makes it. */
    private static final class TimeLimit implements IIOReadProgressListener {
        private final BooleanSupplier isLate;
        private boolean isExceeded;

        TimeLimit(BooleanSupplier isLate) {
            this.isLate = isLate;
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (isLate.getAsBoolean()) {
                isExceeded = true;
                source.abort();
            }
        }

        @Override
        public void readAborted(ImageReader source) {
            isExceeded = true;
        }

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}
    }
}
