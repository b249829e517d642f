package dev.ganglion.media.thumbnail;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.media.storage.MediaStorage;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import net.coobird.thumbnailator.resizers.Resizers;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes one thumbnail from a stored file. Blocking and heavy: runs in {@link ThumbnailPool}. */
@Component
class Thumbnailer {
    private static final Logger log = LoggerFactory.getLogger(Thumbnailer.class);

    private final MediaStorage storage;
    private final ThumbnailProperties limits;

    Thumbnailer(MediaStorage storage, ThumbnailProperties limits) {
        this.storage = storage;
        this.limits = limits;
    }

    /**
     * The thumbnail, or empty when the content itself is what the client should get.
     *
     * @param isLate asked while decoding: whether to give up
     */
    Optional<MadeThumbnail> make(WantedThumbnail wanted, BooleanSupplier isLate) {
        MediaItem.Stored item = wanted.item();
        PictureFormat format =
                PictureFormat.declared(item.contentType()).orElseThrow(Thumbnailer::impossible);
        try (ImageInputStream in = new ChannelImageInputStream(storage.open(item.file()))) {
            checkMagic(in, format);
            return make(in, format, wanted, isLate);
        } catch (MatrixException known) {
            throw known;
        } catch (IOException | RuntimeException e) {
            // Decoders meet broken input with any exception: it is the content's fault.
            log.debug("No thumbnail of {}", item.mediaId(), e);
            throw impossible();
        }
    }

    private static void checkMagic(ImageInputStream in, PictureFormat format) throws IOException {
        byte[] start = new byte[PictureFormat.MAGIC_BYTES];
        in.readFully(start);
        in.seek(0);
        if (!format.matches(start)) {
            throw impossible();
        }
    }

    private Optional<MadeThumbnail> make(
            ImageInputStream in,
            PictureFormat format,
            WantedThumbnail wanted,
            BooleanSupplier isLate)
            throws IOException {
        boolean mustStandStill = !wanted.isAnimated() && Animation.isPossible(format, in);
        try (Picture picture = Picture.open(in, format, limits.maxPixels())) {
            Fit fit = Fit.of(picture.width(), picture.height(), wanted.size());
            boolean isSmall = fit.width() == picture.width() && fit.height() == picture.height();
            return isSmall && !mustStandStill
                    ? Optional.empty()
                    : Optional.of(encode(shrink(picture, fit, isLate)));
        }
    }

    private static BufferedImage shrink(Picture picture, Fit fit, BooleanSupplier isLate)
            throws IOException {
        int everyNth = fit.subsampling(picture.width(), picture.height());
        BufferedImage upright = turn(picture.decode(everyNth, isLate), picture.orientation());
        int type =
                upright.getColorModel().hasAlpha()
                        ? BufferedImage.TYPE_INT_ARGB
                        : BufferedImage.TYPE_INT_RGB;
        BufferedImage scaled = new BufferedImage(fit.scaledWidth(), fit.scaledHeight(), type);
        Resizers.PROGRESSIVE.resize(upright, scaled);
        return scaled.getSubimage(fit.cutLeft(), fit.cutTop(), fit.width(), fit.height());
    }

    private static BufferedImage turn(BufferedImage image, int orientation) {
        if (orientation == ExifOrientation.UPRIGHT) {
            return image;
        }
        Orientation exif = Orientation.typeOf(orientation);
        return ExifFilterUtils.getFilterForOrientation(exif).apply(image);
    }

    private static MadeThumbnail encode(BufferedImage image) throws IOException {
        String format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("No encoder for " + format);
            }
        }
        return new MadeThumbnail(
                ByteBuffer.wrap(bytes.toByteArray()), new ContentType("image/" + format));
    }

    private static MatrixException impossible() {
        return MatrixException.of(
                400, ErrorCode.UNKNOWN, "There can be no thumbnail of this content");
    }
}
