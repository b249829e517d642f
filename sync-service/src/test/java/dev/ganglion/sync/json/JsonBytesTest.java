package dev.ganglion.sync.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class JsonBytesTest {
    @Test
    void whatIsTakenInPartsIsWhatIsWrittenAtOnce() {
        JsonBytes whole = new JsonBytes();
        JsonBytes parts = new JsonBytes();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        for (JsonBytes out : List.of(whole, parts)) {
            out.beginObject().key("a").beginArray();
            takeOf(parts, out, taken);
            for (int number = 0; number < 3; number++) {
                out.number(number);
                takeOf(parts, out, taken);
            }
            out.endArray();
            takeOf(parts, out, taken);
            out.key("b").string("x").endObject();
        }
        taken.writeBytes(parts.take());

        assertThat(text(whole.toBytes())).isEqualTo("{\"a\":[0,1,2],\"b\":\"x\"}");
        assertThat(text(taken.toByteArray())).isEqualTo(text(whole.toBytes()));
        assertThat(parts.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "\"", "\\", "\u0000\u0001\u001f", "\u007f", "ü€", "🫖", "a\nb\tc"})
    void everyTextIsReadAsItWasWritten(String text) {
        byte[] json = new JsonBytes().beginArray().string(text).endArray().toBytes();

        assertThat(new JsonMapper().readTree(json).get(0).asString()).isEqualTo(text);
    }

    private static void takeOf(JsonBytes parts, JsonBytes out, ByteArrayOutputStream taken) {
        if (out == parts) {
            taken.writeBytes(out.take());
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
