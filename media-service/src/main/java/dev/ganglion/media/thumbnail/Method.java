package dev.ganglion.media.thumbnail;

import dev.ganglion.protocol.error.MatrixException;

/** How a picture is made smaller. Client-server API, "Thumbnails". */
enum Method {
    /** Cut to the aspect ratio of the requested size. */
    CROP("crop"),
    /** Whole, within the requested size. */
    SCALE("scale");

    private final String word;

    Method(String word) {
        this.word = word;
    }

    static Method parse(String word) {
        for (Method method : values()) {
            if (method.word.equals(word)) {
                return method;
            }
        }
        throw MatrixException.invalidParam("The method is crop or scale");
    }

    String word() {
        return word;
    }
}
