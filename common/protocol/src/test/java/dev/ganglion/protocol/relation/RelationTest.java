package dev.ganglion.protocol.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.UUID;

class RelationTest {
    private static final String TARGET = "$" + "a".repeat(43);
    private static final UserId ALICE = UserId.parse("@alice:test.local");
    private static final UserId BOB = UserId.parse("@bob:test.local");

    @Test
    void aRelationHasATypeATargetAndPerhapsAKey() {
        Relation reaction = relation("m.annotation", ",\"key\":\"👍\"");

        assertThat(reaction)
                .isEqualTo(new Relation("m.annotation", EventId.parse(TARGET), Optional.of("👍")));
        assertThat(relation("org.example.own", "").key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'m.relates_to':1}",
                "{'m.relates_to':{}}",
                "{'m.relates_to':{'rel_type':'m.thread'}}",
                "{'m.relates_to':{'event_id':'TARGET'}}",
                "{'m.relates_to':{'rel_type':1,'event_id':'TARGET'}}",
                "{'m.relates_to':{'rel_type':'','event_id':'TARGET'}}",
                "{'m.relates_to':{'rel_type':'m.thread','event_id':'none'}}",
                "{'m.relates_to':{'rel_type':'m.thread','event_id':['TARGET']}}",
                "{'m.relates_to':{'m.in_reply_to':{'event_id':'TARGET'}}}",
            })
    void whatDoesNotMatchTheSchemaIsNoRelation(String content) {
        assertThat(Relation.of(json(content.replace("TARGET", TARGET)))).isEmpty();
    }

    @Test
    void aRelationTypeThatIsTooLongIsNone() {
        assertThat(
                        Relation.of(
                                json(
                                        "{'m.relates_to':{'rel_type':'%s','event_id':'%s'}}"
                                                .formatted("x".repeat(256), TARGET))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    m.annotation, m.reaction,       false, {},                     ANNOTATION
                    m.reference,  m.room.message,   false, {},                     REFERENCE
                    m.thread,     m.room.message,   false, {},                     THREAD
                    m.replace,    m.room.message,   false, {'m.new_content':{}},   REPLACEMENT
                    m.replace,    m.room.message,   false, {},                     IGNORED_REPLACEMENT
                    m.replace,    m.room.message,   false, {'m.new_content':'no'}, IGNORED_REPLACEMENT
                    m.replace,    m.room.topic,     true,  {'m.new_content':{}},   IGNORED_REPLACEMENT
                    m.replace,    m.room.encrypted, false, {},                     REPLACEMENT
                    org.example,  m.room.message,   false, {},                     OTHER
                    """,
            quoteCharacter = '`')
    void theKindIsWhatTheEventAloneTells(
            String relType, String type, boolean isState, String content, RelationKind expected) {
        Relation relation = relation(relType, "");

        assertThat(RelationKind.of(relation, type, isState, json(content))).isEqualTo(expected);
        assertThat(RelationKind.ofType(relType)).contains(expected);
    }

    @Test
    void annotationsAreTheSameBySenderTypeAndKey() {
        Relation thumb = relation("m.annotation", ",\"key\":\"👍\"");
        Relation heart = relation("m.annotation", ",\"key\":\"❤\"");

        assertThat(AnnotationId.of(ALICE, "m.reaction", thumb))
                .isPresent()
                .isEqualTo(AnnotationId.of(ALICE, "m.reaction", thumb))
                .isNotEqualTo(AnnotationId.of(BOB, "m.reaction", thumb))
                .isNotEqualTo(AnnotationId.of(ALICE, "org.example.mark", thumb))
                .isNotEqualTo(AnnotationId.of(ALICE, "m.reaction", heart));
        assertThat(AnnotationId.of(ALICE, "m.reaction", relation("m.annotation", ""))).isEmpty();
        assertThat(AnnotationId.of(ALICE, "m.reaction", relation("m.thread", ",\"key\":\"x\"")))
                .isEmpty();
    }

    /** The database holds such numbers, and the migration makes them in SQL. */
    @Test
    void theNumberOfAnAnnotationNeverChanges() {
        assertThat(AnnotationId.of(ALICE, "m.reaction", relation("m.annotation", ",\"key\":\"x\"")))
                .contains(UUID.fromString("78758289-73f7-a658-9f2e-b1a738e7769d"));
    }

    private static Relation relation(String relType, String more) {
        return Relation.of(
                        Json.parseObject(
                                "{\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"%s\"%s}}"
                                        .formatted(relType, TARGET, more)))
                .orElseThrow();
    }

    private static JsonObject json(String singleQuoted) {
        return Json.parseObject(singleQuoted.replace('\'', '"'));
    }
}
