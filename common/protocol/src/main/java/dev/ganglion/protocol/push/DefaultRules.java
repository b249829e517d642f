package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a user has who has changed nothing. Module "Push notifications", "Predefined
 * rules". Those that looked for names in bodies are gone from version 1.17 of the specification on:
 * whom an event mentions is what {@code m.mentions} says.
 */
public final class DefaultRules {
    /** The rule that stands above all others, those of users too. */
    public static final String MASTER = ".m.rule.master";

    private static final JsonObject TEMPLATE =
            Json.parseObject(
                    """
                    {"global":{
                    "override":[
                    {"rule_id":".m.rule.master","default":true,"enabled":false, "conditions":[],
                     "actions":[]},
                    {"rule_id":".m.rule.suppress_notices","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"content.msgtype","pattern":"m.notice"}],
                     "actions":[]},
                    {"rule_id":".m.rule.invite_for_me","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.member"},
                      {"kind":"event_match","key":"content.membership","pattern":"invite"},
                      {"kind":"event_match","key":"state_key","pattern":"{user_id}"}],
                     "actions":["notify",{"set_tweak":"sound","value":"default"}]},
                    {"rule_id":".m.rule.member_event","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.member"}],
                     "actions":[]},
                    {"rule_id":".m.rule.is_user_mention","default":true,"enabled":true,
                     "conditions":[{"kind":"event_property_contains","key":"content.m\\\\.mentions.user_ids","value":"{user_id}"}],
                     "actions":["notify",{"set_tweak":"sound","value":"default"},{"set_tweak":"highlight"}]},
                    {"rule_id":".m.rule.is_room_mention","default":true,"enabled":true,
                     "conditions":[{"kind":"event_property_is","key":"content.m\\\\.mentions.room","value":true},
                      {"kind":"sender_notification_permission","key":"room"}],
                     "actions":["notify",{"set_tweak":"highlight"}]},
                    {"rule_id":".m.rule.tombstone","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.tombstone"},
                      {"kind":"event_match","key":"state_key","pattern":""}],
                     "actions":["notify",{"set_tweak":"highlight"}]},
                    {"rule_id":".m.rule.reaction","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.reaction"}],
                     "actions":[]},
                    {"rule_id":".m.rule.room.server_acl","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.server_acl"},
                      {"kind":"event_match","key":"state_key","pattern":""}],
                     "actions":[]},
                    {"rule_id":".m.rule.suppress_edits","default":true,"enabled":true,
                     "conditions":[{"kind":"event_property_is","key":"content.m\\\\.relates_to.rel_type","value":"m.replace"}],
                     "actions":[]}
                    ],
                    "content":[],
                    "room":[],
                    "sender":[],
                    "underride":[
                    {"rule_id":".m.rule.call","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.call.invite"}],
                     "actions":["notify",{"set_tweak":"sound","value":"ring"}]},
                    {"rule_id":".m.rule.encrypted_room_one_to_one","default":true,"enabled":true,
                     "conditions":[{"kind":"room_member_count","is":"2"},
                      {"kind":"event_match","key":"type","pattern":"m.room.encrypted"}],
                     "actions":["notify",{"set_tweak":"sound","value":"default"}]},
                    {"rule_id":".m.rule.room_one_to_one","default":true,"enabled":true,
                     "conditions":[{"kind":"room_member_count","is":"2"},
                      {"kind":"event_match","key":"type","pattern":"m.room.message"}],
                     "actions":["notify",{"set_tweak":"sound","value":"default"}]},
                    {"rule_id":".m.rule.message","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.message"}],
                     "actions":["notify"]},
                    {"rule_id":".m.rule.encrypted","default":true,"enabled":true,
                     "conditions":[{"kind":"event_match","key":"type","pattern":"m.room.encrypted"}],
                     "actions":["notify"]}
                    ]
                    }}
                    """);

    private DefaultRules() {}

    /** The content of {@code m.push_rules}. */
    public static JsonObject content(UserId user) {
        return TEMPLATE.object("global")
                .map(global -> JsonObject.of(Map.of("global", filled(global, user))))
                .orElseThrow();
    }

    /**
     * What a user has stored, with the default rules of today in place of those that it was stored
     * with. What the user has changed of them stays: whether they are enabled, and their actions.
     */
    public static JsonObject completed(JsonObject stored, UserId user) {
        JsonObject present = stored.object("global").orElse(JsonObject.EMPTY);
        JsonObject today = content(user).object("global").orElse(JsonObject.EMPTY);
        JsonObject global = present;
        for (PushRuleKind kind : PushRuleKind.values()) {
            global = global.with(kind.value(), completed(rules(kind, present), rules(kind, today)));
        }
        return stored.with("global", global);
    }

    /** The rules themselves. */
    public static PushRuleset of(UserId user) {
        return PushRuleset.of(content(user));
    }

    private static JsonArray completed(List<JsonObject> stored, List<JsonObject> today) {
        List<JsonValue> rules = new ArrayList<>();
        Map<String, JsonObject> changed = new HashMap<>();
        for (JsonObject rule : stored) {
            if (PushRule.isDefault(id(rule))) {
                changed.put(id(rule), rule);
            } else {
                rules.add(rule);
            }
        }
        for (JsonObject rule : today) {
            JsonObject asChanged = asChanged(rule, changed.getOrDefault(id(rule), rule));
            rules.add(id(rule).equals(MASTER) ? 0 : rules.size(), asChanged);
        }
        return new JsonArray(rules);
    }

    private static JsonObject asChanged(JsonObject rule, JsonObject changed) {
        return rule.toBuilder()
                .put("enabled", JsonBoolean.of(changed.bool("enabled").orElse(true)))
                .put("actions", changed.array("actions").orElse(JsonArray.EMPTY))
                .build();
    }

    private static List<JsonObject> rules(PushRuleKind kind, JsonObject global) {
        return global.array(kind.value()).orElse(JsonArray.EMPTY).objects().toList();
    }

    private static String id(JsonObject rule) {
        return rule.string("rule_id").orElse("");
    }

    private static JsonValue filled(JsonValue value, UserId user) {
        return switch (value) {
            case JsonString(String text) when text.equals("{user_id}") ->
                    new JsonString(user.value());
            case JsonArray array ->
                    new JsonArray(
                            array.values().stream().map(element -> filled(element, user)).toList());
            case JsonObject object -> filled(object, user);
            default -> value;
        };
    }

    private static JsonObject filled(JsonObject object, UserId user) {
        Map<String, JsonValue> members = new HashMap<>();
        object.entries().forEach((name, value) -> members.put(name, filled(value, user)));
        return JsonObject.of(members);
    }
}
