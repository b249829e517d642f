package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.sync.slidingsync.ExtensionRequests.Messages;
import dev.ganglion.sync.threadsubscription.SubscriptionPage;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code extensions}. Unknown ones are passed over. */
final class ExtensionReader {
    private static final int MAX_MESSAGES = 100;
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private ExtensionReader() {}

    static ExtensionRequests read(Fields extensions) {
        return new ExtensionRequests(
                enabled(extensions, "to_device").map(ExtensionReader::messages),
                enabled(extensions, "e2ee").isPresent(),
                enabled(extensions, "account_data").map(ExtensionReader::scope),
                enabled(extensions, "receipts").map(ExtensionReader::scope),
                enabled(extensions, "typing").map(ExtensionReader::scope),
                enabled(extensions, ThreadSubscriptionExtension.NAME)
                        .map(ExtensionReader::changes));
    }

    private static Optional<Fields> enabled(Fields extensions, String name) {
        Fields extension = extensions.object(name);
        return Optional.of(extension).filter(asked -> asked.bool("enabled").orElse(false));
    }

    private static Scope scope(Fields extension) {
        return new Scope(extension.strings("lists"), extension.strings("rooms"));
    }

    private static Messages messages(Fields extension) {
        long limit = extension.count("limit").orElse((long) MAX_MESSAGES);
        return new Messages(
                extension.string("since").map(ExtensionReader::position),
                Math.clamp(limit, 1, MAX_MESSAGES));
    }

    private static int changes(Fields extension) {
        long limit = extension.count("limit").orElse((long) SubscriptionPage.DEFAULT_LIMIT);
        return Math.clamp(limit, 1, SubscriptionPage.MAX_LIMIT);
    }

    private static long position(String since) {
        if (!POSITION.matcher(since).matches()) {
            throw MatrixException.invalidParam("since is not a token of this server");
        }
        return Long.parseLong(since);
    }
}
