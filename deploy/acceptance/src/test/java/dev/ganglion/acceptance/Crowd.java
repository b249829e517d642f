package dev.ganglion.acceptance;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Writers and readers who are all in the same rooms. */
record Crowd(List<MatrixSession> writers, List<MatrixSession> readers, List<RoomId> rooms) {
    private static final int WRITERS = 16;
    private static final int READERS = 20;
    private static final int ROOMS = 20;
    private static final JsonObject PUBLIC = JsonObject.of("preset", "public_chat");

    /**
     * Brings them together.
     *
     * @param register makes a new user of a name that begins like this
     */
    static Crowd gather(Function<String, MatrixSession> register) {
        List<MatrixSession> writers = people(WRITERS, "writer", register);
        List<MatrixSession> readers = people(READERS, "reader", register);
        MatrixSession founder = writers.getFirst();
        List<RoomId> rooms =
                IntStream.range(0, ROOMS).mapToObj(_ -> founder.createRoom(PUBLIC)).toList();
        writers.stream().skip(1).parallel().forEach(writer -> rooms.forEach(writer::join));
        readers.parallelStream().forEach(reader -> rooms.forEach(reader::join));
        return new Crowd(writers, readers, rooms);
    }

    private static List<MatrixSession> people(
            int count, String name, Function<String, MatrixSession> register) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> register.apply(name + number))
                .toList();
    }
}
