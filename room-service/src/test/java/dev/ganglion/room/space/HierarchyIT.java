package dev.ganglion.room.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class HierarchyIT extends SpaceOfAlice {
    @Test
    void aSpaceComesFirstWithAllThatItShowsAndThenItsRooms() {
        String full =
                alice.createsRoom(
                        """
                        {"preset":"public_chat","name":"Full","topic":"All of it",
                         "room_alias_name":"%s","room_version":"11",
                         "creation_content":{"type":"m.space"},
                         "initial_state":[
                           {"type":"m.room.avatar","content":{"url":"mxc://test.local/full"}},
                           {"type":"m.room.guest_access","content":{"guest_access":"can_join"}},
                           {"type":"m.room.history_visibility",
                            "content":{"history_visibility":"world_readable"}},
                           {"type":"m.room.encryption","content":{"algorithm":"m.megolm.v1.aes-sha2"}}]}
                        """
                                .formatted(word));
        addChild(full, room, VIA + ",\"order\":\"a\",\"suggested\":true");

        JsonObject page = page(bob, full, "");

        assertThat(ids(page)).containsExactly(full, room);
        assertThat(page.has("next_batch")).isFalse();
        JsonObject shown = rooms(page).getFirst();
        assertThat(shown.string("name")).contains("Full");
        assertThat(shown.string("topic")).contains("All of it");
        assertThat(shown.string("canonical_alias")).contains("#" + word + ":test.local");
        assertThat(shown.string("avatar_url")).contains("mxc://test.local/full");
        assertThat(shown.string("join_rule")).contains("public");
        assertThat(shown.string("room_type")).contains("m.space");
        assertThat(shown.string("room_version")).contains("11");
        assertThat(shown.string("encryption")).contains("m.megolm.v1.aes-sha2");
        assertThat(shown.integer("num_joined_members")).contains(1L);
        assertThat(shown.bool("guest_can_join")).contains(true);
        assertThat(shown.bool("world_readable")).contains(true);
        assertThat(shown.has("membership")).isFalse();
        JsonObject child = children(shown).getFirst();
        assertThat(child.keys())
                .containsExactlyInAnyOrder(
                        "type", "state_key", "content", "sender", "origin_server_ts");
        assertThat(child.string("type")).contains("m.space.child");
        assertThat(child.string("state_key")).contains(room);
        assertThat(child.string("sender")).contains(alice.id().value());
        assertThat(child.integer("origin_server_ts")).isPresent();
        assertThat(child.object("content").flatMap(content -> content.array("via")))
                .hasValueSatisfying(
                        via -> assertThat(via.values()).contains(new JsonString("test.local")));
        assertThat(children(rooms(page).get(1))).isEmpty();
        assertThat(rooms(page).get(1).has("children_state")).isTrue();
    }

    @Test
    void childrenComeInTheOrderOfTheSpecification() {
        String second = newRoom("second");
        String third = newRoom("third");
        String first = newRoom("first");
        String later = newRoom("later");
        addChild(space, second, VIA + ",\"order\":\"aaaa\"");
        addChild(space, third, VIA + ",\"order\":\"~\"");
        addChild(space, first, VIA + ",\"order\":\" \"");
        addChild(space, later, VIA + ",\"order\":\"\"");
        String tooLong = newRoom("too long");
        addChild(space, tooLong, VIA + ",\"order\":\"" + "a".repeat(51) + "\"");
        String notAscii = newRoom("not ASCII");
        addChild(space, notAscii, VIA + ",\"order\":\"a\u00e4\"");
        String noString = newRoom("no string");
        addChild(space, noString, VIA + ",\"order\":1");
        String longest = newRoom("longest");
        addChild(space, longest, VIA + ",\"order\":\"" + "a".repeat(50) + "\"");

        JsonObject page = page(alice, space, "");

        List<String> expected =
                List.of(first, second, longest, third, room, later, tooLong, notAscii, noString);
        assertThat(ids(page).subList(1, 10)).isEqualTo(expected);
        assertThat(childIds(rooms(page).getFirst())).isEqualTo(expected);
    }

    @Test
    void spacesAreEnteredBeforeTheNextChildAndOnlySoDeep() {
        String inner = newSpace("public_chat");
        addChild(space, inner, VIA);
        String deep = newSpace("public_chat");
        addChild(inner, deep, VIA);
        String deepest = newChild(deep, "deepest");
        String below = newChild(inner, "below");
        String last = newChild(space, "last");

        assertThat(ids(alice, space))
                .containsExactly(space, room, inner, deep, deepest, below, last);
        assertThat(ids(page(alice, space, "?max_depth=0"))).containsExactly(space);
        assertThat(ids(page(alice, space, "?max_depth=1")))
                .containsExactly(space, room, inner, last);
        JsonObject two = page(alice, space, "?max_depth=2");
        assertThat(ids(two)).containsExactly(space, room, inner, deep, below, last);
        assertThat(childIds(rooms(two).get(3))).containsExactly(deepest);
        assertThat(ids(page(alice, space, "?max_depth=2147483647"))).hasSize(7);
    }

    @Test
    void loopsEndAndEveryRoomIsGivenOnce() {
        String inner = newSpace("public_chat");
        addChild(space, inner, VIA);
        addChild(inner, space, VIA);
        addChild(inner, inner, VIA);
        addChild(inner, room, VIA);
        String own = newChild(inner, "own");
        addChild(space, own, VIA);

        assertThat(ids(alice, space)).containsExactly(space, room, inner, own);
        assertThat(ids(alice, inner)).containsExactly(inner, space, room, own);
    }

    @Test
    void whoWantsTheSuggestedOnlySeesNoOthers() {
        String suggested = newRoom("suggested");
        addChild(space, suggested, VIA + ",\"suggested\":true");
        String inner = newSpace("public_chat");
        addChild(space, inner, VIA);
        addChild(inner, newRoom("hidden with its space"), VIA + ",\"suggested\":true");
        addChild(space, newRoom("no boolean"), VIA + ",\"suggested\":\"true\"");

        JsonObject page = page(alice, space, "?suggested_only=true");

        assertThat(ids(page)).containsExactly(space, suggested);
        assertThat(childIds(rooms(page).getFirst())).containsExactly(suggested);
        assertThat(ids(page(alice, space, "?suggested_only=false"))).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"order\":\"a\"",
                "\"via\":[]",
                "\"via\":\"test.local\"",
                "\"via\":null",
                "\"via\":{}",
                "\"via\":[1]",
                "\"via\":[\"test.local\",1]"
            })
    void aChildWithoutAValidViaIsNone(String content) {
        addChild(space, room, content);

        JsonObject page = page(alice, space, "");

        assertThat(ids(page)).containsExactly(space);
        assertThat(childIds(rooms(page).getFirst())).isEmpty();
    }

    @Test
    void aRedactedChildIsNoneUntilItIsAddedAgain() {
        String child = newRoom("child");
        String event = addChild(space, child, VIA);
        addChild(space, room, VIA + ",\"order\":\"a\"");

        alice.put("/rooms/{room}/redact/{event}/r1", "{}", space, event);
        assertThat(ids(alice, space)).containsExactly(space, room);

        addChild(space, child, VIA);
        alice.put("/rooms/{room}/redact/{event}/r2", "{}", space, event);
        assertThat(ids(alice, space)).containsExactly(space, room, child);
    }

    @Test
    void childrenThatNobodyKnowsHereOrThatAreNoRoomsAreLeftOut() {
        addChild(space, "!nowhere:example.org", VIA);
        addChild(space, "nonsense", VIA);

        assertThat(ids(alice, space)).containsExactly(space, room);
    }

    @Test
    void aRoomThatIsNoSpaceHasNoChildren() {
        addChild(room, newRoom("child"), VIA);

        JsonObject page = page(alice, room, "");

        assertThat(ids(page)).containsExactly(room);
        assertThat(childIds(rooms(page).getFirst())).isEmpty();
        assertThat(ids(alice, space)).containsExactly(space, room);
    }
}
