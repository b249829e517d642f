package dev.ganglion.standalone;

import dev.ganglion.protocol.identifier.ServerName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data folder belongs to one server name: every user ID and event in it carries that name. */
final class ServerIdentity {
    private ServerIdentity() {}

    /**
     * @return whether the folder was new
     * @throws StartRefused when the folder belongs to another server name
     */
    static boolean claim(DataFolder data, ServerName serverName) {
        Path file = data.resolve("server-name");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, serverName.value() + "\n");
                return true;
            }
            String owner = Files.readString(file).strip();
            if (!owner.equals(serverName.value())) {
                throw new StartRefused(
                        "This data folder belongs to the server "
                                + owner
                                + ", not "
                                + serverName
                                + ". Set GANGLION_SERVER_NAME="
                                + owner
                                + ", or GANGLION_DATA to another folder.");
            }
            return false;
        } catch (IOException e) {
            throw new StartRefused("Cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }
}
