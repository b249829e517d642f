package dev.ganglion.room.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class AttachedMediaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m.room.message | {'url':'mxc://here/a'}                                  | a",
                "m.room.message | {'url':'mxc://here/a','info':{'thumbnail_url':'mxc://here/b'}} | a b",
                "m.room.message | {'file':{'url':'mxc://here/a'},'info':{'thumbnail_file':{'url':'mxc://here/b'}}} | a b",
                "m.room.message | {'url':'mxc://here/a','info':{'thumbnail_url':'mxc://here/a'}} | a",
                "m.room.avatar  | {'url':'mxc://here/a'}                                  | a",
                "m.room.member  | {'membership':'join','avatar_url':'mxc://here/a'}       | a",
                "m.room.message | {'url':'mxc://elsewhere/a'}                             | ``",
                "m.room.message | {'url':'https://here/a'}                                | ``",
                "m.room.message | {'url':7,'info':'none','file':[]}                       | ``",
                "m.room.message | {'formatted_body':'<img src=mxc://here/a>'}             | ``",
                "m.sticker      | {'url':'mxc://here/a'}                                  | ``",
            })
    void mediaThatAnEventBringsAlongIsFound(String type, String content, String expected) {
        String event =
                "{\"type\":\"%s\",\"sender\":\"@a:here\",\"content\":%s}"
                        .formatted(type, content.replace('\'', '"'));

        List<String> found =
                AttachedMedia.of(
                                Json.parseObject(event.getBytes(StandardCharsets.UTF_8)),
                                ServerName.parse("here"))
                        .map(OwnedMedia::mediaId)
                        .toList();

        assertThat(String.join(" ", found)).isEqualTo(expected);
    }
}
