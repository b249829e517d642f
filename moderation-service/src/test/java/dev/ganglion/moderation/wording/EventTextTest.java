package dev.ganglion.moderation.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class EventTextTest {
    private static final WordList SPAM = new WordList(List.of("spam"));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "m.room.message   | {'body':'spam'}",
                "m.room.message   | {'body':'x','formatted_body':'s<b>p</b>am'}",
                "m.room.message   | {'body':'x','formatted_body':'a<br>spam'}",
                "m.room.message   | {'body':'x','formatted_body':'&#115;pam'}",
                "m.room.message   | {'body':'x','m.new_content':{'body':'spam'}}",
                "m.room.message   | {'body':'x','m.new_content':{'formatted_body':'<i>spam</i>'}}",
                "m.room.message   | {'body':'x','filename':'spam.png'}",
                "m.sticker        | {'body':'spam'}",
                "m.room.name      | {'name':'spam'}",
                "m.room.topic     | {'topic':'spam'}",
                "m.room.member    | {'membership':'join','displayname':'spam'}",
                "m.room.member    | {'membership':'leave','reason':'spam'}",
            })
    void whatPeopleReadIsSearched(String type, String content) {
        assertThat(SPAM.anyIn(texts(type, content))).hasValue("spam");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "m.room.encrypted | {'body':'spam','ciphertext':'spam'}",
                "m.room.message   | {'body':['spam']}",
                "m.room.message   | {'body':'x','formatted_body':'<a href=\"spam\">x</a>'}",
                "m.room.member    | {'membership':'join','avatar_url':'mxc://spam/spam'}",
                "m.room.member    | {'membership':'join','displayname':{'text':'spam'}}",
            })
    void whatNobodyReadsIsLeftAlone(String type, String content) {
        assertThat(SPAM.anyIn(texts(type, content))).isEmpty();
    }

    private static List<String> texts(String type, String content) {
        String json = content.replace("\"", "\\\"").replace('\'', '"');
        return EventText.of(type, Json.parseObject(json));
    }
}
