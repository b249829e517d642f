package dev.ganglion.sync;

import org.springframework.http.HttpMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Receivers with rules of their own, in the order of the columns of {@code push-cases.txt}. */
final class PushReceivers {
    static final String LETTERS = "PMROKSDLFIGTXQNCW";

    private final List<TestUser> users = new ArrayList<>();
    private final String group;
    private final String muted;
    private int rules;

    PushReceivers(List<TestUser> users, String group, TestUser muted) {
        this.users.addAll(users);
        this.group = group;
        this.muted = muted.id().value();
    }

    TestUser of(char letter) {
        return users.get(LETTERS.indexOf(letter));
    }

    /** As values of a list. */
    String quoted() {
        return users.stream().map(user -> "\"" + user.id() + "\"").collect(Collectors.joining(","));
    }

    /** At the replica that there is by now. */
    void changes(char letter, PushScript.Line line, int port) {
        String rule = line.type().replace("$GROUP", group).replace("$CAROL", muted);
        of(letter).at(port).sync(HttpMethod.PUT, "/pushrules/global/" + rule, line.content());
    }

    void haveRules() {
        enabled('M', "override/.m.rule.master", true);
        puts('R', "room/" + group, "{\"actions\":[]}");
        overrides('O', match("room_id", group), "[]");
        puts(
                'K',
                "content/cake",
                "{\"pattern\":\"cake\",\"actions\":[\"notify\",%s,{\"set_tweak\":\"highlight\"}]}"
                        .formatted(sound("chime")));
        puts('S', "sender/" + muted, "{\"actions\":[]}");
        enabled('D', "underride/.m.rule.message", false);
        enabled('D', "underride/.m.rule.room_one_to_one", false);
        puts('L', "override/.m.rule.reaction/actions", "{\"actions\":[\"notify\"]}");
        enabled('L', "override/.m.rule.suppress_edits", false);
        haveRulesOfProperties();
        of('G').sync(
                        HttpMethod.PUT,
                        "/user/{user}/account_data/m.ignored_user_list",
                        "{\"ignored_users\":{\"%s\":{}}}".formatted(muted),
                        of('G').id());
        overrides('X', match("type", "org.example.*"), "[\"notify\"]");
        overrides('X', match("content.topic", "b?r*"), notify(sound("chime")));
        String count =
                "{\"kind\":\"room_member_count\",\"is\":\"%s\"}," + is("content.count", "true");
        overrides('C', count.formatted(">10"), notify(sound("chime")));
        overrides('C', count.formatted("<=2"), notify(sound("flag")));
        enabled('N', "override/.m.rule.is_user_mention", false);
        enabled('N', "override/.m.rule.is_room_mention", false);
    }

    private void haveRulesOfProperties() {
        overrides('F', is("content.flag", "true"), notify(sound("flag")));
        overrides('F', is("content.level", "3"), "[\"notify\"]");
        overrides(
                'F',
                "{\"kind\":\"event_property_contains\",\"key\":\"content.tags\",\"value\":\"urgent\"}",
                notify("{\"set_tweak\":\"highlight\"}"));
        overrides(
                'Q',
                is("content.loud", "true")
                        + ",{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}",
                notify(sound("default")));
    }

    private void overrides(char letter, String conditions, String actions) {
        puts(
                letter,
                "override/own" + ++rules,
                "{\"conditions\":[%s],\"actions\":%s}".formatted(conditions, actions));
    }

    private void enabled(char letter, String rule, boolean isEnabled) {
        puts(letter, rule + "/enabled", "{\"enabled\":" + isEnabled + "}");
    }

    private void puts(char letter, String rule, String body) {
        of(letter).sync(HttpMethod.PUT, "/pushrules/global/" + rule, body);
    }

    private static String match(String key, String pattern) {
        return "{\"kind\":\"event_match\",\"key\":\"%s\",\"pattern\":\"%s\"}"
                .formatted(key, pattern);
    }

    private static String is(String key, String value) {
        return "{\"kind\":\"event_property_is\",\"key\":\"%s\",\"value\":%s}".formatted(key, value);
    }

    private static String sound(String name) {
        return "{\"set_tweak\":\"sound\",\"value\":\"" + name + "\"}";
    }

    private static String notify(String tweak) {
        return "[\"notify\"," + tweak + "]";
    }
}
