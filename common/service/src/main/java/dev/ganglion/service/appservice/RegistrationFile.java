package dev.ganglion.service.appservice;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.StartFailureException;
import dev.ganglion.service.identity.TokenHash;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one registration file. Unknown keys are passed over: there are many in the wild. No message
 * holds a token, or a line of the file that may hold one.
 */
final class RegistrationFile {
    private static final int MIN_TOKEN_LENGTH = 16;
    private static final int MAX_TOKEN_LENGTH = 4_096;
    private static final int MAX_LENGTH = 255;
    private static final int MAX_REGEX_LENGTH = 4_096;

    private RegistrationFile() {}

    static ApplicationService read(Path file, ServerName server) {
        RegistrationFields fields = new RegistrationFields(file, "", yaml(file));
        String id = fields.text("id");
        if (id.length() > MAX_LENGTH) {
            throw fields.wrong("id", "it has more than " + MAX_LENGTH + " characters");
        }
        String token = token(fields, "as_token");
        token(fields, "hs_token");
        return new ApplicationService(
                id,
                url(fields),
                TokenHash.of(token).text(),
                sender(fields, server),
                namespaces(fields.object("namespaces")),
                fields.flag("rate_limited").orElse(true),
                Set.copyOf(fields.texts("protocols")),
                fields.flag("receive_ephemeral").orElse(false));
    }

    static StartFailureException wrong(Path file, String key, String problem) {
        return new StartFailureException(
                "The registration of an application service in "
                        + file.toAbsolutePath()
                        + " is wrong at "
                        + key
                        + ": "
                        + problem,
                "Correct it there, or take the file out of ganglion.application-services.");
    }

    private static Map<?, ?> yaml(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object document =
                    new Yaml(new SafeConstructor(options))
                            .load(Files.readString(file, StandardCharsets.UTF_8));
            if (document instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong(file, "the top", "it is not a list of keys and values in YAML");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw wrong(file, "line " + line, "it is not YAML, or a key is there twice");
        } catch (YAMLException e) {
            throw wrong(file, "the top", "it is not YAML");
        } catch (IOException e) {
            throw new StartFailureException(
                    "The registration of an application service in "
                            + file.toAbsolutePath()
                            + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    "Put the file there, readable and in UTF-8, or take it out of"
                            + " ganglion.application-services.");
        }
    }

    private static String token(RegistrationFields fields, String key) {
        String token = fields.text(key);
        if (token.length() < MIN_TOKEN_LENGTH || token.length() > MAX_TOKEN_LENGTH) {
            throw fields.wrong(
                    key,
                    "a token has from %d to %d characters, better 64 random ones"
                            .formatted(MIN_TOKEN_LENGTH, MAX_TOKEN_LENGTH));
        }
        if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw fields.wrong(key, "a token has letters, digits and signs of ASCII only");
        }
        return token;
    }

    private static Optional<URI> url(RegistrationFields fields) {
        return fields.textOrNull("url").map(text -> url(fields, text));
    }

    private static URI url(RegistrationFields fields, String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw fields.wrong("url", "it must be null or begin with http:// or https:// and a host");
    }

    private static UserId sender(RegistrationFields fields, ServerName server) {
        String localpart = fields.text("sender_localpart");
        return Optional.of(localpart)
                .filter(UserId::isLocalpartForNewUser)
                .flatMap(name -> UserId.tryParse("@" + name + ":" + server))
                .orElseThrow(
                        () ->
                                fields.wrong(
                                        "sender_localpart",
                                        "it consists of a-z, 0-9 and . _ = - / +, without @ and"
                                                + " server name"));
    }

    private static Namespaces namespaces(RegistrationFields fields) {
        return new Namespaces(
                namespaces(fields.objects("users")),
                namespaces(fields.objects("aliases")),
                namespaces(fields.objects("rooms")));
    }

    private static List<Namespace> namespaces(List<RegistrationFields> list) {
        return list.stream().map(RegistrationFile::namespace).toList();
    }

    private static Namespace namespace(RegistrationFields fields) {
        boolean isExclusive =
                fields.flag("exclusive")
                        .orElseThrow(() -> fields.wrong("exclusive", "it is missing"));
        String regex = fields.text("regex");
        if (regex.length() > MAX_REGEX_LENGTH) {
            throw fields.wrong("regex", "it has more than " + MAX_REGEX_LENGTH + " characters");
        }
        try {
            return new Namespace(Pattern.compile(regex), isExclusive);
        } catch (PatternSyntaxException e) {
            throw fields.wrong(
                    "regex",
                    "\"%s\" is no regular expression here (%s); there are no look-arounds and back references"
                            .formatted(regex, e.getDescription()));
        }
    }
}
